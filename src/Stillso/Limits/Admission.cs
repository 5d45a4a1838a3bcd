namespace Stillso;

/// <summary>
/// Which of the due jobs a lease may take under the limits of the store. A job that comes too early for a rate draws its turn, for good:
/// it waits for it outside the queue's scan, and so every job is looked at twice at most, however many there are.
/// </summary>
/// <remarks>The rate is a token bucket, kept as one instant (GCRA: ITU-T I.371, "virtual scheduling algorithm").</remarks>
/// <param name="limits">All limits.</param>
/// <param name="running">How many run now.</param>
/// <param name="next">When the next start would come if starts were evenly spread; null: none was yet.</param>
/// <param name="now">The business clock.</param>
public sealed class Admission(
    IReadOnlyCollection<Limit> limits, IReadOnlyDictionary<LimitCount, int> running, Func<LimitCount, DateTimeOffset?> next, DateTimeOffset now)
{
    readonly Dictionary<string, Limit> byName = limits.ToDictionary(l => l.Name, StringComparer.Ordinal);
    readonly Dictionary<LimitCount, int> counts = new(running);
    readonly Dictionary<LimitCount, DateTimeOffset> drawn = [];

    /// <summary>What the store is to keep: when the next start would come, of each count that was drawn from.</summary>
    public IReadOnlyDictionary<LimitCount, DateTimeOffset> Drawn => drawn;

    /// <summary>The counts that are full now.</summary>
    public IEnumerable<LimitCount> Full => counts.Where(c => byName.GetValueOrDefault(c.Key.Limit)?.Concurrency <= c.Value).Select(c => c.Key);

    /// <summary>Whether nothing of a queue may begin.</summary>
    public bool IsFull(string queue) => IsFull(new LimitCount(Limit.NameOf(queue), ""));

    /// <summary>Asks for one job, in order of rank.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="limit">The limit that it names; null: none.</param>
    /// <param name="key">Its key under that.</param>
    /// <param name="hasTurn">Whether its turn was drawn before, and has come.</param>
    /// <returns>Now: it may begin, and is counted. Later: its turn. Null: as many run as may.</returns>
    public DateTimeOffset? TurnOf(string queue, string? limit, string key, bool hasTurn)
    {
        Span<LimitCount> asked = [new(Limit.NameOf(queue), ""), new(limit ?? "", key)];
        foreach (var count in asked)
        {
            if (IsFull(count)) return null;
        }
        var turn = now;
        if (!hasTurn)
        {
            foreach (var count in asked)
            {
                if (byName.GetValueOrDefault(count.Limit) is { Starts: not null } rate && Draw(count, rate) is var at && at > turn) turn = at;
            }
        }
        if (turn > now) return turn;
        foreach (var count in asked)
        {
            if (byName.ContainsKey(count.Limit)) counts[count] = counts.GetValueOrDefault(count) + 1;
        }
        return now;
    }

    bool IsFull(LimitCount count) => byName.GetValueOrDefault(count.Limit)?.Concurrency <= counts.GetValueOrDefault(count);

    DateTimeOffset Draw(LimitCount count, Limit rate)
    {
        var even = drawn.TryGetValue(count, out var last) ? last : next(count) ?? now;
        if (even < now) even = now;
        drawn[count] = even + rate.Interval;
        return even - rate.Tolerance;
    }
}
