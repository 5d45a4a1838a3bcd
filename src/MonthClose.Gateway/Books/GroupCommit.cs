namespace MonthClose.Gateway;

/// <summary>
/// One write transaction for all who wait: whoever finds nobody writing writes at once, those who come meanwhile are
/// written together by the first of them. Nobody is answered before the transaction that has its work is committed.
/// </summary>
sealed class GroupCommit(GatewayBooks books)
{
    // Long enough to share the cost of a commit, short enough for another process that waits for the file.
    const int LargestGroup = 64;

    readonly Lock gate = new();
    readonly Queue<PendingWrite> waiting = new();
    bool writing;

    public async ValueTask<T> RunAsync<T>(Func<GatewayBooks, T> work)
    {
        var write = new PendingWrite<T>(work);
        var leads = true;
        if (Join(write) is { } turn)
        {
            leads = await turn;
            // Requests that are on their way here may catch this transaction.
            if (leads) await Task.Yield();
        }
        if (leads) WriteForAll();
        return write.Result();
    }

    Task<bool>? Join(PendingWrite write)
    {
        lock (gate)
        {
            waiting.Enqueue(write);
            if (writing) return write.WaitAsync();
            writing = true;
            return null;
        }
    }

    void WriteForAll()
    {
        var group = Take();
        try
        {
            Commit(group);
        }
        finally
        {
            PendingWrite? next;
            lock (gate) writing = waiting.TryPeek(out next);
            foreach (var write in group) write.Done();
            next?.Lead();
        }
    }

    PendingWrite[] Take()
    {
        lock (gate)
        {
            var group = new PendingWrite[Math.Min(waiting.Count, LargestGroup)];
            for (var i = 0; i < group.Length; i++) group[i] = waiting.Dequeue();
            return group;
        }
    }

    // What fails in company is done again alone, so that it fails alone.
    void Commit(PendingWrite[] group)
    {
        if (Try(group) is not { } failure) return;
        if (group.Length == 1) group[0].Failure = failure;
        else foreach (var write in group) write.Failure = Try([write]);
    }

    Exception? Try(ReadOnlySpan<PendingWrite> group)
    {
        try
        {
            books.Transact(group);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
