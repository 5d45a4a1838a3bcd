using Microsoft.Extensions.Logging.Abstractions;
using Stillso.Sqlite;

namespace Stillso.BatchKills;

/// <summary>One process: it enqueues two batches, or works them off.</summary>
static class BatchWorker
{
    /// <summary>Of one nothing fails, of the other some jobs do.</summary>
    public static readonly string[] Batches = ["good", "bad"];

    sealed record Count(string Batch, int Number);

    sealed record Callback(string Batch, string Name);

    public static SqliteStore Open(string path)
    {
        var store = SqliteStore.Open(path);
        store.Write(tx =>
        {
            tx.Sql.Execute("create table if not exists ran (batch text not null, number integer not null, ended text not null) strict");
            return tx.Sql.Execute("create table if not exists callbacks (batch text not null, name text not null) strict");
        });
        return store;
    }

    public static int Enqueue(string path, int jobs)
    {
        using var store = Open(path);
        var registry = Registry();
        var client = new JobClient(store, registry, TimeProvider.System);
        foreach (var batch in Batches)
        {
            NewJob Call(string name) => registry.New(new Callback(batch, name));
            client.EnqueueBatch(
                new NewBatch(batch) { OnSuccess = Call("success"), OnFailure = Call("failure"), OnComplete = Call("complete") },
                Enumerable.Range(0, jobs / 2).Select(n => new Count(batch, n)), job => job with { UniqueKey = job.Payload, UniqueFor = TimeSpan.FromHours(1), MaxAttempts = 50 });
        }
        return 0;
    }

    public static async Task<int> WorkAsync(string path, Death death)
    {
        using var store = Open(path);
        var options = new WorkerOptions { LostAfter = TimeSpan.FromSeconds(3), Poll = TimeSpan.FromMilliseconds(50), BatchSize = 50, Backoff = new Backoff { First = TimeSpan.FromMilliseconds(1), Cap = TimeSpan.FromMilliseconds(2) }, StopWhen = () => Ended(store) };
        using var worker = new Worker(store, new DyingLedger(store, death), Registry(), [], TimeProvider.System, options, NullLogger<Worker>.Instance);
        await worker.RunAsync($"{Environment.ProcessId}", CancellationToken.None);
        return 0;
    }

    static long lookedAt;

    // Not at every turn.
    static bool Ended(SqliteStore store)
    {
        if (Environment.TickCount64 - lookedAt < 200) return false;
        lookedAt = Environment.TickCount64;
        return Batches.All(b => store.Read(tx => tx.FindBatch(b))?.IsComplete == true) && store.NextDue(["default"]) is null;
    }

    static JobRegistry Registry() => new JobRegistry().Add("count", new Counter()).Add("callback", new CallbackHandler());

    // Of a hundred jobs two are superseded, one is put off once, one adds another; of the bad batch one is dead.
    sealed class Counter : IPhasedHandler<Count>
    {
        public void Decide(Batch<Count> batch)
        {
            foreach (var work in batch.Works)
            {
                var (name, number) = (work.Job.Batch, work.Job.Number);
                if (name == "bad" && number % 100 == 99) work.Park("it cannot be counted");
                else if (name == "bad" && number % 1000 == 500) throw new InvalidOperationException("it breaks");
                else if (number % 100 == 7 && DateTimeOffset.UtcNow - work.Lease.RunAt < TimeSpan.FromMilliseconds(1)) work.Reschedule(batch.Now.AddMilliseconds(20));
                else if (number % 50 == 3) End(work, batch, "superseded", work.Supersede);
                else End(work, batch, "completed", work.Complete);
            }
        }

        static void End(Work<Count> work, Batch<Count> batch, string ended, Action end)
        {
            var (name, number) = (work.Job.Batch, work.Job.Number);
            batch.Transaction.Sql.Execute("insert into ran (batch, number, ended) values (@batch, @number, @ended)", name, number, ended);
            // It adds another one to its batch while it runs.
            if (number is >= 0 and var n && n % 100 == 11) batch.Transaction.Enqueue([new NewJob("count", $$"""{"Batch":"{{name}}","Number":{{-n}}}""") { Batch = name, MaxAttempts = 50 }], batch.Now);
            end();
        }
    }

    sealed class CallbackHandler : IPhasedHandler<Callback>
    {
        public void Decide(Batch<Callback> batch)
        {
            foreach (var work in batch.Works)
            {
                batch.Transaction.Sql.Execute("insert into callbacks (batch, name) values (@batch, @name)", work.Job.Batch, work.Job.Name);
                work.Complete();
            }
        }
    }
}
