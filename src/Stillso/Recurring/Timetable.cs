namespace Stillso;

/// <summary>When something recurs: a cron expression on the clocks of a zone.</summary>
/// <param name="Cron">Five fields, or six that begin with seconds: <c>5 0 1 * *</c>, <c>0 9 * * MON-FRI</c>, <c>0 18 L * *</c>.</param>
/// <param name="Zone">An IANA zone: <c>Europe/Paris</c>.</param>
public sealed record Timetable(string Cron, string Zone = "UTC")
{
    /// <summary>The same on the clocks of another zone.</summary>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public Timetable In(string zone) => (this with { Zone = zone }).Checked();

    /// <summary>The first occurrence after an instant; null: there is none.</summary>
    /// <exception cref="ArgumentException">The expression or the zone cannot be read.</exception>
    public DateTimeOffset? After(DateTimeOffset instant) => new Occurrences(this).After(instant);

    internal Timetable Checked()
    {
        _ = new Occurrences(this);
        return this;
    }
}
