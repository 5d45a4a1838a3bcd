namespace Stillso;

public sealed partial class Worker
{
    bool Advance()
    {
        var (next, occurrence) = (jobs.NextDue(options.Queues.Names, registry.Kinds), recurrence.Next());
        // Schedules go on for ever: where no end is said, they alone do not keep simulated time going.
        if (occurrence < next || (next is null && options.Until is not null)) next = occurrence;
        if (next is null || next > options.Until)
        {
            if (options.Until is { } until && until > clock.GetUtcNow()) MoveTo(until);
            return false;
        }
        MoveTo(next.Value > clock.GetUtcNow() ? next.Value : clock.GetUtcNow());
        return true;
    }

    void MoveTo(DateTimeOffset instant)
    {
        options.Simulated!.AdvanceTo(instant);
        options.OnAdvanced?.Invoke(instant);
    }
}
