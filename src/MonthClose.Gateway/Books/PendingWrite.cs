using System.Runtime.ExceptionServices;

namespace MonthClose.Gateway;

/// <summary>Work that waits for a write transaction.</summary>
abstract class PendingWrite
{
    TaskCompletionSource<bool>? turn;

    /// <summary>What went wrong with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Ends when it was done by another (false), or when it is this one's turn to write for all (true).</summary>
    public Task<bool> WaitAsync() => (turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Does it, in somebody's transaction.</summary>
    public abstract void Run(GatewayBooks books);

    /// <summary>It was done.</summary>
    public void Done() => turn?.TrySetResult(false);

    /// <summary>It is its turn to write for all who wait.</summary>
    public void Lead() => turn?.TrySetResult(true);
}

/// <summary>Work with a result.</summary>
sealed class PendingWrite<T>(Func<GatewayBooks, T> work) : PendingWrite
{
    T? result;

    public override void Run(GatewayBooks books) => result = work(books);

    public T Result()
    {
        if (Failure is not null) ExceptionDispatchInfo.Throw(Failure);
        return result!;
    }
}
