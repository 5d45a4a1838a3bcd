using System.Globalization;

namespace Stillso;

/// <summary>Days that wait for their time.</summary>
public sealed class RecurringDay
{
    readonly string days, months, weekdays;

    internal RecurringDay(string days, string months, string weekdays) => (this.days, this.months, this.weekdays) = (days, months, weekdays);

    /// <summary>At this time on the wall clock, for example <c>00:05</c>.</summary>
    /// <exception cref="ArgumentException">It is no time of the day.</exception>
    public Timetable At(string time) =>
        TimeOnly.TryParseExact(time, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? At(at)
            : throw new ArgumentException($"\"{time}\" is no time of the day: write it from \"00:00\" to \"23:59\", with seconds if you like.", nameof(time));

    /// <summary>At this time on the wall clock, to the second.</summary>
    public Timetable At(TimeOnly time) =>
        new($"{(time.Second == 0 ? "" : $"{time.Second} ")}{time.Minute} {time.Hour} {days} {months} {weekdays}");
}
