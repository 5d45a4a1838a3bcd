using System.Globalization;

namespace MonthClose;

/// <summary>What the page calls things whose names are identifiers elsewhere.</summary>
static class PageWords
{
    public static string Month(string period) =>
        new DateTime(BillingPeriod.Parse(period).Year, BillingPeriod.Parse(period).Month, 1, 0, 0, 0, DateTimeKind.Utc).ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Step(string step) => step switch
    {
        "rate" => "Rating",
        "invoice" => "Invoicing",
        "apply_credits" => "Applying credits",
        "charge" => "First charge",
        "failed_charge" => "After a failed charge",
        "retry_charge" => "Charging again",
        "hold" => "Hold",
        "release" => "Release of a hold",
        "email" => "E-mail",
        _ => Sentence(step),
    };

    public static string Change(string change) => change switch
    {
        "" => "Another step of the close",
        "grant_credit" => "Credit granted",
        "add_default_payment_method" => "New payment method",
        "remove_payment_methods" => "Payment methods removed",
        "bank_transfer" => "Bank transfer received",
        "late_usage" => "Late usage",
        "close_account" => "Account closed",
        "change_currency" => "Currency changed",
        "change_email" => "E-mail address changed",
        _ => Sentence(change),
    };

    public static string Account(string account) => account switch
    {
        LedgerAccount.Receivable => "Receivable",
        LedgerAccount.TaxPayable => "Tax payable",
        LedgerAccount.CustomerCredit => "Customer credit",
        LedgerAccount.Promotions => "Promotions (promo and goodwill credits)",
        LedgerAccount.OpeningBalance => "Opening balance (imported prepaid credits)",
        LedgerAccount.CashGateway => "Cash, payment gateway",
        LedgerAccount.CashTransfer => "Cash, bank transfers",
        LedgerAccount.WriteOff => "Write-off (currency changes)",
        _ => RevenueReport.IsRevenue(account) ? $"Revenue: {account[LedgerAccount.Revenue("").Length..]}" : Sentence(account),
    };

    /// <summary>An identifier as a sentence begins: <c>no_payment_method</c> is "No payment method".</summary>
    public static string Sentence(string name)
    {
        var words = name.Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>One or many.</summary>
    public static string Counted(long count, string one, string many) => $"{PageNumbers.Count(count)} {(count == 1 ? one : many)}";
}
