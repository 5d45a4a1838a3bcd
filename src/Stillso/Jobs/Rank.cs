namespace Stillso;

/// <summary>The place of a job among those that are due: one stored number, so that ageing needs no re-sorting.</summary>
public static class Rank
{
    /// <summary>How much earlier one step of priority puts a job.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>The rank in milliseconds: smaller runs earlier.</summary>
    public static long Of(DateTimeOffset runAt, int priority) =>
        runAt.ToUnixTimeMilliseconds() - (priority * (long)Step.TotalMilliseconds);
}
