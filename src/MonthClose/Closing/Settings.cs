using System.Globalization;
using Stillso;

namespace MonthClose;

/// <summary>What is kept with the store: the gateway, the mail server, the simulated clock. Never a secret.</summary>
public static class Settings
{
    /// <summary>Reads a setting; null: it was never kept.</summary>
    public static string? Read(ILedger ledger, string name) =>
        ledger.Read(tx => tx.Sql.First(Sql.Text["read_setting"], r => r.GetString(0), name));

    /// <summary>Keeps a setting.</summary>
    public static void Keep(ILedger ledger, string name, string value) =>
        ledger.Write(tx => tx.Sql.Execute(Sql.Text["keep_setting"], name, value));

    /// <summary>Where the simulated clock stands; null: the clock is real.</summary>
    public static DateTimeOffset? SimulatedNow(ILedger ledger) =>
        Read(ledger, "clock") is { } text ? Parse(text) : null;

    /// <summary>The business instant, in a transaction: where the simulated clock stands, or the present second.</summary>
    internal static DateTimeOffset Now(ILedgerTransaction transaction) =>
        transaction.Sql.First(Sql.Text["read_setting"], r => r.GetString(0), "clock") is { } text ? Parse(text) : Instants.Truncate(TimeProvider.System.GetUtcNow());

    /// <summary>Keeps where the simulated clock stands.</summary>
    public static void KeepSimulatedNow(ILedger ledger, DateTimeOffset now) => Keep(ledger, "clock", Instants.ToFile(now));

    static DateTimeOffset Parse(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

/// <summary>Instants as files have them.</summary>
public static class Instants
{
    /// <summary>RFC 3339, UTC, with seconds: <c>2024-10-01T07:00:00Z</c>.</summary>
    public static string ToFile(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>An instant without what is smaller than a second.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), instant.Offset);
}

/// <summary>The real business clock, in whole seconds: what is written is what was decided by.</summary>
public sealed class WholeSeconds(TimeProvider inner) : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Instants.Truncate(inner.GetUtcNow());
}
