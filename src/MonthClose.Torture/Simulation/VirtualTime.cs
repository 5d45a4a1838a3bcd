namespace MonthClose.Torture;

/// <summary>
/// The time of a simulation. It stands still while anything can run; timers go off only when nothing can, the earliest
/// first, and those that are due together in the order in which they were set.
/// </summary>
sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    readonly PriorityQueue<(VirtualTimer Timer, int Setting), (long Due, long Number)> due = new();
    long now;
    long number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed => new(now);

    public override DateTimeOffset GetUtcNow() => start + Elapsed;

    public override long GetTimestamp() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next timer and lets it go off, with all that are due with it: whoever waits for one finds them all.</summary>
    /// <returns>False when none is set.</returns>
    public bool GoOn()
    {
        var any = false;
        while (due.TryPeek(out var next, out var at) && !(any && at.Due > now))
        {
            due.Dequeue();
            if (next.Timer.Setting != next.Setting) continue;
            now = Math.Max(now, at.Due);
            any = true;
            next.Timer.GoOff();
        }
        return any;
    }

    void Set(VirtualTimer timer, TimeSpan after) => due.Enqueue((timer, timer.Setting), (now + after.Ticks, ++number));

    sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan period;

        /// <summary>Counts its settings: what was set before does not go off any more.</summary>
        public int Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            Setting++;
            period = every;
            if (dueTime != Timeout.InfiniteTimeSpan) time.Set(this, dueTime);
            return true;
        }

        public void GoOff()
        {
            Setting++;
            if (period > TimeSpan.Zero) time.Set(this, period);
            callback(state);
        }

        public void Dispose() => Setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The business clock of a simulation: it goes with time, in whole seconds, and leaps over what nobody waits for.</summary>
sealed class LeapingClock(VirtualTime time) : TimeProvider
{
    TimeSpan leapt;

    public override DateTimeOffset GetUtcNow() => Instants.Truncate(time.GetUtcNow() + leapt);

    /// <summary>Leaps forward to an instant.</summary>
    public void LeapTo(DateTimeOffset instant) => leapt = instant - time.GetUtcNow();
}
