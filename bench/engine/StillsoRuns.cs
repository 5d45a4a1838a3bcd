using System.Diagnostics;
using System.Globalization;
using Stillso;

namespace EngineBench;

/// <summary>What only Stillso has.</summary>
static class StillsoRuns
{
    const int Concurrency = 16;
    const int Subjects = 10_000;

    /// <summary>One premise is read again and one decision kept per job, with the subject's own count.</summary>
    public static async Task<Figures> BelieveAsync(string engine, Sizes size, string folder)
    {
        await BelieveAsync(engine, 2_000, folder);
        return await BelieveAsync(engine, size.Believing, folder);
    }

    /// <summary>A batch to its callback, beside the same jobs in none to their last end; enqueueing is in both.</summary>
    public static async Task<Figures> BatchAsync(string engine, Sizes size, string folder)
    {
        await BatchAsync(engine, 1_000, "first", folder);
        await BatchAsync(engine, 1_000, null, folder);
        var (batch, none) = (await BatchAsync(engine, size.Batch, "batch", folder), await BatchAsync(engine, size.Batch, null, folder));
        return new Figures { ["batch"] = batch, ["none"] = none, ["ratio"] = batch / none };
    }

    static async Task<Figures> BelieveAsync(string name, int jobs, string folder)
    {
        await using var engine = (StillsoEngine)Engines.Open(name, Runs.Fresh(folder), Concurrency);
        var at = DateTimeOffset.UtcNow;
        var subjects = Enumerable.Range(0, Subjects).Select(n => string.Create(CultureInfo.InvariantCulture, $"subject-{n:0000}")).ToList();
        FactSource.Keep(engine.Ledger, subjects);
        var n = 0;
        engine.Fill(jobs, i => new Believe(i), job => job with { Premises = [FactSource.Of(subjects[n++ % Subjects], at)] });
        var ran = Seen.Expect(jobs);
        var (before, started) = (engine.Counts!.Value, Stopwatch.GetTimestamp());
        await engine.StartAsync();
        await ran;
        await engine.FinishAsync();
        var seconds = Runs.Since(started);
        Seen.AssertAllRanOnce();
        if (engine.Ledger.Read(tx => tx.Sql.Number($"select count(*) from {engine.Prefix}decisions where kind = 'Acted'")) is var kept && kept != jobs)
            throw new InvalidOperationException($"{kept} decisions, not {jobs}.");
        var after = engine.Counts!.Value;
        return new Figures
        {
            ["rate"] = jobs / seconds, ["seconds"] = seconds,
            ["commits"] = (double)(after.Commits - before.Commits) / jobs, ["statements"] = (double)(after.Statements - before.Statements) / jobs,
        };
    }

    static async Task<double> BatchAsync(string name, int jobs, string? batch, string folder)
    {
        await using var engine = (StillsoEngine)Engines.Open(name, Runs.Fresh(folder), Concurrency);
        CallbackHandler.Ran = new TaskCompletionSource();
        var ran = Seen.Expect(jobs);
        var started = Stopwatch.GetTimestamp();
        if (batch is not null) engine.Ledger.Write(tx => tx.Open(new NewBatch(batch) { OnComplete = engine.Registry.New(new Callback(0)) }));
        engine.Fill(jobs, _ => new NoOp(0), job => job with { Batch = batch });
        await engine.StartAsync();
        await ran;
        if (batch is null) await engine.FinishAsync();
        else await CallbackHandler.Ran.Task;
        var seconds = Runs.Since(started);
        Seen.AssertAllRanOnce();
        return seconds;
    }
}
