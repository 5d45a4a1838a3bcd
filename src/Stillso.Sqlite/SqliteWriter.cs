namespace Stillso.Sqlite;

/// <summary>
/// The one connection that writes. Whoever comes while a transaction is open joins it, each in a savepoint, and the last commits
/// for all: many who write at once wait for the disk together, and so do the writes that one has together. Nobody is told anything before that commit.
/// </summary>
sealed class SqliteWriter(SqliteSession session) : IDisposable
{
    const int Most = 128;
    readonly Lock gate = new();
    int waiting;
    Shared? open;
    // What the thread that has the gate writes together; null: nothing.
    Group? group;

    public SqliteSession Session => session;

    /// <summary>Whether nobody but this thread can use the connection now.</summary>
    public bool IsMine => gate.IsHeldByCurrentThread;

    /// <summary>A transaction has committed: said once by each who wrote in it, outside any. A lease alone is not said: it makes nothing due.</summary>
    public event Action? Committed;

    /// <summary>How many transactions were committed.</summary>
    public long Commits { get; private set; }

    /// <summary>Runs <paramref name="work"/> whole or not at all.</summary>
    /// <param name="work">What to write.</param>
    /// <param name="lasting">False: what it writes may be taken back by a power cut, with everything after it.</param>
    public T Write<T>(Func<Statements, T> work, bool lasting = true)
    {
        if (IsMine) return InGroup(work);
        Interlocked.Increment(ref waiting);
        Shared shared;
        T result;
        lock (gate)
        {
            Interlocked.Decrement(ref waiting);
            if (!lasting && open is null) return WithoutTheDisk(work);
            (shared, result) = Join(work);
        }
        Await(shared);
        return result;
    }

    /// <summary>Reads by this connection, where it is the only one: what others have left to be committed is committed before.</summary>
    public T Read<T>(Func<SqliteSession, T> work)
    {
        if (IsMine) return work(session);
        lock (gate)
        {
            if (open is { } shared) Commit(shared);
            return work(session);
        }
    }

    /// <summary>Runs <paramref name="work"/>, whose writes commit together.</summary>
    public void Together(Action work)
    {
        if (IsMine) throw InAnother();
        Interlocked.Increment(ref waiting);
        Group own;
        lock (gate)
        {
            Interlocked.Decrement(ref waiting);
            group = own = new Group();
            try
            {
                work();
                if (own.Error is { } error) throw error;
            }
            catch (Exception e)
            {
                TakeBack(own, e);
                throw;
            }
            finally
            {
                group = null;
            }
            if (own.Shared is not null)
            {
                if (own.IsJoined) session.Statements.Execute("release together");
                own.Shared.Works++;
            }
            // Also what others have left to be committed by this one, which may have written nothing.
            if (open is { } shared) CommitUnlessAwaited(shared);
        }
        if (own.Shared is not null) Await(own.Shared);
    }

    public void Dispose() => session.Dispose();

    T InGroup<T>(Func<Statements, T> work)
    {
        if (group is not { IsWriting: false } own) throw InAnother();
        if (own.Error is not null) throw own.Error;
        own.IsWriting = true;
        try
        {
            if (own.Shared is null && open is null) return First(own, work);
            if (own.Shared is null)
            {
                (own.Shared, own.IsJoined) = (open, true);
                session.Statements.Execute("savepoint together");
            }
            return InSavepoint(work);
        }
        catch (Exception e) when (own.Shared is not null && session.IsRolledBack)
        {
            // With it went what was written before it, which nobody is to take for written.
            own.Error = new StoreUnavailableException($"SQLite has rolled back everything that was to be committed together: {e.Message}", e);
            throw own.Error;
        }
        finally
        {
            own.IsWriting = false;
        }
    }

    // Nothing is in the transaction yet that a savepoint would keep.
    T First<T>(Group own, Func<Statements, T> work)
    {
        own.Shared = Begin();
        try
        {
            return work(session.Statements);
        }
        catch (Exception e)
        {
            Abandon(own.Shared, e);
            own.Shared = null;
            throw;
        }
    }

    void TakeBack(Group own, Exception error)
    {
        if (open is not { } shared) return;
        // Others' writes may be in the same transaction.
        if (shared.Works == 0 || session.IsRolledBack) Abandon(shared, error);
        else
        {
            if (own.Shared is not null)
            {
                session.Statements.Execute("rollback to together");
                session.Statements.Execute("release together");
            }
            CommitUnlessAwaited(shared);
        }
    }

    static InvalidOperationException InAnother() => new("A write transaction cannot be begun in another one.");

    (Shared, T) Join<T>(Func<Statements, T> work)
    {
        var isFirst = open is null;
        var shared = open ?? Begin();
        try
        {
            var result = isFirst ? work(session.Statements) : InSavepoint(work);
            shared.Works++;
            CommitUnlessAwaited(shared);
            return (shared, result);
        }
        catch (Exception e)
        {
            if (isFirst || session.IsRolledBack) Abandon(shared, e);
            else CommitUnlessAwaited(shared);
            throw;
        }
    }

    Shared Begin()
    {
        session.Statements.Execute("begin immediate");
        return open = new Shared();
    }

    void CommitUnlessAwaited(Shared shared)
    {
        if (Volatile.Read(ref waiting) == 0 || shared.Works >= Most) Commit(shared);
    }

    void Commit(Shared shared)
    {
        try
        {
            session.Statements.Execute("commit");
            (open, Commits) = (null, Commits + 1);
            shared.Committed.SetResult();
        }
        catch (Exception e)
        {
            Abandon(shared, e);
        }
    }

    void Await(Shared shared)
    {
        shared.Committed.Task.GetAwaiter().GetResult();
        Committed?.Invoke();
    }

    void Abandon(Shared shared, Exception error)
    {
        open = null;
        session.RollBack();
        shared.Committed.SetException(error);
        // The first of them waits for nothing: it throws its own.
        _ = shared.Committed.Task.Exception;
    }

    T InSavepoint<T>(Func<Statements, T> work)
    {
        session.Statements.Execute("savepoint joined");
        try
        {
            var result = work(session.Statements);
            session.Statements.Execute("release joined");
            return result;
        }
        catch when (!session.IsRolledBack)
        {
            session.Statements.Execute("rollback to joined");
            session.Statements.Execute("release joined");
            throw;
        }
    }

    // Whether commits wait for the disk cannot change inside a transaction, so nobody joins this one.
    T WithoutTheDisk<T>(Func<Statements, T> work)
    {
        session.Synchronous = false;
        try
        {
            var result = session.InTransaction(immediate: true, () => work(session.Statements));
            Commits++;
            return result;
        }
        finally
        {
            session.Synchronous = true;
        }
    }

    sealed class Group
    {
        public Shared? Shared { get; set; }
        // Others' writes were in the transaction before.
        public bool IsJoined { get; set; }
        public bool IsWriting { get; set; }
        public StoreUnavailableException? Error { get; set; }
    }

    sealed class Shared
    {
        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public int Works { get; set; }
    }
}
