using NodaTime;

namespace MonthClose;

/// <summary>When unpaid invoices are tried again, warned about and held: days after issue, at a local hour.</summary>
public sealed record DunningSchedule
{
    /// <summary>Further attempts.</summary>
    public IReadOnlyList<int> Retries { get; init; } = [3, 5, 7];

    /// <summary>The warning.</summary>
    public int Warning { get; init; } = 11;

    /// <summary>The hold.</summary>
    public int Hold { get; init; } = 14;

    /// <summary>The account-local time of day.</summary>
    public LocalTime Time { get; init; } = new(9, 0);

    /// <summary>The instant some days after the account-local date of issue.</summary>
    public DateTimeOffset At(Account account, Invoice invoice, int days) =>
        Zones.LocalTimeAfter(invoice.IssuedAt!.Value, days, Time, account.TimeZone);
}
