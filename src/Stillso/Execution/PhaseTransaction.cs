using System.Collections.Immutable;

namespace Stillso;

/// <summary>One transactional phase of many jobs: fence, premises, handlers, ends. Halved when one job throws.</summary>
sealed class PhaseTransaction(
    CountedLedger ledger, IReadOnlyDictionary<string, IPremiseSource> sources, TimeProvider clock, WorkerOptions options, Instruments instruments)
{
    /// <summary>Runs a phase. Afterwards every work knows what comes next; duplicates are missing from the answer.</summary>
    public IReadOnlyList<Work> Run(long epoch, Phase phase, IReadOnlyList<Work> works, bool enter)
    {
        if (works.Count == 0) return [];
        foreach (var work in works) work.Remember();
        return RunInHalves(epoch, phase, works, enter);
    }

    IReadOnlyList<Work> RunInHalves(long epoch, Phase phase, IReadOnlyList<Work> works, bool enter)
    {
        try
        {
            return Write(epoch, phase, works, enter);
        }
        catch (Exception e) when (e is not EpochOverException and not CommitUnknownException and not StoreUnavailableException and not OperationCanceledException)
        {
            if (works.Count == 1) return Fail(epoch, works[0], e, enter) ? works : [];
            var half = works.Count / 2;
            return [.. RunInHalves(epoch, phase, [.. works.Take(half)], enter), .. RunInHalves(epoch, phase, [.. works.Skip(half)], enter)];
        }
    }

    IReadOnlyList<Work> Write(long epoch, Phase phase, IReadOnlyList<Work> works, bool enter)
    {
        using var span = Spans.Transaction(phase, works);
        var began = options.LeaseClock.GetTimestamp();
        Exception? error = null;
        try
        {
            var ran = ledger.Write(tx => Run(tx, epoch, phase, works, enter));
            if (instruments.CountEnds && ran.Where(w => w.Next.Step == NextStep.End).ToList() is { Count: > 0 } ended)
                ledger.WhenCommitted(() => instruments.Finished(ended));
            return ran;
        }
        catch (Exception e)
        {
            span.Failed(error = e);
            throw;
        }
        finally
        {
            instruments.Ran(phase, options.LeaseClock.GetElapsedTime(began), error);
        }
    }

    /// <summary>Charges a failed attempt to one job.</summary>
    /// <returns>False: it had been delivered before, and goes on without this delivery.</returns>
    public bool Fail(long epoch, Work work, Exception error, bool enter = false)
    {
        var lease = work.Lease;
        var now = clock.GetUtcNow();
        var retry = work.IsCancelled ? Stillso.Retry.Never : Retry(work, error);
        var again = retry.At(lease, options.Backoff, now, options.Random);
        work.Fail(
            work.IsCancelled ? JobEndKind.Cancelled : again is null ? JobEndKind.Dead : JobEndKind.Retried, again, error.ToString(),
            again is null ? retry.WhyNot(lease) : "");
        work.Failure = error;
        var failed = ledger.Write(tx =>
        {
            if (!enter) tx.Fence(epoch);
            else if (!tx.Enter(epoch, [lease.Id]).Contains(lease.Id)) return false;
            tx.Finish([End(work)], now);
            return true;
        });
        if (failed) ledger.WhenCommitted(() => instruments.Finished(work));
        return failed;
    }

    static Retry Retry(Work work, Exception error)
    {
        try
        {
            return error is RetryAfterException told ? Stillso.Retry.After(told.Wait) : work.Dispatch.AfterFailure(work.Lease, error);
        }
        catch (Exception)
        {
            // A handler that cannot say fails its job no further than it has failed.
            return Stillso.Retry.AsUsual;
        }
    }

    IReadOnlyList<Work> Run(ILedgerTransaction tx, long epoch, Phase phase, IReadOnlyList<Work> works, bool enter)
    {
        if (enter)
        {
            var entered = tx.Enter(epoch, [.. works.Select(w => w.Lease.Id)]);
            works = [.. works.Where(w => entered.Contains(w.Lease.Id))];
        }
        else tx.Fence(epoch);

        // Whoever has waited for another's change or decision comes after it, by the clock too.
        var subjects = works.SelectMany(w => w.Lease.Premises).Select(p => p.Subject).ToHashSet(StringComparer.Ordinal);
        if (subjects.Count > 0) tx.Lock(subjects);
        var now = clock.GetUtcNow();
        foreach (var work in works) work.Forget();
        var readable = phase == Phase.Settle ? works : Verify(tx, enter ? [.. works.Where(w => !Expire(w, now))] : works, now);
        foreach (var alike in ByDispatch(readable))
        {
            alike[0].Dispatch.Run(phase, alike, tx, now);
            if (alike.FirstOrDefault(w => w.Next.Step == NextStep.Unsaid) is { } silent)
                throw new InvalidOperationException($"The handler of {silent.Lease.Kind} did not say what comes next in {phase}.");
        }

        var ended = works.Where(w => w.Next.Step == NextStep.End).ToList();
        if (ended.Count > 0) tx.Finish(ended.ConvertAll(End), now);
        options.Boundaries?.Completing([.. ended.Where(w => w.Next.End is JobEndKind.Completed or JobEndKind.Superseded)], tx);
        options.Boundaries?.Committing(phase, works);
        return works;
    }

    // Most of the time all are of one kind.
    static IEnumerable<IReadOnlyList<Work>> ByDispatch(IReadOnlyList<Work> works)
    {
        if (works.Count == 0) return [];
        var first = works[0].Dispatch;
        return works.All(w => w.Dispatch == first) ? [works] : works.GroupBy(w => w.Dispatch).Select(g => (IReadOnlyList<Work>)[.. g]);
    }

    // What has begun before comes to its end, also after its deadline: something of it may be half done.
    static bool Expire(Work work, DateTimeOffset now)
    {
        if (!(work.Lease.Deadline <= now) || work.Lease is not { Attempt: 1, LostWith: 0 }) return false;
        work.Failure = new TimeoutException($"It had not begun by its deadline, {work.Lease.Deadline:u}.");
        work.Fail(JobEndKind.Dead, null, work.Failure.Message, ReasonCodes.DeadlinePassed);
        return true;
    }

    List<Work> Verify(ILedgerTransaction tx, IReadOnlyList<Work> works, DateTimeOffset now)
    {
        if (works.All(w => w.Lease.Premises.Count == 0)) return [.. works];
        var asked = works.SelectMany(w => w.Lease.Premises.Select(p => (Work: w, Premise: p))).ToList();
        var found = new Dictionary<Premise, ImmutableArray<Fact>?>(ReferenceEqualityComparer.Instance);
        foreach (var bySource in asked.GroupBy(a => a.Premise.Source))
        {
            var source = sources.GetValueOrDefault(bySource.Key)
                ?? throw new InvalidOperationException($"No premise source \"{bySource.Key}\" is registered.");
            var premises = bySource.Select(a => a.Premise).ToList();
            var facts = source.Read(tx, premises);
            for (var i = 0; i < premises.Count; i++) found[premises[i]] = facts[i];
        }

        var changes = tx.ChangesOf([.. asked.Select(a => a.Premise.Subject).Distinct(StringComparer.Ordinal)]);
        var readable = new List<Work>(works.Count);
        foreach (var work in works)
        {
            if (work.Lease.Premises.FirstOrDefault(p => found[p] is null) is { } unreadable) Defer(tx, work, unreadable, now);
            else
            {
                work.Verdicts = [.. work.Lease.Premises.Select(p => Verdict.Of(tx, changes[p.Subject], sources[p.Source], p, found[p]!.Value, now))];
                readable.Add(work);
            }
        }
        return readable;
    }

    void Defer(ILedgerTransaction tx, Work work, Premise premise, DateTimeOffset now)
    {
        tx.Record(new Decision(
            premise.Subject, tx.NextSeq(premise.Subject), now, premise.About, work.Lease.Kind, DecisionKind.Deferred,
            premise.Believed, premise.At, [], null, [], $"the facts of {premise.Source} cannot be read now")
        {
            Code = ReasonCodes.FactsUnreadable,
        });
        work.Reschedule(now + options.DeferFor);
    }

    static JobEnd End(Work work) => new(work.Lease, work.Next.End, work.Next.RunAt, work.Next.Reason) { Code = work.Next.Code };
}
