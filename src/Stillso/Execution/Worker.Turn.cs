namespace Stillso;

// One turn of the loop: what has come back is settled and sent, and what is due is begun.
public sealed partial class Worker
{
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
}
