namespace Stillso;

/// <summary>How long a job has its unique key.</summary>
public enum UniqueUntil
{
    /// <summary>Until it has ended: completed, dead, parked or taken back.</summary>
    Ended,

    /// <summary>Until it begins: of those that wait there is one, and another one may wait while it runs.</summary>
    Begun,
}

/// <summary>What becomes of a job whose unique key another one has.</summary>
public enum Duplicate
{
    /// <summary>It is left out.</summary>
    KeepFirst,

    /// <summary>
    /// The first is told what this one says, data, time, premises and all, and keeps its id. One that has begun or ended is not touched, and
    /// this one is left out.
    /// </summary>
    Replace,

    /// <summary>A <see cref="DuplicateJobException"/>: nothing of the transaction is committed.</summary>
    Reject,
}

/// <summary>Another job has the unique key of one that was to be enqueued.</summary>
/// <param name="kind">The kind of that one.</param>
/// <param name="key">The key.</param>
public sealed class DuplicateJobException(string kind, string key) : Exception($"A job with the unique key \"{key}\" is there already; the {kind} job was not enqueued.")
{
    /// <summary>The key that both have.</summary>
    public string Key => key;
}
