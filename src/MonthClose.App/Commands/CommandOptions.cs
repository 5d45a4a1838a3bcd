using System.CommandLine;
using System.Globalization;

namespace MonthClose.App;

/// <summary>Options that several commands take.</summary>
static class CommandOptions
{
    public static Option<string> Store() => new("--store")
    {
        Description = "Where everything is kept: sqlite:PATH, or postgres:CONNECTIONSTRING",
        DefaultValueFactory = _ => StorePlace.Unnamed,
    };

    public static Option<string?> World() => new("--world") { Description = "The world folder to import first" };

    public static Option<string> AccountColumn() => new("--account-column")
    {
        Description = "The usage column that names the account", DefaultValueFactory = _ => "BillingAccountId",
    };

    public static Option<string?> AccountsFromUsage() => new("--accounts-from-usage")
    {
        Description = "CURRENCY,ZONE: without accounts.csv, an account for every id in usage",
    };

    public static Option<int> Workers() => new("--workers") { Description = "How many effects at once", DefaultValueFactory = _ => 16 };

    public static Option<int> LostAfter() => new("--lost-after")
    {
        Description = "A worker that gives no sign of life for so many seconds is taken for lost, and others do its work", DefaultValueFactory = _ => 30,
    };

    // A worker beats six times in it, and others wait for the disk too.
    public static TimeSpan ReadLostAfter(int seconds) => seconds >= 2
        ? TimeSpan.FromSeconds(seconds) : throw new UsageException("--lost-after takes seconds, at least 2: in less, workers that are alive would be taken for lost.");

    public static Argument<string> Period() => new("PERIOD") { Description = "The month to close, for example 2024-09" };

    public static BillingPeriod ReadPeriod(string text) =>
        BillingPeriod.TryParse(text, out var period) ? period : throw new UsageException($"\"{text}\" is not a month: write it as 2024-09.");

    public static WorldOptions ReadWorld(string column, string? fromUsage)
    {
        if (fromUsage is null) return new WorldOptions(column);
        return fromUsage.Split(',') is [var currency, var zone]
            ? new WorldOptions(column, (currency, zone))
            : throw new UsageException("--accounts-from-usage takes CURRENCY,ZONE, for example USD,UTC.");
    }

    public static DateTimeOffset? ReadInstant(string? text, string option)
    {
        if (text is null) return null;
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant : throw new UsageException($"{option} takes an instant, for example 2024-10-01T00:00:00Z.");
    }
}
