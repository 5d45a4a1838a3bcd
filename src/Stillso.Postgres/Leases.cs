using System.Collections.Immutable;

namespace Stillso.Postgres;

/// <summary>
/// What the epochs that this process has begun have listed as theirs. A lease changes no index, so no index says who holds a job: the jobs of a lease are listed in a row, for whoever returns
/// them if their worker is lost. The row may go once the last of them has ended, and goes with the epoch's next lease.
/// </summary>
sealed class Leases
{
    readonly Lock gate = new();
    readonly Dictionary<long, Listed> listed = [];
    readonly Dictionary<long, List<long>> over = [];
    long last;

    /// <summary>A number that no list has.</summary>
    public long Next() => Interlocked.Increment(ref last);

    /// <summary>The lists of an epoch of which nothing is left.</summary>
    public long[] Over(long epoch)
    {
        lock (gate) return over.TryGetValue(epoch, out var lists) ? [.. lists] : [];
    }

    /// <summary>What a transaction has listed, removed and ended is so.</summary>
    public void Committed(ImmutableList<Moved> moved)
    {
        if (moved.IsEmpty) return;
        lock (gate)
        {
            foreach (var move in moved)
            {
                if (move is NewList list) Add(list);
                else foreach (var job in move.Jobs) Remove(job);
            }
        }
    }

    /// <summary>An epoch is over, and its lists with it.</summary>
    public void Forget(long epoch)
    {
        lock (gate)
        {
            over.Remove(epoch);
            foreach (var job in listed.Where(l => l.Value.Epoch == epoch).Select(l => l.Key).ToList()) listed.Remove(job);
        }
    }

    void Add(NewList list)
    {
        if (over.TryGetValue(list.Epoch, out var lists)) lists.RemoveAll(list.Over.Contains);
        var shared = new Listed(list.Epoch, list.Number) { Left = list.Jobs.Length };
        foreach (var job in list.Jobs) listed[job] = shared;
    }

    void Remove(long job)
    {
        if (!listed.Remove(job, out var list) || --list.Left > 0) return;
        if (!over.TryGetValue(list.Epoch, out var lists)) over[list.Epoch] = lists = [];
        lists.Add(list.Number);
    }

    sealed class Listed(long epoch, long number)
    {
        public long Epoch => epoch;

        public long Number => number;

        public int Left { get; set; }
    }
}

/// <summary>Jobs that come into this process's hands, or leave them.</summary>
abstract record Moved(long[] Jobs);

/// <summary>They are leased, and are listed in a row.</summary>
/// <param name="Epoch">Whose the row is.</param>
/// <param name="Number">Of the epoch's rows, this one.</param>
/// <param name="Jobs">Which.</param>
/// <param name="Over">The epoch's rows that go with it.</param>
sealed record NewList(long Epoch, long Number, long[] Jobs, long[] Over) : Moved(Jobs);

/// <summary>They have come to an end, or are to be leased again.</summary>
sealed record Ended(long[] Jobs) : Moved(Jobs);
