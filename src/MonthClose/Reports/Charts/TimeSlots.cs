using System.Globalization;

namespace MonthClose;

/// <summary>Equal slots of time that cover what happened: minutes, hours, days or weeks, whichever are few enough to be seen.</summary>
/// <param name="First">Where the first slot begins.</param>
/// <param name="Size">How long a slot is.</param>
/// <param name="Count">How many there are.</param>
readonly record struct TimeSlots(DateTimeOffset First, TimeSpan Size, int Count)
{
    const int Most = 62;

    static readonly TimeSpan[] Sizes =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(28), TimeSpan.FromDays(364),
    ];

    /// <summary>The slots from one instant to another.</summary>
    public static TimeSlots Between(DateTimeOffset first, DateTimeOffset last)
    {
        var size = Sizes.First(s => s == Sizes[^1] || Number(first, last, s) <= Most);
        return new TimeSlots(Floor(first, size), size, (int)Math.Min(Most, Number(first, last, size)));
    }

    /// <summary>Where a slot begins.</summary>
    public DateTimeOffset At(int slot) => First + (slot * Size);

    /// <summary>What a slot is called.</summary>
    public string NameOf(int slot)
    {
        var format = Size < TimeSpan.FromHours(1) ? "HH:mm" : Size < TimeSpan.FromDays(1) ? "d MMM HH:mm" : Size < TimeSpan.FromDays(364) ? "d MMM" : "MMM yyyy";
        return At(slot).UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>What one slot is: <c>day</c>, <c>hour</c>, ….</summary>
    public string Unit =>
        Size.TotalMinutes == 1 ? "minute" : Size.TotalMinutes == 10 ? "10 minutes" : Size.TotalHours == 1 ? "hour" : Size.TotalDays == 1 ? "day" :
        Size.TotalDays == 7 ? "week" : Size.TotalDays == 28 ? "4 weeks" : "year";

    static long Number(DateTimeOffset first, DateTimeOffset last, TimeSpan size) => (long)((Floor(last, size) - Floor(first, size)) / size) + 1;

    static DateTimeOffset Floor(DateTimeOffset at, TimeSpan size) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds() / (long)size.TotalMilliseconds * (long)size.TotalMilliseconds);
}
