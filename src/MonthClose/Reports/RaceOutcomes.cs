using Stillso;

namespace MonthClose;

/// <summary>What the close did about a race, in one line.</summary>
public static class RaceOutcomes
{
    /// <summary>The decisions of an account that did not simply act, its payments, and where its invoice stands.</summary>
    public static string Of(ILedger ledger, string accountId) => ledger.Read(tx =>
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new[] { accountId });
        var decisions = tx.Sql.Query(Sql.Text["decisions_of_account"], r => (Step: r.GetString(2), Kind: r.GetString(3), Causes: r.GetString(7)), accountId)
            .Where(d => d.Causes.Length > 0 && d.Step != "email").Select(d => $"{d.Step} {d.Kind.ToLowerInvariant()}").Distinct();
        var payments = tx.Sql.Query(Sql.Text["load_payments"], BookReader.Payment, json).Where(p => p.Status is not null && p.InvoiceId is not null)
            .GroupBy(p => (p.Status, Transfer: p.MethodId == Outcome.BankTransfer))
            .Select(g => $"{g.Count()} × {(g.Key.Transfer ? "transfer" : g.Key.Status!.Replace('_', ' '))} {g.First().Amount.Currency.Format(g.Last().Amount.Amount)}");
        var invoice = tx.Sql.Query(Sql.Text["load_invoices"], BookReader.Invoice, json).LastOrDefault();
        var hold = tx.Sql.Query(Sql.Text["load_holds"], BookReader.Hold, json).Select(h => h.ReleasedAt is null ? "held" : "held and released");
        return string.Join("; ", decisions.Concat(payments).Concat(hold).Append(invoice is null ? "no invoice" : $"invoice {BookWriter.StatusWord(invoice.Status)}"));
    });
}
