using System.Globalization;
using NodaTime;
using Stillso;

namespace MonthClose;

/// <summary>How long after something else it is due: days, at nine in the account's zone, or exactly so long.</summary>
/// <param name="Days">Calendar days.</param>
/// <param name="Exactly">Without days: exactly so long.</param>
public readonly record struct Wait(int Days, TimeSpan Exactly)
{
    static readonly LocalTime Nine = new(9, 0);

    /// <summary>Its length, to compare it.</summary>
    public TimeSpan Length => TimeSpan.FromDays(Days) + Exactly;

    /// <summary>So many days.</summary>
    public static Wait OfDays(int days) => new(days, TimeSpan.Zero);

    /// <summary>The instant so long after another.</summary>
    public DateTimeOffset After(DateTimeOffset from, string zone) => Days > 0 ? Zones.LocalTimeAfter(from, Days, Nine, zone) : from + Exactly;
}

/// <summary>
/// When unpaid invoices are tried again, warned about and held, and what was not answered is asked about, sent again and
/// given up.
/// </summary>
public sealed record CloseSchedule
{
    /// <summary>Further attempts, after issue.</summary>
    public IReadOnlyList<Wait> Retries { get; init; } = [Wait.OfDays(3), Wait.OfDays(5), Wait.OfDays(7)];

    /// <summary>The warning, after issue.</summary>
    public Wait Warning { get; init; } = Wait.OfDays(11);

    /// <summary>The hold, after issue.</summary>
    public Wait Hold { get; init; } = Wait.OfDays(14);

    /// <summary>When a charge without an answer is asked about, after it was sent; the last value is repeated from there on.</summary>
    public IReadOnlyList<TimeSpan> Ask { get; init; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    /// <summary>So long after it was sent, nothing is sent again under a charge's key.</summary>
    public TimeSpan SendUntil { get; init; } = TimeSpan.FromHours(23);

    /// <summary>So long after it was sent, a person resolves a charge that nobody answered.</summary>
    public TimeSpan Park { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a mail waits that the server did not take.</summary>
    public TimeSpan Mail { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How a step waits that failed, by a gateway that is away among others: it is tried again after ever longer waits.</summary>
    public Backoff Backoff { get; init; } = new();

    /// <summary>When a charge without an answer is asked about next.</summary>
    public DateTimeOffset NextAsk(DateTimeOffset sent, DateTimeOffset now)
    {
        foreach (var offset in Ask.SkipLast(1).Where(o => sent + o > now)) return sent + Min(offset, Park);
        var (from, every) = (Ask.Count > 1 ? Ask[^2] : TimeSpan.Zero, Ask[^1]);
        return sent + Min(from + (every * (1 + ((now - sent - from).Ticks / every.Ticks))), Park);
    }

    /// <summary>Reads <c>retries=3d,5d,7d warning=11d hold=14d ask=1m,5m,30m,1h send-until=23h park=24h mail=1m backoff=2s,30m</c>; what is left out is as here.</summary>
    /// <exception cref="FormatException">It says what is wrong with which part, and what to write.</exception>
    public static CloseSchedule Parse(string text)
    {
        var schedule = new CloseSchedule();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var n, var v] ? (n, v) : (part, "");
            schedule = name switch
            {
                "retries" => schedule with { Retries = [.. value.Split(',').Select(w => ReadWait(w, part))] },
                "warning" => schedule with { Warning = ReadWait(value, part) },
                "hold" => schedule with { Hold = ReadWait(value, part) },
                "ask" => schedule with { Ask = [.. value.Split(',').Select(t => ReadTime(t, part))] },
                "send-until" => schedule with { SendUntil = ReadTime(value, part) },
                "park" => schedule with { Park = ReadTime(value, part) },
                "mail" => schedule with { Mail = ReadTime(value, part) },
                "backoff" => schedule with { Backoff = ReadBackoff(value, part) },
                _ => throw new FormatException($"\"{part}\" is no part of a schedule: write retries=, warning=, hold=, ask=, send-until=, park=, mail= or backoff=."),
            };
        }
        schedule.Refuse();
        return schedule;
    }

    void Refuse()
    {
        if (!Rises([.. Retries.Select(r => r.Length), Warning.Length]))
            throw new FormatException("retries and then warning are not in order: write each later than the one before, for example retries=3d,5d,7d warning=11d.");
        if (Hold.Length < Warning.Length) throw new FormatException("hold comes before warning: write it later, for example warning=11d hold=14d.");
        if (!Rises([.. Ask.SkipLast(1)])) throw new FormatException("ask is not in order: write each time later than the one before, and last what is repeated, for example ask=1m,5m,30m,1h.");
        if (SendUntil >= Park) throw new FormatException("send-until is not before park: write it earlier, for example send-until=23h park=24h.");
        if (Backoff.Cap < Backoff.First) throw new FormatException("backoff is not in order: write the first wait and then the longest, for example backoff=2s,30m.");
    }

    static bool Rises(IReadOnlyList<TimeSpan> times) => times.Zip(times.Skip(1)).All(pair => pair.First < pair.Second);

    static Wait ReadWait(string text, string part) => text.EndsWith('d') ? Wait.OfDays(ReadNumber(text, part)) : new Wait(0, ReadTime(text, part));

    static Backoff ReadBackoff(string text, string part) => text.Split(',') is [var first, var cap]
        ? new Backoff { First = ReadTime(first, part), Cap = ReadTime(cap, part) }
        : throw new FormatException($"{part} is not two times: write the first wait and the longest, for example backoff=2s,30m.");

    static TimeSpan ReadTime(string text, string part) => (text.Length > 0 ? text[^1] : ' ') switch
    {
        's' => TimeSpan.FromSeconds(ReadNumber(text, part)),
        'm' => TimeSpan.FromMinutes(ReadNumber(text, part)),
        'h' => TimeSpan.FromHours(ReadNumber(text, part)),
        _ => throw Wrong(text, part),
    };

    // Longer than some years is a slip of the pen, and would not fit.
    static int ReadNumber(string text, string part) =>
        int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000 ? number : throw Wrong(text, part);

    static FormatException Wrong(string text, string part) => new(
        $"\"{text}\" in {part} is not a time: write {(part[0] is 'r' or 'w' or 'h' ? "days (3d, at nine in the account's zone), or " : "")}seconds, minutes or hours (30s, 5m, 2h).");

    static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
