using Stillso;
using Stillso.Sqlite;

namespace MonthClose.Torture;

/// <summary>One process's way to the real store, on which commits fail, are not answered, or take the process with them.</summary>
sealed class SimulatedStore(SimulatedClose close, SimulatedProcess process) : IJobStore, ILedger
{
    static readonly Fault[] Commits = [Fault.Refused, Fault.Away, Fault.CrashBeforeCommit, Fault.CrashAfterCommit, Fault.CommitUnanswered, Fault.Stopped];
    readonly SqliteStore store = close.Store;

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

    public T Read<T>(Func<ILedgerTransaction, T> work)
    {
        process.MustLive();
        return store.Read(work);
    }

    public T Write<T>(Func<ILedgerTransaction, T> work)
    {
        process.MustLive();
        var (fault, place) = (Fault.None, "");
        var afterwards = new List<Action<ILedgerTransaction>>();
        Phase = null;
        var result = store.Write(tx =>
        {
            using var _ = new Open(close);
            var done = work(close.Setup.Defect is { } defect ? new SabotagedTransaction(tx, defect, close.Bank, afterwards) : tx);
            place = Phase ?? "write";
            fault = BeforeCommit(place);
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
        var fault = BeforeCommit(place);
        return Committed(place, change(), fault);
    }

    // What goes wrong before a commit goes wrong here; what goes wrong after it is the answer.
    Fault BeforeCommit(string place)
    {
        var fault = close.Plan.At(place, Commits);
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
