namespace Stillso;

/// <summary>A job in the hands of a worker.</summary>
public sealed record LeasedJob(
    long Id, string Kind, string Payload, string? OrderingKey, int Attempt, int MaxAttempts,
    DateTimeOffset RunAt, IReadOnlyList<Premise> Premises, string? Batch);

/// <summary>A job that waits, as a person or a test sees it.</summary>
public sealed record WaitingJob(
    long Id, string Kind, string Payload, string? OrderingKey, DateTimeOffset RunAt, IReadOnlyList<Premise> Premises);
