using System.Collections.Immutable;

namespace Stillso;

/// <summary>One named fact and its value, as text.</summary>
public readonly record struct Fact(string Name, string Value);

/// <summary>What a job assumes: facts about a subject, as they were believed at an instant.</summary>
/// <param name="Source">The <see cref="IPremiseSource"/> that can read these facts again.</param>
/// <param name="Subject">Whom the facts are about; its lock orders every write of them.</param>
/// <param name="About">What of the subject, for example one of its invoices; may be empty.</param>
/// <param name="Believed">The facts, in the order in which they are shown.</param>
/// <param name="At">When they were read, in UTC.</param>
/// <param name="Seq">The subject's count at that moment: later changes and decisions have a higher one.</param>
public sealed record Premise(
    string Source, string Subject, string About, ImmutableArray<Fact> Believed, DateTimeOffset At, long Seq);
