namespace Stillso.Postgres;

/// <summary>
/// Where the due jobs of a queue begin. Before them the index has what was leased already, and keeps it as long as any transaction on the server may still see it: to look
/// from the beginning each time would take longer and longer. So a lease looks from where the last one began, unless something was made due meanwhile, here or by another
/// process, and now and then all the same: a job may have become free without our learning of it.
/// </summary>
/// <param name="clock">For how long it took.</param>
sealed class Front(TimeProvider clock)
{
    // Looking from the beginning may take one part in so many of the time.
    const int Part = 20;
    // What takes less is not worth putting off.
    static readonly TimeSpan Little = TimeSpan.FromMilliseconds(20);
    readonly Lock gate = new();
    Place? place;
    long looked;
    TimeSpan took;
    bool isReopened;

    /// <summary>From where to look; null: from the beginning.</summary>
    public Place? From()
    {
        lock (gate)
        {
            var since = clock.GetElapsedTime(looked);
            if (place is null || since > took * Part || (isReopened && took < Little)) return null;
            return place;
        }
    }

    /// <summary>Something may be due before that.</summary>
    public void Reopen()
    {
        lock (gate) isReopened = true;
    }

    /// <summary>It was looked.</summary>
    /// <param name="from">From where.</param>
    /// <param name="began">When, as a timestamp.</param>
    /// <param name="first">The first that was found; null: there were not as many as were looked for.</param>
    public void Looked(Place? from, long began, Place? first)
    {
        lock (gate)
        {
            place = first;
            if (from is null) (looked, took, isReopened) = (clock.GetTimestamp(), clock.GetElapsedTime(began), false);
        }
    }

    /// <summary>A job's place among those that are due.</summary>
    public readonly record struct Place(long Rank, string Key, long Job);
}
