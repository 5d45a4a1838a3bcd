namespace Stillso.Sqlite;

/// <summary>
/// The one connection that writes. Whoever comes while a transaction is open joins it, each in a savepoint, and the last commits
/// for all: many who write at once wait for the disk together. Nobody is told anything before that commit.
/// </summary>
sealed class SqliteWriter(SqliteSession session) : IDisposable
{
    const int Most = 128;
    readonly Lock gate = new();
    int waiting;
    Shared? open;

    public SqliteSession Session => session;

    /// <summary>How many transactions were committed.</summary>
    public long Commits { get; private set; }

    /// <summary>Runs <paramref name="work"/> whole or not at all.</summary>
    /// <param name="work">What to write.</param>
    /// <param name="lasting">False: what it writes may be taken back by a power cut, with everything after it.</param>
    public T Write<T>(Func<Statements, T> work, bool lasting = true)
    {
        if (gate.IsHeldByCurrentThread) throw new InvalidOperationException("A write transaction cannot be begun in another one.");
        Interlocked.Increment(ref waiting);
        Shared shared;
        T result;
        lock (gate)
        {
            Interlocked.Decrement(ref waiting);
            if (!lasting && open is null) return WithoutTheDisk(work);
            (shared, result) = Join(work);
        }
        shared.Committed.Task.GetAwaiter().GetResult();
        return result;
    }

    public void Dispose() => session.Dispose();

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
        if (Volatile.Read(ref waiting) > 0 && shared.Works < Most) return;
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

    sealed class Shared
    {
        public TaskCompletionSource Committed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public int Works { get; set; }
    }
}
