using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Stillso;

/// <summary>
/// Runs jobs. One loop: lease → decide → act (outside) → settle. Everything but the effects happens on the loop, so
/// one thread and a simulated clock run the real thing.
/// </summary>
public sealed partial class Worker : IDisposable
{
    readonly IJobStore jobs;
    readonly JobRegistry registry;
    readonly TimeProvider clock;
    readonly WorkerOptions options;
    readonly ILogger logger;
    readonly CountedLedger ledger;
    readonly PhaseTransaction transaction;
    readonly Recurrence recurrence;
    readonly OutsidePart part;
    readonly Instruments instruments;
    readonly Channel<Work> returned = Channel.CreateUnbounded<Work>();
    // What is to go outside; null: nothing more, for each who takes from it.
    readonly Channel<Work?> outgoing = Channel.CreateUnbounded<Work?>();
    // Simulated time: in this order they come back.
    readonly Queue<Flight> flights = new();
    readonly Stack<CancellationTokenSource> unused = new();
    // Leased, not begun: kinds that are worked a few at once wait here.
    readonly List<Work> leased = [];
    readonly Dictionary<IDispatch, int> underWay = new(ReferenceEqualityComparer.Instance);
    // What is outside, and which of it somebody has cancelled: a heartbeat asks, and the loop tells.
    readonly Dictionary<long, Work> away = [];
    IReadOnlyList<long> cancelled = [];
    // Real time: what goes outside when what was written together has committed.
    readonly List<Work> departing = [];
    // With how many each job that is under way and under suspicion may be together.
    readonly List<int> confined = [];
    // Fewer jobs than this are one transaction.
    const int Halved = 32;
    // Simulated time: this many batches are leased together. There is nobody whom that keeps waiting.
    const int Ahead = 4;
    // How soon a waiting worker sees that somebody has committed, and how soon when it has had nothing to do for a while: each look wakes a thread.
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2), LaterGlance = TimeSpan.FromMilliseconds(20), AWhile = TimeSpan.FromSeconds(2);
    // Real time: how often the pool is let go first without anything coming back.
    const int Patience = 3;
    // How often a store that cannot be used is tried again.
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LastWait = TimeSpan.FromSeconds(30);
    int inFlight;
    // Real time: at most so many are under way. Four times the concurrency, and more while effects take no time.
    int reach;
    Task ready = Task.CompletedTask, poll = Task.CompletedTask;
    // What the store's version was before the last look for jobs, and how much this process had heard of commits.
    long? looked;
    // When it last had something to do, by the lease clock.
    long busy;
    int heard, hearing;
    TaskCompletionSource? waking;
    Epoch epoch = new(0, "");

    /// <summary>A worker over one store.</summary>
    /// <param name="jobs">The queue.</param>
    /// <param name="ledger">Where its jobs are decided.</param>
    /// <param name="registry">Which handler runs which job.</param>
    /// <param name="sources">What reads premises again.</param>
    /// <param name="clock">The business clock, unless time is simulated.</param>
    /// <param name="options">How it works.</param>
    /// <param name="logger">Where it logs.</param>
    /// <param name="middleware">What runs around the outside part of every job, the outermost first.</param>
    /// <param name="meters">Makes the meter <see cref="StillsoTelemetry.MeterName"/>; null: it is a plain one.</param>
    public Worker(
        IJobStore jobs, ILedger ledger, JobRegistry registry, IEnumerable<IPremiseSource> sources, TimeProvider clock,
        WorkerOptions options, ILogger<Worker> logger, IEnumerable<IJobMiddleware>? middleware = null, IMeterFactory? meters = null)
    {
        instruments = new Instruments(meters);
        this.ledger = new CountedLedger(ledger, instruments, registry.Order, logger);
        (this.jobs, this.registry, this.options, this.logger) = (jobs, registry, options.Checked(), logger);
        this.clock = options.Simulated ?? clock;
        transaction = new PhaseTransaction(
            this.ledger, sources.ToDictionary(s => s.Name, StringComparer.Ordinal), this.clock, options, instruments);
        recurrence = new Recurrence(this.ledger, this.clock, Simulated, logger);
        part = new OutsidePart([.. middleware ?? []], instruments, options.LeaseClock, logger);
        Health = new WorkerHealth(options.LeaseClock, options.LostAfter);
        reach = options.Concurrency * 4;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (unused.TryPop(out var source)) source.Dispose();
    }

    internal WorkerHealth Health { get; }

    internal int InFlight => Volatile.Read(ref inFlight);

    bool Simulated => options.Simulated is not null;

    /// <summary>Runs until cancelled, told to stop, or at the end of simulated time. What is in flight is finished first.</summary>
    /// <param name="owner">Who works, in words for a person.</param>
    /// <param name="cancellation">Stops leasing; effects under way are waited for and settled.</param>
    public async Task RunAsync(string owner, CancellationToken cancellation)
    {
        // A job follows who enqueued it, and nobody who happened to start the worker.
        Activity.Current = null;
        // With simulated time this process owns the store: a dead owner's jobs are free at once.
        jobs.ReturnLost(Simulated ? TimeSpan.Zero : options.LostAfter);
        epoch = jobs.BeginEpoch(owner);
        Health.Began(epoch);
        poll = Task.CompletedTask;
        jobs.Committed += Wake;
        using var stop = new CancellationTokenSource();
        var heartbeat = HeartbeatAsync(stop.Token);
        for (var i = 0; i < options.Concurrency; i++) _ = OutsideAsync();
        try
        {
            for (var goesOn = true; goesOn;)
            {
                Health.Turned();
                try
                {
                    goesOn = !cancellation.IsCancellationRequested && !(options.StopWhen?.Invoke() ?? false) && await TurnAsync(cancellation);
                }
                catch (Exception e) when (e is EpochOverException or CommitUnknownException or StoreUnavailableException)
                {
                    Health.IsInTrouble(e.Message);
                    if (e is not StoreUnavailableException) LogEpochOver(e.Message);
                    await ForgetAsync();
                    goesOn = await BeginAnewAsync(owner, e as StoreUnavailableException, cancellation);
                }
            }
            await FinishAsync();
        }
        finally
        {
            Health.Ended();
            jobs.Committed -= Wake;
            stop.Cancel();
            await heartbeat;
            for (var i = 0; i < options.Concurrency; i++) outgoing.Writer.TryWrite(null);
            End();
        }
    }

    /// <summary>Begins a new epoch as soon as the store lets it.</summary>
    /// <returns>False: cancelled before that.</returns>
    async Task<bool> BeginAnewAsync(string owner, StoreUnavailableException? away, CancellationToken cancellation)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LastWait ? wait * 2 : LastWait)
        {
            if (away is not null)
            {
                instruments.StoreUnavailable();
                LogStoreUnavailable(away.Message, wait.TotalSeconds);
                await Task.Delay(wait, options.LeaseClock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                if (cancellation.IsCancellationRequested) return false;
            }
            try
            {
                var next = jobs.BeginEpoch(owner);
                // Of an epoch that is over nothing is left to return.
                jobs.EndEpoch(epoch.Number);
                epoch = next;
                Health.Began(epoch);
                return true;
            }
            catch (Exception e) when (e is StoreUnavailableException or CommitUnknownException)
            {
                away = e as StoreUnavailableException ?? new StoreUnavailableException(e.Message, e);
            }
        }
    }

    void End()
    {
        try
        {
            jobs.EndEpoch(epoch.Number);
        }
        catch (StoreUnavailableException e)
        {
            // Others find out, as of any process that is gone.
            LogHeartbeatFailed(e.Message);
        }
    }

    async Task<bool> TurnAsync(CancellationToken cancellation)
    {
        var back = await ReturnedAsync();
        Cancel();
        var begun = 0;
        if (WritesTogether)
        {
            ledger.Together(() => begun = Turn(back));
            Leave(departing);
            departing.Clear();
            // Nothing went outside: transactions are all that takes time.
            if (begun > 0 && inFlight == 0) reach = Further;
        }
        else begun = Turn(back);
        if (begun > 0 || back.Count > 0) busy = options.LeaseClock.GetTimestamp();
        if (begun > 0 || back.Count > 0 || flights.Count > 0) return true;
        if (Simulated) return Advance();
        await IdleAsync(cancellation);
        return true;
    }

    async Task FinishAsync()
    {
        try
        {
            while (inFlight > 0)
            {
                if (!Simulated) await returned.Reader.WaitToReadAsync();
                var back = await ReturnedAsync();
                Run(Phase.Settle, back);
                Run(Phase.Send, back);
                Leave(departing);
                departing.Clear();
            }
        }
        catch (Exception e) when (e is EpochOverException or CommitUnknownException or StoreUnavailableException)
        {
            // What it was at is in others' hands, or will be: there is nothing to finish.
            LogEpochOver(e.Message);
            await ForgetAsync();
        }
    }

    async Task ForgetAsync()
    {
        leased.Clear();
        departing.Clear();
        confined.Clear();
        away.Clear();
        underWay.Clear();
        while (inFlight > 0)
        {
            if (flights.TryDequeue(out var flight)) await flight.Back;
            else await returned.Reader.ReadAsync();
            Interlocked.Add(ref inFlight, -(flight?.Works.Count ?? 1));
        }
    }

    async Task HeartbeatAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.LostAfter / 6, options.LeaseClock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                try
                {
                    jobs.Heartbeat(epoch.Number);
                    if (!Simulated && Volatile.Read(ref inFlight) > 0) Volatile.Write(ref cancelled, jobs.Cancelled(epoch.Number));
                    if (!Simulated) jobs.ReturnLost(options.LostAfter);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // A store that refuses for a moment takes no worker's heart: the next beat tries again.
                    LogHeartbeatFailed(e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
