namespace Stillso;

/// <summary>
/// Says when something recurs, to be read aloud. With <c>using static Stillso.Recurring</c>:
/// <c>Every(1).Month().On(1).At("00:05").In("Europe/Paris")</c>.
/// </summary>
public static class Recurring
{
    /// <summary>Every so many seconds, minutes, hours, days, weeks or months.</summary>
    public static RecurringCount Every(int count) => count > 0
        ? new RecurringCount(count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, "Something recurs every 1 or more: write Every(1).");

    /// <summary>By a cron expression of five fields, or six that begin with seconds.</summary>
    /// <exception cref="ArgumentException">It cannot be read.</exception>
    public static Timetable Cron(string expression) => new Timetable(expression).Checked();
}

/// <summary>A number that waits for its unit.</summary>
public sealed class RecurringCount
{
    readonly int count;

    internal RecurringCount(int count) => this.count = count;

    /// <summary>Every second.</summary>
    public Timetable Second() => Seconds();

    /// <summary>Every so many seconds, counted from the full minute.</summary>
    public Timetable Seconds() => new($"{Step(60, "second", "minute")} * * * * *");

    /// <summary>Every minute.</summary>
    public Timetable Minute() => Minutes();

    /// <summary>Every so many minutes, counted from the full hour.</summary>
    public Timetable Minutes() => new($"{Step(60, "minute", "hour")} * * * *");

    /// <summary>Every hour.</summary>
    public Timetable Hour() => Hours();

    /// <summary>Every so many hours, counted from midnight.</summary>
    public Timetable Hours() => new($"0 {Step(24, "hour", "day")} * * *");

    /// <summary>Every day.</summary>
    public RecurringDay Day() => One("day", new RecurringDay("*", "*", "*"));

    /// <summary>Every day from Monday to Friday.</summary>
    public RecurringDay Weekday() => One("weekday", new RecurringDay("*", "*", "MON-FRI"));

    /// <summary>Every week; say on which days.</summary>
    public RecurringWeek Week() => One("week", new RecurringWeek());

    /// <summary>Every month; say on which day.</summary>
    public RecurringMonth Month() => Months();

    /// <summary>Every so many months, counted from January; say on which day.</summary>
    public RecurringMonth Months() => new(Step(12, "month", "year"));

    // A step of cron begins anew with the unit above it: only what divides that recurs evenly.
    string Step(int whole, string unit, string of) => count == 1 ? "*" : count < whole && whole % count == 0
        ? $"*/{count}"
        : throw new ArgumentException(
            $"{count} {unit}s do not divide a {of} evenly: take one of {string.Join(", ", Enumerable.Range(1, whole - 1).Where(n => whole % n == 0))}.");

    T One<T>(string unit, T recurring) => count == 1 ? recurring : throw new ArgumentException(
        $"Cron counts no {unit}s: write Every(1), and let the job find out whether it is its turn.");
}

/// <summary>Weeks that wait for their days.</summary>
public sealed class RecurringWeek
{
    internal RecurringWeek()
    {
    }

    /// <summary>On these days.</summary>
    public RecurringDay On(params DayOfWeek[] days) => days.Length > 0
        ? new("*", "*", string.Join(',', days.Select(d => (int)d).Distinct().Order()))
        : throw new ArgumentException("A week needs a day: write On(DayOfWeek.Monday).", nameof(days));
}

/// <summary>Months that wait for their day.</summary>
public sealed class RecurringMonth
{
    readonly string months;

    internal RecurringMonth(string months) => this.months = months;

    /// <summary>On a day that every month has.</summary>
    public RecurringDay On(int day) => day is >= 1 and <= 28 ? new($"{day}", months, "*") : throw new ArgumentOutOfRangeException(
        nameof(day), day, "Every month has the days 1 to 28: take one of them, or write OnLastDay().");

    /// <summary>On the last day, be it the 28th or the 31st.</summary>
    public RecurringDay OnLastDay() => new("L", months, "*");

    /// <summary>On the first day from Monday to Friday. Holidays are not known.</summary>
    public RecurringDay OnFirstBusinessDay() => new("1W", months, "*");

    /// <summary>On the last day from Monday to Friday. Holidays are not known.</summary>
    public RecurringDay OnLastBusinessDay() => new("LW", months, "*");
}
