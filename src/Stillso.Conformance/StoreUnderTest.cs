using Xunit;

namespace Stillso.Conformance;

/// <summary>What every part of the suite stands on: a fresh store, which says in one place how it is made.</summary>
/// <typeparam name="TStore">A store that is both queue and ledger.</typeparam>
public abstract class StoreUnderTest<TStore> : IDisposable where TStore : IJobStore, ILedger
{
    readonly Stack<IDisposable> disposables = new();
    DirectoryInfo? folder;
    TStore? store;

    /// <summary>The start of business time in the suite.</summary>
    protected static DateTimeOffset Start { get; } = new(2024, 10, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The store of this test.</summary>
    protected TStore Store => store ??= Create();

    /// <summary>Makes an empty store.</summary>
    protected abstract TStore Create();

    /// <summary>The store of this test as another process has it; by default the same object.</summary>
    protected virtual TStore Beside() => Store;

    /// <summary>A file of this test's own, in a folder that is removed after it.</summary>
    protected string File(string name) => Path.Combine((folder ??= Directory.CreateTempSubdirectory("stillso-")).FullName, name);

    /// <summary>Keeps something until the test is over, and disposes it then.</summary>
    protected T Until<T>(T kept) where T : IDisposable
    {
        disposables.Push(kept);
        return kept;
    }

    /// <summary>Ends what the test has made.</summary>
    public virtual void Dispose()
    {
        while (disposables.TryPop(out var kept)) kept.Dispose();
        (store as IDisposable)?.Dispose();
        folder?.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected IReadOnlyList<long> Enqueue(params NewJob[] jobs) => Store.Write(tx => tx.Enqueue(jobs, Start));

    protected static NewJob Job(string name, string? key = null, int priority = 0, int runInSeconds = 0) =>
        new(name, "{}") { OrderingKey = key, Priority = priority, RunAt = Start.AddSeconds(runInSeconds) };

    protected IReadOnlyList<LeasedJob> Lease(long epoch, int atSeconds = 0, int limit = 100) =>
        Store.Lease(new LeaseRequest(epoch, ["default"], Start.AddSeconds(atSeconds), limit));

    protected IReadOnlyList<string> Kinds(long epoch, int atSeconds = 0, int limit = 100) => [.. Lease(epoch, atSeconds, limit).Select(j => j.Kind)];

    protected void Finish(long epoch, LeasedJob job, JobEndKind kind, int runInSeconds = 0) => Store.Write(tx =>
    {
        tx.Enter(epoch, [job.Id]);
        tx.Finish([new JobEnd(job, kind, Start.AddSeconds(runInSeconds))], Start);
        return true;
    });

    protected long Epoch() => Store.BeginEpoch("test").Number;
}
