using System.Collections.Concurrent;

namespace Stillso.Postgres;

/// <summary>What a process knows of a store, and looks at again when it may have changed.</summary>
sealed class Fronts(TimeProvider clock)
{
    // Who has defined a schedule in another process has told nobody.
    static readonly TimeSpan Known = TimeSpan.FromSeconds(1);
    readonly ConcurrentDictionary<string, Front> fronts = new(StringComparer.Ordinal);
    Occurrence? next;

    /// <summary>Where the due jobs of a queue begin.</summary>
    public Front Of(string queue) => fronts.GetOrAdd(queue, _ => new Front(clock));

    /// <summary>When the next occurrence of any schedule is.</summary>
    public DateTimeOffset? NextOccurrence(Func<DateTimeOffset?> look)
    {
        if (Volatile.Read(ref next) is { } known && clock.GetElapsedTime(known.Looked) < Known) return known.At;
        var looked = new Occurrence(look(), clock.GetTimestamp());
        Volatile.Write(ref next, looked);
        return looked.At;
    }

    /// <summary>Something may be due that was not.</summary>
    public void Reopen()
    {
        Volatile.Write(ref next, null);
        foreach (var front in fronts.Values) front.Reopen();
    }

    /// <summary>What was leased waits again.</summary>
    public void Forget()
    {
        foreach (var front in fronts.Values) front.Forget();
    }

    sealed record Occurrence(DateTimeOffset? At, long Looked);
}
