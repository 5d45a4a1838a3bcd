using Stillso;
using Stillso.Sqlite;

namespace MonthClose.Torture;

/// <summary>What a close is run with.</summary>
/// <param name="Seed">Chooses everything that is not given.</param>
/// <param name="World">The world, and a store that it was imported into.</param>
/// <param name="Folder">Where its files go; empty.</param>
sealed record CloseSetup(int Seed, ImportedWorld World, string Folder)
{
    /// <summary>What goes wrong; null: by the seed.</summary>
    public FaultPlan? Faults { get; init; }

    /// <summary>How the world changes; null: by the seed.</summary>
    public ChangePlan? Changes { get; init; }

    /// <summary>What is wrong with the product on purpose; null: nothing.</summary>
    public string? Defect { get; init; }

    /// <summary>Whether its store goes there too, also if all is well.</summary>
    public bool KeepsStore { get; init; }

    /// <summary>At most so many jobs in one transaction; null: by the seed.</summary>
    public int? BatchSize { get; init; }
}

/// <summary>
/// A whole close on one thread: the real engine and the real steps over the real store without its file, and around them processes, a bank,
/// a mail server and people that are made of the seed. Nothing in it looks at a clock or draws a number of its own.
/// </summary>
sealed class SimulatedClose : IDisposable
{
    public static readonly DateTimeOffset From = new(2024, 9, 30, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Until = new(2024, 11, 12, 0, 0, 0, TimeSpan.Zero);
    public const string Period = "2024-09";

    static readonly string[] Queues = ["default"];
    static readonly Fault[] Calls = [Fault.RequestLost, Fault.AnswerLost, Fault.RequestLate, Fault.RequestTwice, Fault.AnswerLate, Fault.CrashInCall];
    static readonly Fault[] Sendings = [Fault.RequestLost, Fault.AnswerLost, Fault.RequestLate, Fault.AnswerLate, Fault.CrashInCall];
    // A client gives up after nine seconds; a worker is lost after thirty.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);
    static readonly TimeSpan LongAfter = TimeSpan.FromSeconds(70);
    static readonly TimeSpan TooLong = TimeSpan.FromHours(24);

    readonly Random waits;
    readonly WorkerOptions options;
    readonly int processes;
    readonly List<SimulatedProcess> started = [];
    readonly List<(long Epoch, TimeSpan At)> died = [];
    int coming;

    public SimulatedClose(CloseSetup setup)
    {
        // One stream of numbers for each purpose, so that what is left out of one changes no other.
        Random Dice(int purpose) => new(unchecked((setup.Seed * 7919) + purpose));
        var shape = Dice(0);
        (Setup, waits, Turns) = (setup, Dice(1), new Turns(Dice(2)));
        Time = new VirtualTime(From);
        Business = new LeapingClock(Time);
        History = new History(Time, Business);
        processes = shape.Next(1, 4);
        options = new WorkerOptions
        {
            Concurrency = new[] { 1, 2, 4, 16 }[shape.Next(4)], BatchSize = new[] { 1, 3, 16, 250 }[shape.Next(4)], Poll = TimeSpan.FromSeconds(5),
            Random = Dice(3).NextDouble,
        };
        SendsMails = shape.Next(2) == 0;
        HasBoundaries = setup.BatchSize is not null || (setup.Defect ?? Defect.AsBuilt.Name) != Defect.AsBuilt.Name || Dice(6).Next(2) == 0;
        if (setup.BatchSize is { } size) options = options with { BatchSize = size };
        Plan = setup.Faults ?? FaultPlan.ByChance(Dice(4), most: shape.Next(1, 9), often: 0.002 * Math.Pow(2, shape.Next(6)), turns: !HasBoundaries);
        Operators = new Operators(this, setup.Changes ?? Operators.ByChance(Dice(5), most: shape.Next(1, 9), often: 0.004 * Math.Pow(2, shape.Next(5))));
        Bank = new Bank(Business, Called, Problems.Add);
        Store = SqliteStore.OpenInMemory(setup.World.Store, Sql.SqliteMigrations, Time);
    }

    public CloseSetup Setup { get; }

    public SqliteStore Store { get; }

    public VirtualTime Time { get; }

    public LeapingClock Business { get; }

    public Turns Turns { get; }

    public History History { get; }

    public FaultPlan Plan { get; }

    public Operators Operators { get; }

    public Bank Bank { get; }

    public PostOffice Post { get; } = new();

    /// <summary>Whether mails go to a server, each by itself; otherwise they are files alone.</summary>
    public bool SendsMails { get; }

    /// <summary>Whether each transaction commits by itself, and things happen between them; otherwise a turn of a worker commits once, as with the real clock.</summary>
    public bool HasBoundaries { get; }

    /// <summary>What the last job of an account that was begun believed to be due: the defect of stale prices charges it.</summary>
    public Dictionary<string, decimal> Believed { get; } = new(StringComparer.Ordinal);

    /// <summary>What is wrong with how it went, rather than with what it wrote.</summary>
    public List<string> Problems { get; } = [];

    public void Dispose() => Store.Dispose();

    /// <summary>How long jobs were in the hands of the dead, by virtual time: from each death to when they waited again.</summary>
    public List<TimeSpan> Recoveries { get; } = [];

    /// <summary>Jobs of the dead wait again. Nobody who lives may have been taken for one of them.</summary>
    public void Recover()
    {
        foreach (var living in started.Where(p => !p.IsDead && !p.IsStopped && Time.Elapsed - p.WentOn > LongAfter && Unfinished.IsOver(Store, p.Epoch)))
            Problems.Add($"{living.Name} lives, and was taken for lost.");
        var over = died.Where(d => !Unfinished.IsHolding(Store, d.Epoch)).ToList();
        Recoveries.AddRange(over.Select(d => Time.Elapsed - d.At));
        died.RemoveAll(over.Contains);
    }

    /// <summary>Runs until nothing is left to do.</summary>
    public void Run()
    {
        PeriodClose.Begin(Store, Period, Business.GetUtcNow());
        for (var n = 0; n < processes; n++) Start();
        while (Turns.TakeOne() || GoOn()) Bury();
        foreach (var process in started) process.Die();
        Problems.AddRange(Unfinished.Of(Store, Store, Period));
    }

    /// <summary>Whether somebody has a write transaction open.</summary>
    public bool Writing { get; set; }

    // Nothing may be sent from inside a transaction.
    void Called(string place)
    {
        if (Writing) Problems.Add($"{place}: called from inside a transaction.");
    }

    /// <summary>The process ends; another comes in its place.</summary>
    public void Die(SimulatedProcess process)
    {
        process.Die();
        if (Unfinished.IsHolding(Store, process.Epoch)) died.Add((process.Epoch, Time.Elapsed));
        coming++;
        After(TimeSpan.FromSeconds(waits.Next(1, 45)), () =>
        {
            coming--;
            Start();
        });
    }

    /// <summary>The process stands still for longer than others believe that it lives.</summary>
    public void Stop(SimulatedProcess process)
    {
        process.IsStopped = true;
        coming++;
        After(LongAfter, () =>
        {
            coming--;
            process.IsStopped = false;
            process.WentOn = Time.Elapsed;
        });
    }

    /// <summary>A call that leaves a process: it takes its time, and is lost, doubled or late as the plan says.</summary>
    public async Task<T> CallAsync<T>(SimulatedProcess process, string place, Func<T> request, Func<Exception> unanswered)
    {
        process.MustLive();
        Called(place);
        // Mail servers know no doubles: two mails are two.
        var fault = Plan.At(place, place == "mail" ? Sendings : Calls);
        History.Add(process.Name, place, fault);
        process.Calling++;
        try
        {
            if (fault is not (Fault.RequestLost or Fault.RequestLate))
            {
                var answer = await ArrivesAsync(Moment(), request);
                if (fault == Fault.RequestTwice) answer = request();
                if (fault == Fault.CrashInCall)
                {
                    Die(process);
                    throw new ProcessGoneException();
                }
                if (fault != Fault.AnswerLost)
                {
                    await Task.Delay(fault == Fault.AnswerLate ? LongAfter : Moment(), Time);
                    return answer;
                }
            }
            if (fault == Fault.RequestLate) _ = ArrivesAsync(LongAfter, request);
            await Task.Delay(Patience, Time);
            throw unanswered();
        }
        finally
        {
            process.Calling--;
        }
    }

    // In every other close all answers take as long, and what follows those of one moment is one transaction.
    TimeSpan Moment() => TimeSpan.FromMilliseconds(Setup.Seed % 2 == 0 ? 100 : waits.Next(1, 250));

    // What is on its way arrives whether or not its sender lives to see it.
    Task<T> ArrivesAsync<T>(TimeSpan after, Func<T> request)
    {
        var arrived = new TaskCompletionSource<T>();
        After(after, () =>
        {
            try
            {
                arrived.SetResult(request());
            }
            catch (GatewayRefusedException e)
            {
                arrived.SetException(e);
            }
        });
        return arrived.Task;
    }

    void After(TimeSpan wait, Action then) => Time.CreateTimer(_ => then(), null, wait, Timeout.InfiniteTimeSpan);

    void Start()
    {
        if (Setup.Defect == "dropped-outbox" && started.Count >= processes)
            Store.Write(tx => tx.Sql.Execute("delete from stillso_jobs where kind = @kind and state = 'waiting'", EmailJob.Name));
        started.Add(new SimulatedProcess(this, $"process {started.Count + 1}", options));
    }

    // A process whose worker ended by itself is dead like any other.
    void Bury()
    {
        foreach (var process in started.Where(p => !p.IsDead && p.Running.IsCompleted && p.HasStarted))
        {
            if (process.Running.Exception?.InnerException is { } e and not (StoreRefusedException or StoreUnavailableException or CommitUnknownException)) Problems.Add($"{process.Name} ended by {e}");
            History.Add(process.Name, "ends");
            Die(process);
            return;
        }
    }

    bool GoOn()
    {
        if (Time.Elapsed > TooLong)
        {
            Problems.Add($"After {TooLong.TotalHours:F0} hours of waiting something is still to be done.");
            return false;
        }
        // Only where nothing is under way does it matter what the store knows.
        if (coming > 0 || started.Exists(p => !p.IsDead && p.Calling > 0) || Unfinished.AnyHeld(Store)) return Time.GoOn();
        var due = Store.NextDue(Queues);
        if (due is null || due > Until) return false;
        if (due > Business.GetUtcNow()) Business.LeapTo(due.Value);
        return Time.GoOn();
    }
}
