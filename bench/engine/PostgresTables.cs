namespace EngineBench;

/// <summary>Which figures on PostgreSQL stand beside which.</summary>
static class PostgresTables
{
    static readonly string[] Engines = ["stillso-postgres", "graphile-worker", "pg-boss", "quartz-postgres", "hangfire-postgres"];
    static readonly string[] Drains = ["stillso-postgres 16", "graphile-worker 24", "pg-boss 4", "quartz-postgres 16", "hangfire-postgres 16"];

    public static IEnumerable<ComparisonTable> Of(Results results) =>
    [
        new("On PostgreSQL: every commit waits for the disk", ["Stillso", "graphile-worker", "pg-boss", "Quartz", "Hangfire", "plain statements"], [.. Beside(results)]),
        new("Stillso alone, on PostgreSQL", ["Stillso"], [.. Alone(results)]),
    ];

    static IEnumerable<Row> Beside(Results results)
    {
        Row Row(string measure, string aim, Func<string, string> run, string figure, string? floor = null, string[]? engines = null) =>
            new(measure, aim, [.. (engines ?? Engines).Select(e => results.Of(run(e), figure)), floor is null ? null : results.Of("floor-postgres", floor)]);
        yield return Row("enqueue one, 1 client", "≥ 0.8 × plain", e => $"enqueue {e}", "one", "one");
        yield return Row("enqueue one, 8 clients", "≥ 0.8 × plain", e => $"enqueue {e}", "eight", "eight");
        yield return Row("enqueue in bulk; plain: COPY", "≥ 0.8 × plain", e => $"enqueue {e}", "bulk", "copy");
        yield return Row("drain; plain: delete 500 returning", "≥ 2 × graphile-worker and pg-boss, ≥ 0.6 × plain", e => $"drain {e}", "rate", "delete", Drains);
        yield return Row("drain, to the last body", "", e => $"drain {e}", "bodies", engines: Drains);
        yield return Row("jobs of that drain", "", e => $"drain {e}", "jobs", engines: Drains) with { Compared = false };
        yield return Row("seconds of that drain", "", e => $"drain {e}", "seconds", engines: Drains) with { Compared = false };
        yield return Row("peak memory of the worker, MiB", "≤ 150", e => $"drain {e}", "peak MiB", engines: Drains);
        yield return Row("pickup p50 in one process, ms", "≤ 1.5", e => $"pickup {e}", "p50");
        yield return Row("pickup p99 in one process, ms", "≤ 10", e => $"pickup {e}", "p99");
        yield return Row("pickup p50 across processes, ms", "≤ 1.5", e => $"pickup-across {e}", "p50");
        yield return Row("pickup p99 across processes, ms", "≤ 10", e => $"pickup-across {e}", "p99");
        string[] held = ["stillso-postgres 16", "graphile-worker 24", "", "", ""];
        yield return Row("drain, fixed size", "", e => $"held {e}", "without", engines: held);
        yield return Row("the fourth such drain while a snapshot is held", "", e => $"held {e}", "held", engines: held);
        yield return Row("ratio of the two", "≥ 0.9", e => $"held {e}", "ratio", engines: held) with { Compared = false };
    }

    static IEnumerable<Row> Alone(Results results)
    {
        foreach (var c in new[] { "4", "16", "32" }) yield return new($"drain, {c} at once", "", results.Of($"drain stillso-postgres {c}", "rate"));
        yield return new("commits per job, 16 at once", "≤ 0.01", results.Of("drain stillso-postgres 16", "commits"));
        yield return new("statements per job, 16 at once", "≤ 0.02", results.Of("drain stillso-postgres 16", "statements"));
        yield return new("bytes allocated per job, 16 at once", "", results.Of("drain stillso-postgres 16", "bytes"));
        yield return new("a premise and a decision per job, drained", "≥ 25,000", results.Of("believe stillso-postgres", "rate"));
        yield return new("statements per such job", "", results.Of("believe stillso-postgres", "statements"));
        yield return new("a batch to its callback ÷ the same jobs in none", "≤ 1.25", results.Of("batch stillso-postgres", "ratio"));
        yield return new("plain statements: 500 at a time deleted by SKIP LOCKED", "", results.Of("floor-postgres", "delete"));
        yield return new("plain statements: 500 at a time from a segment, which is emptied whole", "", results.Of("floor-postgres", "segments"));
        foreach (var (when, words) in new[] { ("first", "the first tenth of 5,000,000 jobs"), ("last", "their last tenth"), ("after", "as many once more, after that and a vacuum") })
        {
            var held = when == "after" ? "" : ", a snapshot held";
            yield return new($"{words}{held}: drained", when == "last" ? "≥ 0.9 × the first" : "", results.Of("long", $"{when} rate"));
            yield return new($"{words}{held}: the table, MiB", "", results.Of("long", $"{when} table MiB"));
            yield return new($"{words}{held}: its indexes, MiB", "", results.Of("long", $"{when} indexes MiB"));
            yield return new($"{words}{held}: dead rows in it", when == "last" ? "two for each job" : "", results.Of("long", $"{when} dead"));
        }
        foreach (var w in new[] { "1", "2", "4" }) yield return new($"drain, {w} {(w == "1" ? "process" : "processes")}", w == "1" ? "" : "no less", results.Of($"workers {w}", "rate"));
        foreach (var b in Measures.Backlogs) yield return new($"drain with {int.Parse(b, System.Globalization.CultureInfo.InvariantCulture):#,0} jobs waiting, kept at that", b == "10000000" ? "≥ 0.8 × with 10,000" : "", results.Of($"backlog {b}", "rate"));
    }
}
