namespace EngineBench;

/// <summary>An engine with one kind of job, which does nothing. Every job carries one number.</summary>
interface IEngine : IAsyncDisposable
{
    /// <summary>Enqueues one job with a call of its own; returns when it is stored.</summary>
    ValueTask EnqueueAsync(long at);

    /// <summary>Enqueues many jobs as fast as this engine can.</summary>
    ValueTask FillAsync(int jobs);

    /// <summary>Begins to work.</summary>
    ValueTask StartAsync();

    /// <summary>After the last job has run: returns when the end of every one is stored, then stops.</summary>
    ValueTask FinishAsync();

    /// <summary>How many jobs are not finished.</summary>
    ValueTask<long> LeftAsync();

    /// <summary>Commits and statements so far; null: not counted.</summary>
    (long Commits, long Statements)? Counts => null;
}

/// <summary>The engines by name.</summary>
static class Engines
{
    /// <summary>Opens one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="concurrency">How many jobs at once.</param>
    /// <param name="loops">Where it is Stillso on PostgreSQL: how many loops these are shared among.</param>
    public static IEngine Open(string name, string folder, int concurrency, int loops = 1) => name switch
    {
        "stillso-memory" => StillsoEngine.InMemory(concurrency),
        "stillso-sqlite" => StillsoEngine.OnSqlite(folder, concurrency),
        "stillso-postgres" => StillsoEngine.OnPostgres(folder, concurrency, loops),
        "hangfire-memory" => HangfireEngine.InMemory(concurrency),
        "hangfire-postgres" => HangfireEngine.OnPostgres(folder, concurrency),
        "quartz-postgres" => QuartzEngine.OnPostgres(folder, concurrency),
        "quartz-memory" => QuartzEngine.InMemory(concurrency),
        "quartz-sqlite" => QuartzEngine.OnSqlite(folder, concurrency),
        _ => throw new ArgumentException($"There is no engine \"{name}\"."),
    };
}
