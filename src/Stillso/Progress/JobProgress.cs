namespace Stillso;

/// <summary>How far a job is that takes its time.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Done">How much of it is done, from 0 to 1; null: it has not said.</param>
/// <param name="Note">What it is at, in words for a person; null: it has not said.</param>
/// <param name="IsRunning">Whether it is in the hands of a worker.</param>
/// <param name="IsCancelled">Whether somebody has cancelled it, and it has not ended yet.</param>
public sealed record JobProgress(long Job, string Kind, double? Done, string? Note, bool IsRunning, bool IsCancelled);
