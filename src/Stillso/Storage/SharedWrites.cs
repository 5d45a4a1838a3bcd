using System.Collections.Concurrent;

namespace Stillso;

/// <summary>For stores: writes that wait without holding a thread. Those that have come when the writer is free are one transaction.</summary>
/// <typeparam name="TSession">What a write writes with.</typeparam>
/// <param name="write">Runs a transaction.</param>
public sealed class SharedWrites<TSession>(Action<Action<TSession>> write) : IThreadPoolWorkItem
{
    const int Most = 256;
    readonly ConcurrentQueue<Waiting> waiting = new();
    int isWriting;

    /// <summary>Runs <paramref name="work"/> in a transaction, with others; once more, alone, if one of them fails.</summary>
    public Task<T> WriteAsync<T>(Func<TSession, T> work)
    {
        var mine = new Waiting<T>(work);
        if (Interlocked.Exchange(ref isWriting, 1) == 0)
        {
            // Nobody else is here: without a turn of the pool in between.
            Run([mine]);
            Release();
        }
        else
        {
            waiting.Enqueue(mine);
            if (Interlocked.Exchange(ref isWriting, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        return mine.Written;
    }

    void IThreadPoolWorkItem.Execute()
    {
        var together = new List<Waiting>();
        while (together.Count < Most && waiting.TryDequeue(out var next)) together.Add(next);
        // What it was called for may have gone with what was there before.
        if (together.Count > 0) Run(together);
        Release();
    }

    // Who comes after the first look sees that nobody writes, or is seen by the second.
    void Release()
    {
        if (waiting.IsEmpty)
        {
            Interlocked.Exchange(ref isWriting, 0);
            if (waiting.IsEmpty || Interlocked.Exchange(ref isWriting, 1) == 1) return;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void Run(List<Waiting> together)
    {
        try
        {
            write(session =>
            {
                foreach (var one in together) one.Run(session);
            });
            foreach (var one in together) one.Tell();
        }
        catch (Exception e) when (together.Count == 1 || e is StoreUnavailableException)
        {
            foreach (var one in together) one.Fail(e);
        }
        catch (Exception)
        {
            // One of them fails, and is to fail alone.
            foreach (var one in together) Run([one]);
        }
    }

    abstract class Waiting
    {
        public abstract void Run(TSession session);
        public abstract void Tell();
        public abstract void Fail(Exception error);
    }

    sealed class Waiting<T>(Func<TSession, T> work) : Waiting
    {
        readonly TaskCompletionSource<T> written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result;

        public Task<T> Written => written.Task;

        public override void Run(TSession session) => result = work(session);

        public override void Tell() => written.SetResult(result!);

        public override void Fail(Exception error) => written.SetException(error);
    }
}
