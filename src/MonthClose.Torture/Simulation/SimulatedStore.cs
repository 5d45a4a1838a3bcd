using Stillso;
using Stillso.Sqlite;

namespace MonthClose.Torture;

/// <summary>One process's way to the real store, on which commits fail, are not answered, or take the process with them.</summary>
sealed class SimulatedStore(SimulatedClose close, SimulatedProcess process) : IJobStore, ILedger
{
    static readonly Fault[] Commits = [Fault.Refused, Fault.Away, Fault.CrashBeforeCommit, Fault.CrashAfterCommit, Fault.CommitUnanswered, Fault.Stopped];
    static readonly Fault[] Turns = [Fault.Away, Fault.CrashBeforeCommit, Fault.CrashAfterCommit, Fault.CommitUnanswered, Fault.Stopped];
    static readonly Fault[] WithinTurns = [Fault.Refused, Fault.Away, Fault.CrashBeforeCommit];
    readonly SqliteStore store = close.Store;
    // What the turn under way has begun, and whether it has written anything; null: no turn is one commit now.
    List<LeasedJob>? turn;
    bool wrote;

    /// <summary>What the transaction under way is, once it has run; null: it is none of a phase.</summary>
    public string? Phase { get; set; }

    public StoreTraits Traits => store.Traits;

    public Epoch BeginEpoch(string owner) => Change("begin epoch", () =>
    {
        var epoch = store.BeginEpoch(owner);
        process.Epoch = epoch.Number;
        return epoch;
    });

    public bool Heartbeat(long epoch) => Change("heartbeat", () => store.Heartbeat(epoch));

    public IQueues Queues => store.Queues;

    public void EndEpoch(long epoch) => Change("end epoch", () =>
    {
        store.EndEpoch(epoch);
        return true;
    });

    public int ReturnLost(TimeSpan lostAfter) => Change("return lost", () =>
    {
        var returned = close.Setup.Defect switch
        {
            "lost-sweeper" => 0,
            "local-clock-lease" => store.ReturnLost(TimeSpan.Zero),
            _ => store.ReturnLost(lostAfter),
        };
        if (returned > 0) close.Recover();
        return returned;
    });

    public IReadOnlyList<LeasedJob> Lease(LeaseRequest request)
    {
        process.MustLive();
        var leased = store.Lease(request);
        if (turn is not null)
        {
            turn.AddRange(leased);
            wrote |= leased.Count > 0;
            return leased;
        }
        // Where nothing was leased, nothing was committed.
        return leased.Count == 0 ? leased : Committed("lease", leased, close.Plan.At("lease", Fault.CrashAfterCommit, Fault.CommitUnanswered, Fault.Stopped));
    }

    public DateTimeOffset? NextDue(IReadOnlyList<string> queues, IReadOnlyCollection<JobKind>? kinds = null)
    {
        process.MustLive();
        return store.NextDue(queues, kinds);
    }

    public DateTimeOffset? NextOccurrence()
    {
        process.MustLive();
        return store.NextOccurrence();
    }

    public IReadOnlyList<WaitingJob> Waiting(string? orderingKey = null) => store.Waiting(orderingKey);

    public IReadOnlyList<long> Cancelled(long epoch) => store.Cancelled(epoch);

    public JobProgress? ProgressOf(long job) => store.ProgressOf(job);

    public IReadOnlyList<StoppedJob> Stopped(StoppedJobs? which = null) => store.Stopped(which);

    public void Forget(DateTimeOffset before) => store.Forget(before);

    public T Read<T>(Func<ILedgerTransaction, T> work)
    {
        process.MustLive();
        return store.Read(work);
    }

    public T Write<T>(Func<ILedgerTransaction, T> work)
    {
        process.MustLive();
        if (turn is not null) return WithinTurn(work);
        var (fault, place) = (Fault.None, "");
        var afterwards = new List<Action<ILedgerTransaction>>();
        Phase = null;
        var result = store.Write(tx =>
        {
            using var _ = new Open(close);
            var done = work(close.Setup.Defect is { } defect ? new SabotagedTransaction(tx, defect, close.Bank, afterwards) : tx);
            place = Phase ?? "write";
            fault = BeforeCommit(place, Commits);
            return done;
        });
        result = Committed(place, result, fault);
        if (afterwards.Count == 0) return result;
        return Committed("afterwards", store.Write(tx =>
        {
            foreach (var later in afterwards) later(tx);
            return result;
        }), Fault.None);
    }

    /// <summary>One commit for a whole turn, and the changes of those whom it was about come after it.</summary>
    public void Together(Action work)
    {
        process.MustLive();
        (turn, wrote) = ([], false);
        var (fault, begun) = (Fault.None, turn);
        try
        {
            store.Together(() =>
            {
                using var _ = new Open(close);
                work();
                if (wrote) fault = BeforeCommit("turn", Turns);
            });
        }
        finally
        {
            turn = null;
        }
        if (!wrote) return;
        Committed("turn", true, fault);
        foreach (var job in begun) close.Operators.Pass($"turn:{job.Kind}", job.OrderingKey ?? close.Setup.World.SomeAccount);
    }

    T WithinTurn<T>(Func<ILedgerTransaction, T> work) => store.Write(tx =>
    {
        wrote = true;
        var done = work(tx);
        BeforeCommit("write", WithinTurns);
        return done;
    });

    /// <summary>While it lives a write transaction is open.</summary>
    readonly struct Open : IDisposable
    {
        readonly SimulatedClose close;

        public Open(SimulatedClose close) => (this.close = close).Writing = true;

        public void Dispose() => close.Writing = false;
    }

    T Change<T>(string place, Func<T> change)
    {
        process.MustLive();
        var fault = BeforeCommit(place, Commits);
        return Committed(place, change(), fault);
    }

    // What goes wrong before a commit goes wrong here; what goes wrong after it is the answer.
    Fault BeforeCommit(string place, Fault[] faults)
    {
        var fault = close.Plan.At(place, faults);
        if (fault is not (Fault.Refused or Fault.Away or Fault.CrashBeforeCommit)) return fault;
        close.History.Add(process.Name, place, fault);
        if (fault == Fault.Refused) throw new StoreRefusedException();
        if (fault == Fault.Away) throw new StoreUnavailableException("The store is away.");
        close.Die(process);
        throw new ProcessGoneException();
    }

    T Committed<T>(string place, T result, Fault fault)
    {
        close.History.Add(process.Name, place, fault);
        switch (fault)
        {
            case Fault.CrashAfterCommit:
                close.Die(process);
                throw new ProcessGoneException();
            case Fault.CommitUnanswered:
                throw new CommitUnknownException();
            case Fault.Stopped:
                close.Stop(process);
                break;
        }
        return result;
    }
}

/// <summary>The store did not take a transaction, and nobody knows whose fault it is: a constraint, for example.</summary>
sealed class StoreRefusedException() : Exception("The store refuses the transaction.");
