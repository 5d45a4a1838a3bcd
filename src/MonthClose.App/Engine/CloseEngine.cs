using Microsoft.Extensions.Logging;
using Stillso;

namespace MonthClose.App;

/// <summary>A store, its gateway and mail server, and the handlers of every step: what works a close.</summary>
sealed class CloseEngine : IDisposable
{
    readonly JobRegistry registry = new();
    readonly SmtpSender? smtp;
    readonly ILoggerFactory loggers;
    readonly CloseSchedule times;

    CloseEngine(OpenedStore store, GatewayConnection gateway, SmtpSender? smtp, Outside outside, TimeProvider clock, ILoggerFactory loggers, WaitPoint? wait, bool charges)
    {
        (Store, Gateway, this.smtp, Clock, this.loggers) = (store, gateway, smtp, clock, loggers);
        times = outside.Times;
        registry.AddCloseSteps(store.Ledger, charges ? wait?.Around(gateway.Gateway) ?? gateway.Gateway : null, smtp, outside.Pdf != "no", times);
    }

    public OpenedStore Store { get; }

    public GatewayConnection Gateway { get; }

    public TimeProvider Clock { get; }

    /// <summary>The engine over a store. What is named is kept once it has proved to be usable.</summary>
    public static CloseEngine Open(OpenedStore store, StorePlace place, Outside named, TimeProvider clock, WaitPoint? wait = null, bool charges = true)
    {
        var outside = named.OrKept(store.Ledger);
        var connection = GatewayConnection.Open(outside, place, clock);
        // A dry run sends nothing, and needs no password.
        var sender = charges && outside.Smtp is { } address ? MailServer.Open(address) : null;
        named.Keep(store.Ledger);
        var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(c => c.SingleLine = true)
            .AddFilter((category, level) => level >= LogLevel.Warning));
        return new CloseEngine(store, connection, sender, outside, clock, loggers, wait, charges);
    }

    /// <summary>The store's business instant: where its simulated clock stands, or the present second.</summary>
    public static DateTimeOffset Now(ILedger store) => ClockOf(store).GetUtcNow();

    /// <summary>The store's business clock.</summary>
    public static TimeProvider ClockOf(ILedger store) =>
        Settings.SimulatedNow(store) is { } now ? new SimulatedClock(now) : new WholeSeconds(TimeProvider.System);

    public Worker CreateWorker(WorkerOptions options) => new(
        Store.Jobs, Store.Ledger, registry, [new AccountPremises(options.Simulated ?? Clock)], Clock, options with { Backoff = times.Backoff }, loggers.CreateLogger<Worker>());

    public void Dispose()
    {
        Gateway.Dispose();
        smtp?.Dispose();
        loggers.Dispose();
    }
}
