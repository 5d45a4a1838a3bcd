using MonthClose.Gateway;

namespace Bench;

/// <summary>A gateway behind HTTP that takes 100 ms a call and allows so many requests a second.</summary>
static class SlowGateway
{
    public static async Task<Figures> RunAsync(string world, string folder, int limit)
    {
        var accounts = RealTime.Import(world, folder);
        await using var served = await ServedGateway.StartAsync(folder, TimeSpan.FromMilliseconds(100), limit);
        using var over = new CancellationTokenSource();
        var span = SpanAsync(served.Gateway, over.Token);
        await RealTime.RunAsync(folder, served.Outside(rate: limit), workers: limit / 4);
        await over.CancelAsync();
        var (seconds, stats, charges) = (await span, served.Gateway.Stats, served.Gateway.Charges().Count());
        return Figures.Of(
            seconds, accounts, ("charges", charges), ("requests per second", (stats.Requests - stats.RateLimited) / seconds),
            ("share of the limit", (stats.Requests - stats.RateLimited) / seconds / limit), ("answered 429", (double)stats.RateLimited / stats.Requests));
    }

    // From the first request to the last, to a twentieth of a second.
    static async Task<double> SpanAsync(SimulatedGateway gateway, CancellationToken stop)
    {
        var (watch, first, last, seen) = (new Watch(), double.NaN, double.NaN, 0L);
        while (!stop.IsCancellationRequested)
        {
            if (gateway.Stats.Requests is var now && now > seen)
            {
                last = watch.Seconds;
                if (seen == 0) first = last;
                seen = now;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        }
        return last - first;
    }
}
