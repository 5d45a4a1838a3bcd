using System.Collections.Immutable;
using Stillso;

namespace MonthClose;

/// <summary>Something that a book's transaction records or enqueues, in order, when it is saved.</summary>
abstract record Outgoing
{
    /// <summary>A decision, without its seq.</summary>
    public sealed record Decided(Decision Decision, Action<long>? WithSeq) : Outgoing;

    /// <summary>A job with the names of the facts that it believes, read when the book is saved.</summary>
    public sealed record Job(NewJob New, string About, ImmutableArray<string> Facts, Premise? Believed) : Outgoing;

    /// <summary>Waiting jobs of an invoice that have become needless, each with its superseded row.</summary>
    public sealed record Needless(string InvoiceId, string Reason, string Code, DateTimeOffset Now) : Outgoing;
}
