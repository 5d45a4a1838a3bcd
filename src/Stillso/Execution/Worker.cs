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
    readonly ILedger ledger;
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
    // How soon a waiting worker sees that somebody has committed.
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(3);
    // Real time: how often the pool is let go first without anything coming back.
    const int Patience = 3;
    // How often a store that cannot be used is tried again.
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LastWait = TimeSpan.FromSeconds(30);
    int inFlight;
    // Real time: at most so many are under way. Four times the concurrency, and more while effects take no time.
    int reach;
    Task ready = Task.CompletedTask;
    // What the store's version was before the last look for jobs, and how much this process had heard of commits.
    long? looked;
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
        this.ledger = ledger = new CountedLedger(ledger, instruments, registry.Order, logger);
        (this.jobs, this.registry, this.options, this.logger) = (jobs, registry, options.Checked(), logger);
        this.clock = options.Simulated ?? clock;
        transaction = new PhaseTransaction(
            ledger, sources.ToDictionary(s => s.Name, StringComparer.Ordinal), this.clock, options, instruments);
        recurrence = new Recurrence(ledger, this.clock, Simulated, logger);
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
        if (begun > 0 || back.Count > 0 || flights.Count > 0) return true;
        if (Simulated) return Advance();
        await IdleAsync(cancellation);
        return true;
    }

    int Further => Math.Min(reach * 2, Math.Max(reach, options.BatchSize));

    // A turn waits for the disk once. Boundaries are between commits, so where there are some, there are commits.
    bool WritesTogether => !Simulated && options.Boundaries is null;

    /// <returns>How many jobs were begun.</returns>
    int Turn(List<Work> back)
    {
        Run(Phase.Settle, back);
        Run(Phase.Send, back);
        if (flights.Count > 0) return 0;
        recurrence.Fire();
        if (Simulated) return Begin(options.BatchSize);
        (heard, looked) = (Volatile.Read(ref hearing), jobs.Version);
        var room = Math.Min(options.BatchSize, reach - inFlight - departing.Count);
        return room > 0 ? Begin(room) : 0;
    }

    int Begin(int limit)
    {
        if (leased.Count < (Simulated ? 1 : limit))
        {
            var wanted = Simulated ? limit * Ahead : limit - leased.Count;
            var more = jobs.Lease(new LeaseRequest(epoch.Number, options.Queues.Draw(options.Random), clock.GetUtcNow(), wanted) { Kinds = registry.Kinds });
            instruments.Leased(more, Simulated ? null : clock.GetUtcNow());
            var ordered = Simulated ? more.OrderBy(l => l.OrderingKey, CodePoints.Order).ThenBy(l => l.Id) : (IEnumerable<LeasedJob>)more;
            leased.AddRange(ordered.Select(l => Undeliverable.OrCreate(registry.Find(new JobKind(l.Kind, l.Version))!, l)));
        }
        var works = Take(limit);
        // In halves, so that one is outside while the other is in a transaction.
        foreach (var half in Simulated && works.Count > Halved ? works.Chunk((works.Count + 1) / 2) : works.Count > 0 ? [[.. works]] : [])
        {
            var twice = options.Boundaries?.Before(half) ?? [];
            Continue(transaction.Run(epoch.Number, Phase.Decide, half, enter: true));
            Redeliver(twice);
        }
        return works.Count;
    }

    List<Work> Take(int limit)
    {
        if (confined.Count == 0 && leased.Count <= limit && leased.TrueForAll(w => w.Dispatch.AtOnce == int.MaxValue && w.Lease.LostWith == 0))
        {
            List<Work> all = [.. leased];
            leased.Clear();
            return all;
        }
        var begun = new Dictionary<IDispatch, int>(underWay, ReferenceEqualityComparer.Instance);
        var works = leased.Where(w => w.Dispatch.AtOnce == int.MaxValue || Count(begun, w.Dispatch, 1) <= w.Dispatch.AtOnce).Take(limit).ToList();
        if (confined.Count > 0 || works.Exists(w => w.Lease.LostWith > 0)) works = FewTogether(works);
        var taken = works.ToHashSet<Work>(ReferenceEqualityComparer.Instance);
        leased.RemoveAll(taken.Contains);
        return works;
    }

    // As many as may be begun with those under suspicion, from the front: what is behind waits, so that their turn comes.
    List<Work> FewTogether(List<Work> works)
    {
        var most = confined.Count > 0 ? confined.Min() : int.MaxValue;
        var taken = new List<Work>();
        foreach (var work in works)
        {
            most = Math.Min(most, Suspicion.MostTogether(work.Lease.LostWith));
            if (inFlight + departing.Count + taken.Count >= most) break;
            taken.Add(work);
        }
        return taken;
    }

    static int Count(Dictionary<IDispatch, int> counts, IDispatch dispatch, int by) => counts[dispatch] = counts.GetValueOrDefault(dispatch) + by;

    void Run(Phase phase, List<Work> back)
    {
        var works = back.Where(w => w.Phase == phase).ToList();
        foreach (var failed in works.Where(w => w.Failure is not null))
        {
            LogFailed(failed);
            transaction.Fail(epoch.Number, failed, failed.Failure!);
        }
        works.RemoveAll(w => w.Failure is not null);
        var ran = transaction.Run(epoch.Number, phase, works, enter: false);
        if (phase == Phase.Send)
        {
            var sent = ran.Where(w => w.Next is { Step: NextStep.Outside, To: Phase.Act }).ToList();
            if (sent.Count > 0) Redeliver(options.Boundaries?.During(sent) ?? []);
        }
        Continue(ran);
    }

    void Continue(IReadOnlyList<Work> works)
    {
        var leaving = works.Where(w => w.Next.Step == NextStep.Outside).ToList();
        foreach (var work in leaving)
        {
            Count(underWay, work.Dispatch, 1);
            work.Cancellation = Cancellation(work);
            away[work.Lease.Id] = work;
            if (work.Lease.LostWith > 0) confined.Add(Suspicion.MostTogether(work.Lease.LostWith));
        }
        if (WritesTogether) departing.AddRange(leaving);
        else Leave(leaving);

        var anew = works.Where(w => w.Next is { Step: NextStep.Inside, To: Phase.Decide }).ToList();
        if (anew.Count > 0) Continue(transaction.Run(epoch.Number, Phase.Decide, anew, enter: false));

        foreach (var failed in works.Where(w => w.Next is { Step: NextStep.End, End: JobEndKind.Dead or JobEndKind.Retried })) LogFailed(failed);
        var completed = works.Where(w => w.Next is { Step: NextStep.End, End: JobEndKind.Completed or JobEndKind.Superseded }).ToList();
        if (completed.Count > 0) Redeliver(options.Boundaries?.After(completed) ?? []);
    }

    /// <summary>Delivers once more what was delivered already; entering finds it, and it ends there.</summary>
    void Redeliver(IReadOnlyList<Work> works)
    {
        var again = works.Select(w => w.Dispatch.Create(w.Lease)).ToList();
        Continue(transaction.Run(epoch.Number, Phase.Decide, again, enter: true));
    }

    async Task IdleAsync(CancellationToken cancellation)
    {
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref waking, woken);
        if (Volatile.Read(ref hearing) != heard) return;
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var poll = Task.Delay(options.Poll, options.LeaseClock, wait.Token);
        // One wait for many polls: to cancel it each time would wake a thread of the pool.
        if (ready.IsCompleted) ready = ReadyAsync();
        do
        {
            if (looked is null) await Task.WhenAny(poll, ready, woken.Task);
            else await Task.WhenAny(poll, ready, woken.Task, Task.Delay(Glance, options.LeaseClock, wait.Token));
        }
        while (!poll.IsCompleted && !ready.IsCompleted && !woken.Task.IsCompleted && jobs.Version == looked);
        wait.Cancel();
    }

    void Wake()
    {
        Interlocked.Increment(ref hearing);
        Volatile.Read(ref waking)?.TrySetResult();
    }

    async Task ReadyAsync() => await returned.Reader.WaitToReadAsync();

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
