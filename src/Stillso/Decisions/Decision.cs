using System.Collections.Immutable;

namespace Stillso;

/// <summary>What a job did about its premises.</summary>
public enum DecisionKind
{
    /// <summary>They held, and it acted.</summary>
    Acted,

    /// <summary>They did not hold, and it acted on the new facts.</summary>
    Revised,

    /// <summary>Nothing is left to do.</summary>
    Superseded,

    /// <summary>The facts could not be read; the job waits, without using up an attempt.</summary>
    Deferred,

    /// <summary>A person decides.</summary>
    Parked,
}

/// <summary>The kept answer to "is it still so, and what was done".</summary>
/// <param name="Subject">Whom it is about.</param>
/// <param name="Seq">From the same count as the subject's changes.</param>
/// <param name="At">When, on the business clock, in UTC.</param>
/// <param name="About">What of the subject, for example an invoice; may be empty.</param>
/// <param name="Step">The kind of job that decided.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Believed">What was believed; empty without a premise.</param>
/// <param name="BelievedAt">As of when.</param>
/// <param name="Found">What was found.</param>
/// <param name="FoundAt">As of when.</param>
/// <param name="Causes">The ids of the changes that made the difference.</param>
/// <param name="Reason">Why, in words for a person.</param>
public sealed record Decision(
    string Subject, long Seq, DateTimeOffset At, string About, string Step, DecisionKind Kind,
    ImmutableArray<Fact> Believed, DateTimeOffset? BelievedAt, ImmutableArray<Fact> Found, DateTimeOffset? FoundAt,
    ImmutableArray<string> Causes, string Reason)
{
    /// <summary>Why, for a machine: one of <see cref="ReasonCodes"/> or a handler's own; empty: nobody gave one.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="ReasonCodes.Longest"/>.</exception>
    public string Code { get; init => field = ReasonCodes.Checked(value); } = "";
}
