using Stillso;

namespace MonthClose;

/// <summary>Settles a charge that waited for a person: by evidence from the gateway, or by the person's word.</summary>
public static class ChargeResolution
{
    /// <summary>The gateway's reference of a parked charge, to ask about it.</summary>
    /// <exception cref="ChangeRefusedException">There is no such charge, or it does not wait for a person.</exception>
    public static string ReferenceOf(ILedger ledger, string key) => ledger.Read(tx => Parked(tx, key)).Reference
        ?? throw new ChangeRefusedException($"{key} never reached the gateway.");

    /// <summary>Books what became of it; what waited for that goes on.</summary>
    /// <param name="transaction">Everything commits together.</param>
    /// <param name="key">The intent's key.</param>
    /// <param name="answer">What is known now: not <see cref="GatewayOutcome.Unknown"/>.</param>
    /// <param name="now">When we learned it.</param>
    /// <returns>Whose charge it was.</returns>
    /// <exception cref="ChangeRefusedException">There is no such charge, or it does not wait for a person.</exception>
    public static string Settle(ILedgerTransaction transaction, string key, GatewayAnswer answer, DateTimeOffset now)
    {
        var account = Parked(transaction, key).Subject;
        var book = AccountBooks.Load(transaction, [account])[account];
        // Somebody else may have resolved it until its account was locked.
        var intent = Parked(transaction, key);
        var invoice = book.Find(intent.Debt)!;
        invoice.Status = InvoiceStatus.Open;
        // A word that decides: nothing is left to be asked, whatever the schedule.
        ChargeOutcome.Settle(book, invoice, intent, answer, FrozenCharge.Of(intent).Origin ?? new ChargeOrigin(ChargeJob.Name, QueueNext: true), new CloseSchedule(), now);
        AccountBooks.Save(transaction, now);
        return account;
    }

    static Intent Parked(ILedgerTransaction transaction, string key) =>
        transaction.FindIntent(key) is { Kind: ChargeDecision.Kind, State: IntentState.Parked } intent
            ? intent : throw new ChangeRefusedException($"No charge {key} waits for a person.");
}
