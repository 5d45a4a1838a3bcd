using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/long-work.md.</summary>
public sealed class LongWorkGuideTests : IDisposable
{
    sealed record Reindex(int Pages);

    sealed class Reindexer(Checkpoints checkpoints, List<int> indexed) : IJobHandler<Reindex>
    {
        public async Task RunAsync(Reindex job, LeasedJob lease, CancellationToken cancellation)
        {
            var page = checkpoints.Of<int>(lease);                      // where an earlier attempt got to; 0 the first time
            for (; page < job.Pages; page++)
            {
                await IndexAsync(page, cancellation);
                checkpoints.Keep(lease, page + 1, done: (page + 1) / (double)job.Pages, note: $"page {page + 1}");
            }
        }

        Task IndexAsync(int page, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            // The first time, the third page fails.
            if (page == 2 && !indexed.Contains(-1))
            {
                indexed.Add(-1);
                throw new TimeoutException();
            }
            indexed.Add(page);
            return Task.CompletedTask;
        }
    }

    sealed record Index(string Document);

    sealed class SearchIndex
    {
        public List<int> Calls { get; } = [];

        public Task<IReadOnlyList<string>> PutAsync(IReadOnlyList<string> documents, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            Calls.Add(documents.Count);
            return Task.FromResult<IReadOnlyList<string>>([.. documents.Where(d => d == "bad")]);
        }
    }

    sealed class Indexer(SearchIndex index) : IChunkHandler<Index>
    {
        public int Size => 100;                                     // at most so many in one call

        public async Task RunAsync(IReadOnlyList<ChunkedJob<Index>> jobs, CancellationToken cancellation)
        {
            var refused = await index.PutAsync([.. jobs.Select(j => j.Job.Document)], cancellation);
            foreach (var job in jobs.Where(j => refused.Contains(j.Job.Document))) job.Fail(new FormatException("The index refused it."));
        }
    }

    readonly TestEngine engine = new();

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task A_job_goes_on_where_it_was()
    {
        var (store, now, indexed) = (engine.Store, engine.Clock.GetUtcNow(), new List<int>());
        ILedger ledger = store;
        engine.Add("reindex", new Reindexer(new Checkpoints(store), indexed));
        var id = engine.Jobs.Enqueue(new Reindex(5));
        await engine.DrainAsync(now);
        var progress = store.ProgressOf(id);         // done, note, whether it runs; null: it has ended
        Assert.Equal((0.4, "page 2", false), (progress!.Done, progress.Note, progress.IsRunning));
        await engine.DrainAsync();
        Assert.Equal([0, 1, -1, 2, 3, 4], indexed);

        id = engine.Jobs.Enqueue(new Reindex(5));
        ledger.Write(tx => tx.CancelJob(id, now));
        Assert.Empty(store.Waiting());
    }

    [Fact]
    public async Task Many_documents_are_one_call()
    {
        var index = new SearchIndex();
        engine.Add("index", new Indexer(index));
        engine.Jobs.EnqueueMany(Enumerable.Range(0, 30).Select(n => new Index(n == 7 ? "bad" : $"{n}")), j => j with { MaxAttempts = 2 });
        await engine.DrainAsync();
        Assert.Equal([30, 1], index.Calls);
        Assert.Single(engine.Store.Stopped());
    }
}
