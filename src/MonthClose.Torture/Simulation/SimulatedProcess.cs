using Stillso;

namespace MonthClose.Torture;

/// <summary>
/// One process of a simulated close: a worker with ports of its own. When it dies nothing of it runs any more, and
/// whatever of it is still on the stack is refused by its ports.
/// </summary>
sealed class SimulatedProcess : SynchronizationContext
{
    readonly Turns turns;

    public SimulatedProcess(SimulatedClose close, string name, WorkerOptions options)
    {
        (turns, Name) = (close.Turns, name);
        var store = new SimulatedStore(close, this);
        var registry = new JobRegistry().AddCloseSteps(store, new BankConnection(close, this), close.SendsMails ? new PostConnection(close, this) : null, attachPdf: false);
        var worker = new Worker(
            store, store, registry, [new AccountPremises(close.Business)], close.Business,
            options with { LeaseClock = close.Time, Boundaries = close.HasBoundaries ? new WatchedBoundaries(close, this, store) : null }, new FailureLog(close, this));
        Post(_ =>
        {
            HasStarted = true;
            Running = worker.RunAsync(name, CancellationToken.None);
        }, null);
    }

    public string Name { get; }

    public bool IsDead { get; private set; }

    public bool HasStarted { get; private set; }

    /// <summary>The epoch that it works in.</summary>
    public long Epoch { get; set; }

    /// <summary>How many calls of it are under way.</summary>
    public int Calling { get; set; }

    /// <summary>As by SIGSTOP: it goes on later, as if nothing had been.</summary>
    public bool IsStopped { get; set; }

    /// <summary>When it went on after it had been stopped, or began.</summary>
    public TimeSpan WentOn { get; set; }

    /// <summary>The worker; it ends by an exception or not at all.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    public void Die() => IsDead = true;

    /// <exception cref="ProcessGoneException">It is dead.</exception>
    public void MustLive()
    {
        if (IsDead) throw new ProcessGoneException();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead) turns.Add(this, d, state);
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing waits for another turn.");

    public override SynchronizationContext CreateCopy() => this;
}

/// <summary>The process that runs this is dead: nothing that it does counts.</summary>
sealed class ProcessGoneException() : Exception("The process is dead.");
