namespace Stillso;

/// <summary>A change of a fact that premises can name, kept in the subject's order of commit.</summary>
/// <param name="Subject">Whom it changed.</param>
/// <param name="Seq">Counts 1, 2, … per subject over changes and decisions.</param>
/// <param name="At">When, on the business clock, in UTC.</param>
/// <param name="Id">The change's id, named as the cause by decisions.</param>
/// <param name="Name">What kind of change.</param>
/// <param name="Value">Its value as text; may be empty.</param>
public sealed record RecordedChange(string Subject, long Seq, DateTimeOffset At, string Id, string Name, string Value);
