using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>What a charge freezes.</summary>
/// <param name="Amount">In the invoice's currency.</param>
/// <param name="MethodId">The token.</param>
/// <param name="Payment">The ordinal of its row among the account's payments.</param>
/// <param name="Origin">The step that charges, and how it goes on after a failure.</param>
sealed record FrozenCharge(decimal Amount, string MethodId, int Payment, ChargeOrigin? Origin = null)
{
    public static FrozenCharge Of(Intent intent) => JsonSerializer.Deserialize<FrozenCharge>(intent.Frozen)!;
}

/// <summary>What a step that charges comes to, before anything is sent.</summary>
enum ChargeDecisionKind
{
    NothingDue,
    TooSmall,
    NoMethod,
    Charge,
}

/// <summary>Decides whether and what to charge, by the facts of this moment.</summary>
static class ChargeDecision
{
    public const string Kind = "charge";

    /// <summary>Codes after which a method is not offered again.</summary>
    static readonly HashSet<string> ForGood = new(StringComparer.Ordinal)
    {
        "expired_card", "invalid_account", "lost_card", "new_account_information_available", "pickup_card",
        "restricted_card", "revocation_of_all_authorizations", "revocation_of_authorization", "stolen_card",
    };

    /// <summary>Applies credits, then says what is left to do. A charge is frozen in an intent (ready).</summary>
    public static (ChargeDecisionKind Kind, Intent? Intent) Decide(AccountBook book, Invoice invoice, ChargeOrigin origin, DateTimeOffset now)
    {
        if (invoice.AmountDue > 0) CreditLedger.Apply(book, invoice, now);
        if (invoice.AmountDue <= 0) return (ChargeDecisionKind.NothingDue, null);
        if (GatewayMinimum.IsBelow(invoice.AmountDue, invoice.Currency)) return (ChargeDecisionKind.TooSmall, null);
        if (book.DefaultMethod is not { } method || IsRefusedForGood(book, method.Id)) return (ChargeDecisionKind.NoMethod, null);

        var ordinal = book.Intents.Count(i => i.Debt == invoice.Id) + 1;
        var key = $"{invoice.Id}/charge/{ordinal}";
        var payment = book.Save(new Payment
        {
            Ordinal = book.Payments.Count + 1, InvoiceId = invoice.Id, Amount = new Money(invoice.AmountDue, invoice.Currency),
            MethodId = method.Id, Key = key, DecidedAt = now,
        });
        book.Payments.Add(payment);
        var frozen = JsonSerializer.Serialize(new FrozenCharge(invoice.AmountDue, method.Id, payment.Ordinal, origin));
        var intent = new Intent(key, Kind, book.Account.Id, invoice.Id, IntentState.Ready, frozen, null, 0, now, null, null);
        book.Intents.Add(book.Save(intent));
        return (ChargeDecisionKind.Charge, intent);
    }

    /// <summary>Whether the gateway's bank refused this method in a way that no repetition changes.</summary>
    public static bool IsRefusedForGood(AccountBook book, string methodId) =>
        book.Payments.Any(p => p.MethodId == methodId && p.DeclineCode is { } code && ForGood.Contains(code));

    /// <summary>Records an attempt for which there was nothing to charge.</summary>
    public static Payment NoMethod(AccountBook book, Invoice invoice, DateTimeOffset now)
    {
        var payment = book.Save(new Payment
        {
            Ordinal = book.Payments.Count + 1, InvoiceId = invoice.Id, Attempt = NextAttempt(book, invoice),
            Amount = new Money(invoice.AmountDue, invoice.Currency), Status = Outcome.NoPaymentMethod, DecidedAt = now, SettledAt = now,
        });
        book.Payments.Add(payment);
        return payment;
    }

    /// <summary>Attempts count 1, 2, … per invoice over all steps that tried.</summary>
    public static int NextAttempt(AccountBook book, Invoice invoice) =>
        book.Payments.Where(p => p.InvoiceId == invoice.Id).Select(p => p.Attempt ?? 0).DefaultIfEmpty().Max() + 1;

    /// <summary>Whether the frozen charge is still exactly what is due, by the method that is still the default.</summary>
    public static bool StillHolds(AccountBook book, Invoice invoice, FrozenCharge frozen, DateTimeOffset now) =>
        invoice.Status == InvoiceStatus.Open && invoice.AmountDue == frozen.Amount
        && book.UsableCredits(invoice.Currency, now) == 0 && book.DefaultMethod?.Id == frozen.MethodId;
}
