using System.Globalization;
using Stillso.Sqlite;

namespace MonthClose.App;

/// <summary>How a close reaches the world outside. What is null is as it was kept with the store; what is named is kept.</summary>
sealed record Outside
{
    public string? Gateway { get; init; }
    public int? GatewayRate { get; init; }
    public string? Smtp { get; init; }
    public string? Pdf { get; init; }
    public bool Live { get; init; }

    /// <summary>What holds for this store now.</summary>
    public Outside KeptWith(SqliteStore store)
    {
        if (GatewayRate <= 0) throw new UsageException("--gateway-rate takes the requests a second that the gateway allows, for example 80.");
        if (Pdf is not (null or "yes" or "no")) throw new UsageException("--pdf takes yes or no.");
        return this with
        {
            Gateway = Kept(store, "gateway", Gateway) ?? "simulator",
            GatewayRate = Kept(store, "gateway_rate", GatewayRate?.ToString(CultureInfo.InvariantCulture)) is { } rate ? int.Parse(rate, CultureInfo.InvariantCulture) : null,
            Smtp = Kept(store, "smtp", Smtp),
            Pdf = Kept(store, "pdf", Pdf),
        };
    }

    static string? Kept(SqliteStore store, string name, string? named)
    {
        var kept = Settings.Read(store, name);
        if (named is not null && named != kept) Settings.Keep(store, name, named);
        return named ?? kept;
    }
}
