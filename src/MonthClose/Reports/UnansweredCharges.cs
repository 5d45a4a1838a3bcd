using Stillso;

namespace MonthClose;

/// <summary>A charge that was sent and not answered.</summary>
public sealed record UnansweredCharge(string AccountId, string Invoice, bool Parked, DateTimeOffset SentAt);

/// <summary>A mail that may or may not have left: its server did not answer, or the process ended first.</summary>
public sealed record UnansweredMail(string AccountId, string MessageId, DateTimeOffset SentAt);

/// <summary>Mails of which nobody knows whether they were sent.</summary>
public static class UnansweredMails
{
    /// <summary>All of them, oldest first.</summary>
    public static IReadOnlyList<UnansweredMail> Of(ILedger ledger) => ledger.Read(tx => tx.Sql.Query(
        Sql.Text["unknown_mails"], r => new UnansweredMail(r.GetString(0), r.GetString(1), BookReader.Instant(r, 2))));
}

/// <summary>Charges without an answer: those that are asked about, and those that wait for a person.</summary>
public static class UnansweredCharges
{
    /// <summary>All of them, oldest first.</summary>
    public static IReadOnlyList<UnansweredCharge> Of(ILedger ledger) => ledger.Read(tx => tx.Sql.Query(
        Sql.Text["open_intents"], r => new UnansweredCharge(r.GetString(0), r.GetString(1), r.GetString(2) == "Parked", BookReader.Instant(r, 3))));
}
