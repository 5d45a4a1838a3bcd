namespace Stillso.Postgres;

/// <summary>
/// Where the due jobs of a queue begin. Before them the index has what was leased already, and keeps it as long as any transaction on the server may still see it: to look
/// from the beginning each time would take longer and longer. So a lease looks from where the last one ended, unless something was made due meanwhile, here or by another
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
    // How often it was begun anew.
    int round;

    /// <summary>Begins to look.</summary>
    /// <param name="anew">From the beginning, whatever is known.</param>
    public Look Begin(bool anew)
    {
        lock (gate)
        {
            var isKnown = !anew && clock.GetElapsedTime(looked) <= took * Part && !(isReopened && took < Little);
            return new Look(isKnown ? place : null, round, clock.GetTimestamp());
        }
    }

    /// <summary>Something may be due before that.</summary>
    public void Reopen()
    {
        lock (gate) isReopened = true;
    }

    /// <summary>What was found is to be found again.</summary>
    public void Forget()
    {
        lock (gate) (place, round) = (null, round + 1);
    }

    /// <summary>It was looked.</summary>
    /// <param name="look">How it was begun.</param>
    /// <param name="next">From where to go on; null: there were not as many as were looked for.</param>
    public void Looked(Look look, Place? next)
    {
        lock (gate)
        {
            if (look.From is null) (place, round, looked, took, isReopened) = (next, round + 1, clock.GetTimestamp(), clock.GetElapsedTime(look.Began), false);
            // Unless another has looked from the beginning meanwhile, or further than this one.
            else if (look.Round == round && place is { } known && (next is not { } further || further.CompareTo(known) > 0)) place = next;
        }
    }

    /// <summary>One look for due jobs.</summary>
    /// <param name="From">From where; null: from the beginning.</param>
    /// <param name="Round">How often it had been begun anew before.</param>
    /// <param name="Began">When, as a timestamp.</param>
    public readonly record struct Look(Place? From, int Round, long Began);

    /// <summary>A job's place among those that are due.</summary>
    public readonly record struct Place(long Rank, string Key, long Job) : IComparable<Place>
    {
        /// <summary>The place behind it.</summary>
        public Place Next => this with { Job = Job + 1 };

        public int CompareTo(Place other) => Rank != other.Rank ? Rank.CompareTo(other.Rank) : string.CompareOrdinal(Key, other.Key) is not 0 and var order ? order : Job.CompareTo(other.Job);
    }
}
