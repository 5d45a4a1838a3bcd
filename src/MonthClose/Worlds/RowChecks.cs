using System.Globalization;
using NodaTime;

namespace MonthClose;

static class AccountChecks
{
    public static AccountRow? Read(WorldRow row, HashSet<string> seen)
    {
        var id = row["account_id"]!;
        var ok = seen.Add(id) || row.Wrong("account_id", $"account {Cards.Mask(id)} stands twice: keep one row");
        ok &= !Cards.LooksLikeNumber(id) || row.Wrong("account_id", "it looks like a card number (not shown)");
        ok &= row.Currency("currency", out var currency);
        ok &= DateTimeZoneProviders.Tzdb.GetZoneOrNull(row["time_zone"]!) is not null
            || row.Wrong("time_zone", $"\"{row["time_zone"]}\" is not an IANA time zone");
        ok &= row["status"] is "active" or "closed" || row.Wrong("status", $"\"{row["status"]}\" is neither active nor closed");
        ok &= row["country"] is null or { Length: 2 } || row.Wrong("country", $"\"{row["country"]}\" is not an ISO 3166-1 alpha-2 code");
        if (row["display_currency"] is not null) ok &= row.Currency("display_currency", out _);
        if (row["email"] is { } email) ok &= Addresses.IsValid(email) || row.Wrong("email", $"\"{email}\" is not an e-mail address");
        ok &= row.Decimal("tax_rate", out var rate);
        ok &= rate is null or >= 0 and <= 1 || row.Wrong("tax_rate", $"{rate} is not a fraction from 0 to 1: write 20 % as 0.20");
        return ok
            ? new(id, row["name"]!, row["email"], currency.Code, row["time_zone"]!, row["country"], rate ?? 0, row["status"]!, row["display_currency"], row["gateway_customer_id"], row.Line)
            : null;
    }
}

static class MethodChecks
{
    public static PaymentMethodRow? Read(
        WorldRow row, Dictionary<string, string> accounts, Dictionary<string, string> owners, HashSet<string> defaults)
    {
        var (id, account) = (row["payment_method_id"]!, row["account_id"]!);
        if (Cards.LooksLikeNumber(id))
        {
            row.Wrong("payment_method_id", "it looks like a card number (not shown): give the gateway's token, and remove the number from the file");
            return null;
        }
        var ok = owners.TryAdd(id, account)
            || row.Wrong("payment_method_id", owners[id] == account ? $"{id} stands twice: keep one row" : $"{id} belongs to two accounts");
        ok &= accounts.Count == 0 || accounts.ContainsKey(account) || row.Wrong("account_id", $"there is no account {Cards.Mask(account)} in accounts.csv");
        ok &= row["is_default"] is "true" or "false" || row.Wrong("is_default", $"\"{row["is_default"]}\" is neither true nor false");
        if (row["is_default"] == "true") ok &= defaults.Add(account) || row.Wrong("is_default", $"account {account} has two defaults: keep one");
        ok &= Number(row, "exp_month", 1, 12, out var month) & Number(row, "exp_year", 2000, 2999, out var year);
        return ok ? new(id, account, row["is_default"] == "true", month, year, row.Line) : null;
    }

    static bool Number(WorldRow row, string column, int from, int to, out int? value)
    {
        value = null;
        if (row[column] is not { } text) return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < from || number > to)
            return row.Wrong(column, $"\"{Cards.Mask(text)}\" is not a number from {from} to {to}");
        value = number;
        return true;
    }
}

static class CreditChecks
{
    public static CreditRow? Read(WorldRow row, Dictionary<string, string> accounts, HashSet<string> seen)
    {
        var (id, account) = (row["credit_id"]!, row["account_id"]!);
        var ok = seen.Add(id) || row.Wrong("credit_id", $"credit {Cards.Mask(id)} stands twice: keep one row");
        ok &= accounts.Count == 0 || accounts.ContainsKey(account) || row.Wrong("account_id", $"there is no account {Cards.Mask(account)} in accounts.csv");
        var currencyOk = row.Currency("currency", out var currency);
        ok &= currencyOk & row.Decimal("amount", out var amount);
        ok &= amount is null or >= 0 || row.Wrong("amount", $"{amount} is negative: a credit is what the account may use");
        ok &= !currencyOk || amount is null || new Money(amount.Value, currency).Round().Amount == amount
            || row.Wrong("amount", $"{amount} has more decimals than {currency.Code} has ({currency.Digits})");
        ok &= row.Instant("granted_at", out var granted) & row.Instant("expires_at", out var expires);
        ok &= row["kind"] is "promo" or "prepaid" or "goodwill" || row.Wrong("kind", $"\"{row["kind"]}\" is none of promo, prepaid, goodwill");
        return ok ? new(id, account, amount!.Value, currency.Code, granted!.Value, expires, row["kind"]!, row.Line) : null;
    }
}

static class UsageChecks
{
    public static UsageRow? Read(WorldRow row, string accountColumn, Dictionary<string, string> accounts)
    {
        var account = row[accountColumn]!;
        var ok = accounts.Count == 0 || accounts.ContainsKey(account)
            || row.Wrong(accountColumn, $"there is no account {Cards.Mask(account)} in accounts.csv: add it, or correct the row");
        ok &= row.Instant("ChargePeriodStart", out var start) & row.Instant("ChargePeriodEnd", out var end);
        ok &= row.Decimal("ConsumedQuantity", out var quantity) & row.Currency("BillingCurrency", out var currency) & row.Decimal("BilledCost", out var cost);
        ok &= cost is not null || row["BilledCost"] is not null || (row["ConsumedQuantity"] is not null && row["SkuId"] is not null)
            || row.Wrong("BilledCost", "a cost is required, or a ConsumedQuantity with a SkuId, which prices.csv rates");
        if (!ok) return null;
        return new(
            account, start!.Value, row["ChargeCategory"]!, row["ServiceName"]!, currency.Code, cost,
            cost is null ? new MeteredUsage(row["SkuId"]!, quantity!.Value, row["ConsumedUnit"], row["ResourceId"], end) : null);
    }
}

static class Addresses
{
    public static bool IsValid(string text) =>
        MimeKit.MailboxAddress.TryParse(text, out var address) && address.Address == text && text.Contains('@', StringComparison.Ordinal)
        && !text.Any(char.IsControl);
}
