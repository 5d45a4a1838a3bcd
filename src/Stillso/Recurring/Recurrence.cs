using Microsoft.Extensions.Logging;

namespace Stillso;

/// <summary>Fires schedules between the turns of a worker's loop. Without any it costs a read now and then.</summary>
sealed partial class Recurrence(ILedger ledger, TimeProvider clock, bool simulated, ILogger logger)
{
    // Another process may define a schedule that comes earlier than what is known here.
    static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    DateTimeOffset lookAt = DateTimeOffset.MinValue;

    /// <summary>When the next occurrence is: simulated time goes there, and nothing is to be fired before.</summary>
    public DateTimeOffset? Next()
    {
        var next = ledger.NextOccurrence();
        lookAt = next ?? DateTimeOffset.MaxValue;
        return next;
    }

    /// <summary>Fires what is due.</summary>
    public void Fire()
    {
        var now = clock.GetUtcNow();
        if (now < lookAt) return;
        var next = ledger.NextOccurrence();
        if (next <= now)
        {
            Fire(now);
            next = ledger.NextOccurrence();
        }
        lookAt = next > now && next < now + Glance ? next.Value : now + Glance;
    }

    void Fire(DateTimeOffset now)
    {
        var due = ledger.Read(tx => tx.Schedules.Due(now).Select(s => s.Schedule.Id).ToList());
        try
        {
            ledger.Write(tx => due.Sum(schedule => tx.Fire(schedule, now).Count));
        }
        catch (Exception e) when (due.Count > 1 && IsOfASchedule(e))
        {
            foreach (var schedule in due) FireAlone(schedule, now);
        }
        catch (Exception e) when (!simulated && IsOfASchedule(e))
        {
            LogNotFired(due[0], e);
        }
    }

    // One that cannot be fired keeps no other from it. Simulated time would stand still for it: there it is an error.
    void FireAlone(string schedule, DateTimeOffset now)
    {
        try
        {
            ledger.Write(tx => tx.Fire(schedule, now));
        }
        catch (Exception e) when (!simulated && IsOfASchedule(e))
        {
            LogNotFired(schedule, e);
        }
    }

    static bool IsOfASchedule(Exception e) => e is not CommitUnknownException and not StoreUnavailableException and not OperationCanceledException;

    [LoggerMessage(6, LogLevel.Warning, "Schedule {Schedule} could not be fired, and is tried again")]
    private partial void LogNotFired(string schedule, Exception error);
}
