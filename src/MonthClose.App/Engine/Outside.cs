using System.Globalization;
using Stillso;

namespace MonthClose.App;

/// <summary>How a close reaches the world outside; null: as it was kept with the store.</summary>
sealed record Outside
{
    public string? Gateway { get; init; }
    public int? GatewayRate { get; init; }
    public string? Smtp { get; init; }
    public string? Pdf { get; init; }
    public string? Schedule { get; init; }
    public bool Live { get; init; }

    /// <summary>When what failed or was not answered is due again.</summary>
    public CloseSchedule Times
    {
        get
        {
            try
            {
                return CloseSchedule.Parse(Schedule ?? "");
            }
            catch (FormatException e)
            {
                throw new UsageException($"--schedule: {e.Message}");
            }
        }
    }

    /// <summary>What holds for this store now.</summary>
    public Outside OrKept(ILedger store)
    {
        if (GatewayRate <= 0) throw new UsageException("--gateway-rate takes the requests a second that the gateway allows, for example 80.");
        if (Pdf is not (null or "yes" or "no")) throw new UsageException("--pdf takes yes or no.");
        _ = Times;
        return this with
        {
            Gateway = Gateway ?? Settings.Read(store, "gateway") ?? "simulator",
            GatewayRate = GatewayRate ?? (Settings.Read(store, "gateway_rate") is { } rate ? int.Parse(rate, CultureInfo.InvariantCulture) : null),
            Smtp = Smtp ?? Settings.Read(store, "smtp"),
            Pdf = Pdf ?? Settings.Read(store, "pdf"),
            Schedule = Schedule ?? Settings.Read(store, "schedule"),
        };
    }

    /// <summary>Keeps what was named.</summary>
    public void Keep(ILedger store)
    {
        foreach (var (name, value) in new[] { ("gateway", Gateway), ("gateway_rate", GatewayRate?.ToString(CultureInfo.InvariantCulture)), ("smtp", Smtp), ("pdf", Pdf), ("schedule", Schedule) })
        {
            if (value is not null && value != Settings.Read(store, name)) Settings.Keep(store, name, value);
        }
    }
}
