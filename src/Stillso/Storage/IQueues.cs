namespace Stillso;

/// <summary>What rules the queues of a store, for all its workers.</summary>
public interface IQueues
{
    /// <summary>Lets no job of a queue begin, on any worker. What has begun goes on.</summary>
    /// <returns>False: it was paused already.</returns>
    bool Pause(string queue);

    /// <summary>Lets the jobs of a paused queue begin again.</summary>
    /// <returns>False: it was not paused.</returns>
    bool Resume(string queue);

    /// <summary>Every queue that is paused or has a job, by name in order of code points. It counts: ask now and then, not for every job.</summary>
    IReadOnlyList<QueueState> All();

    /// <summary>Sets a limit, in place of the one of its name. Jobs whose turn was drawn under another one are due at once and draw anew.</summary>
    /// <param name="limit">What may run.</param>
    /// <param name="now">The business clock.</param>
    /// <exception cref="ArgumentException">It cannot be meant.</exception>
    void Set(Limit limit, DateTimeOffset now);

    /// <summary>Removes a limit. Jobs whose turn was drawn under it are due at once.</summary>
    /// <returns>False: there was none.</returns>
    bool RemoveLimit(string name, DateTimeOffset now);

    /// <summary>Every limit, by name in order of code points.</summary>
    IReadOnlyList<Limit> Limits();
}

/// <summary>What is in a queue.</summary>
/// <param name="Name">The queue.</param>
/// <param name="IsPaused">Whether none of its jobs may begin.</param>
/// <param name="Waiting">How many wait for their time or their turn.</param>
/// <param name="Running">How many are in the hands of workers.</param>
/// <param name="Stopped">How many are parked or dead.</param>
/// <param name="Oldest">When the one that waits longest became due, or will; null: none waits.</param>
public sealed record QueueState(string Name, bool IsPaused, long Waiting, long Running, long Stopped, DateTimeOffset? Oldest);
