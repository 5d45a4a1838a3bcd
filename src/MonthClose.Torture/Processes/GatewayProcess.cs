using System.Globalization;

namespace MonthClose.Torture;

/// <summary>The simulated gateway as a process of its own, which can be killed and started again over its books.</summary>
sealed class GatewayProcess(RoundPlan plan, MonthcloseCommand command, RoundHistory history, TimeProvider time) : IDisposable
{
    const string Says = "Listening on ";
    static readonly TimeSpan MayTake = TimeSpan.FromSeconds(60);

    RealProcess? process;
    int started;

    public int Port { get; private set; }

    /// <summary>Whether it answers, if nothing is between.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Starts it, and waits until it listens: at the same place each time.</summary>
    public async Task StartAsync()
    {
        var log = Path.Combine(plan.Folder, string.Create(CultureInfo.InvariantCulture, $"gateway-{++started}.log"));
        process = command.Start(
            "gateway", log,
            "gateway", "--urls", Text($"http://127.0.0.1:{Port}"), "--books", Path.Combine(plan.Folder, "gateway.books"), "--latency-ms", Text($"{plan.LatencyMs}"),
            "--lose-answers", "0.03", "--lose-requests", "0.03", "--seed", Text($"{plan.Seed}"));
        var since = time.GetTimestamp();
        string? line;
        while ((line = process.Said.Split('\n').SkipLast(1).FirstOrDefault(l => l.StartsWith(Says, StringComparison.Ordinal))) is null)
        {
            if (!process.IsAlive || time.GetElapsedTime(since) > MayTake) throw new InvalidOperationException($"The gateway does not listen: {process.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }
        Port = new Uri(line[Says.Length..]).Port;
        IsUp = true;
        history.Add(process.Name, "listens");
    }

    public void Kill()
    {
        IsUp = false;
        process?.Dispose();
    }

    public void Dispose() => Kill();

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
