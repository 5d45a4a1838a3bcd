using System.Collections.Immutable;
using Stillso;

namespace MonthClose;

/// <summary>What steps write down in a book: decisions, jobs, journal entries.</summary>
static class Booking
{
    /// <summary>Enqueues a step that believes the named facts as they are when this book is saved.</summary>
    public static void Enqueue<TStep>(
        this AccountBook book, TStep step, string about, ImmutableArray<string> facts, DateTimeOffset? runAt = null,
        string? batch = null, Premise? believed = null) where TStep : IStep =>
        book.Out.Add(new Outgoing.Job(StepJob.Of(step, runAt, batch), about, facts, believed));

    /// <summary>Records what a step decided. Without a code of its own, what was revised was so because its premise changed.</summary>
    public static void Decide(
        this AccountBook book, string step, string about, DecisionKind kind, Verdict? verdict, DateTimeOffset now, string reason,
        string? cause = null, Action<long>? withSeq = null, string? code = null)
    {
        var causes = verdict?.Causes ?? [];
        // In order of their seq, with which the ids of an account's changes end.
        if (cause is not null && !causes.Contains(cause)) causes = [.. causes.Append(cause).OrderBy(c => c.Length).ThenBy(c => c, StringComparer.Ordinal)];
        book.Out.Add(new Outgoing.Decided(
            new Decision(
                book.Account.Id, 0, now, about, step, kind, verdict?.Premise.Believed ?? [], verdict?.Premise.At,
                verdict?.Found ?? [], verdict?.FoundAt, causes, reason)
            {
                Code = code ?? (kind == DecisionKind.Revised ? ReasonCodes.PremiseChanged : ""),
            },
            withSeq));
    }

    /// <summary>Acted when the premises held, revised when they did not.</summary>
    public static DecisionKind ActedOrRevised(this Verdict? verdict) =>
        verdict is null || verdict.Holds ? DecisionKind.Acted : DecisionKind.Revised;

    /// <summary>Posts an entry.</summary>
    public static void Post(this AccountBook book, JournalEntry entry)
    {
        if (!entry.IsBalanced) throw new InvalidOperationException($"Journal entry {entry.Id} is not balanced.");
        if (entry.Lines.Count > 0) book.NewEntries.Add(entry);
    }
}
