namespace EngineBench;

/// <summary>A table of engines side by side; the first is compared with the others.</summary>
sealed record ComparisonTable(string Title, IReadOnlyList<string> Engines, IReadOnlyList<Row> Rows);

/// <summary>One value per engine; null: it has none.</summary>
sealed record Row(string Measure, string Aim, params Spread?[] Values)
{
    /// <summary>Whether a ratio says something.</summary>
    public bool Compared { get; init; } = true;
}

/// <summary>Which figures stand beside which.</summary>
static class Tables
{
    const string Usual = "16";

    public static IEnumerable<ComparisonTable> Engine(Results results) =>
    [
        new("In memory: nothing is durable", ["Stillso", "Hangfire", "Quartz"], [.. InMemory(results)]),
        new("On SQLite: WAL, synchronous=FULL", ["Stillso", "Quartz", "floor"], [.. OnSqlite(results)]),
        new("Stillso alone, on SQLite", ["Stillso"], [.. Alone(results)]),
    ];

    static IEnumerable<Row> InMemory(Results results)
    {
        Row Engines(string measure, Func<string, string> run, string figure) =>
            new(measure, "", [.. new[] { "stillso-memory", "hangfire-memory", "quartz-memory" }.Select(e => results.Of(run(e), figure))]);
        yield return Engines("enqueue one, 1 client", e => $"enqueue {e}", "one");
        yield return Engines("enqueue one, 16 clients", e => $"enqueue {e}", "sixteen");
        yield return Engines("enqueue in bulk", e => $"enqueue {e}", "bulk");
        foreach (var c in Measures.Concurrencies) yield return Engines($"drain, {c} at once", e => $"drain {e} {c}", "rate");
        yield return Engines("drain, 16 at once, to the last body", e => $"drain {e} {Usual}", "bodies");
        yield return Engines("jobs of that drain", e => $"drain {e} {Usual}", "jobs") with { Compared = false };
        yield return Engines("seconds of that drain", e => $"drain {e} {Usual}", "seconds") with { Compared = false };
        yield return Engines("bytes allocated per job of it", e => $"drain {e} {Usual}", "bytes");
        yield return Engines("peak memory of it, MiB", e => $"drain {e} {Usual}", "peak MiB");
        yield return Engines("pickup p50, ms", e => $"pickup {e}", "p50");
        yield return Engines("pickup p99, ms", e => $"pickup {e}", "p99");
    }

    static IEnumerable<Row> OnSqlite(Results results)
    {
        Row Engines(string measure, string aim, Func<string, string> run, string figure, string? floor = null) =>
            new(measure, aim, results.Of(run("stillso-sqlite"), figure), results.Of(run("quartz-sqlite"), figure), floor is null ? null : results.Of("floor", floor));
        yield return Engines("enqueue one, 1 client", "", e => $"enqueue {e}", "one", "one");
        yield return Engines("enqueue one, 16 clients", "≥ 5 × the floor's commit each", e => $"enqueue {e}", "sixteen", "one");
        yield return Engines("enqueue in bulk, 1,000 a commit", "≥ 150,000", e => $"enqueue {e}", "bulk", "bulk");
        foreach (var c in Measures.Concurrencies) yield return Engines($"drain, {c} at once; floor: lease, complete, history", c == 32 ? "≥ 100,000" : "", e => $"drain {e} {c}", "rate", "lease");
        yield return Engines("drain, 16 at once; floor: delete 500 returning", "", e => $"drain {e} {Usual}", "rate", "delete");
        yield return Engines("drain, 16 at once, to the last body", "", e => $"drain {e} {Usual}", "bodies");
        yield return Engines("jobs of that drain", "", e => $"drain {e} {Usual}", "jobs") with { Compared = false };
        yield return Engines("seconds of that drain", "", e => $"drain {e} {Usual}", "seconds") with { Compared = false };
        yield return Engines("bytes allocated per job of it", "≤ 1,000", e => $"drain {e} {Usual}", "bytes");
        yield return Engines("peak memory of it, MiB", "", e => $"drain {e} {Usual}", "peak MiB");
        yield return Engines("commits per job of it", "", e => $"drain {e} {Usual}", "commits");
        yield return Engines("statements per job of it", "", e => $"drain {e} {Usual}", "statements");
        yield return Engines("pickup p50, ms", "", e => $"pickup {e}", "p50");
        yield return Engines("pickup p99, ms", "", e => $"pickup {e}", "p99");
        yield return Engines("pickup p50 across processes, ms", "", e => $"pickup-across {e}", "p50");
        yield return Engines("pickup p99 across processes, ms", "≤ 10", e => $"pickup-across {e}", "p99");
    }

    static IEnumerable<Row> Alone(Results results)
    {
        yield return new("a premise and a decision per job, drained", "≥ 40,000", results.Of("believe stillso-sqlite", "rate"));
        yield return new("commits per such job", "", results.Of("believe stillso-sqlite", "commits"));
        yield return new("statements per such job", "", results.Of("believe stillso-sqlite", "statements"));
        yield return new("a batch to its callback ÷ the same jobs in none", "≤ 1.25", results.Of("batch stillso-sqlite", "ratio"));
        yield return new("seconds of the batch", "", results.Of("batch stillso-sqlite", "batch"));
    }
}
