namespace Stillso;

/// <summary>Where an effect stands. The transitions are in docs/state-machines.md.</summary>
public enum IntentState
{
    /// <summary>Decided, nothing that counts was sent.</summary>
    Ready,

    /// <summary>The line is crossed: a request may have left.</summary>
    Sending,

    /// <summary>Sent and not answered; only evidence resolves it.</summary>
    Unknown,

    /// <summary>Done, proven by the answer.</summary>
    Succeeded,

    /// <summary>Refused for good, proven by the answer.</summary>
    Refused,

    /// <summary>Given up before the line, because the world changed.</summary>
    Withdrawn,

    /// <summary>Unknown for too long: a person resolves it.</summary>
    Parked,
}

/// <summary>The committed decision to do something outside the database, at most once, with everything frozen.</summary>
/// <param name="Key">The idempotency key, for good.</param>
/// <param name="Kind">What kind of effect: a charge, an e-mail.</param>
/// <param name="Subject">Whom it is about.</param>
/// <param name="Debt">What it settles: no second intent of one debt can exist while the first could still succeed.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Frozen">Target, amount and whatever else must not change any more, as JSON.</param>
/// <param name="Reference">The outside world's name for it, once known.</param>
/// <param name="Sends">How often it was committed to be sent.</param>
/// <param name="DecidedAt">When it was decided.</param>
/// <param name="SentAt">When it first crossed the line.</param>
/// <param name="SettledAt">When its outcome was learned.</param>
public sealed record Intent(
    string Key, string Kind, string Subject, string Debt, IntentState State, string Frozen, string? Reference, int Sends,
    DateTimeOffset DecidedAt, DateTimeOffset? SentAt, DateTimeOffset? SettledAt)
{
    /// <summary>The caller's own word for how it came out; null: none yet, or none at all.</summary>
    public string? Outcome { get; init; }

    /// <summary>Whether the effect may still happen, or have happened unseen: it keeps its debt.</summary>
    public bool IsOpen => State is IntentState.Ready or IntentState.Sending or IntentState.Unknown or IntentState.Parked;

    /// <summary>Whether a request may be under way, or may have been lost.</summary>
    public bool IsInFlight => State is IntentState.Sending or IntentState.Unknown or IntentState.Parked;
}
