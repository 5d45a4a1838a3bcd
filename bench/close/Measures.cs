using System.Globalization;

namespace Bench;

/// <summary>A row of the table.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="World">On what.</param>
/// <param name="Aim">What it should come to.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="PerSecond">Accounts a second, for the picture; null: not in it.</param>
sealed record Result(string Measure, string World, string Aim, string Outcome, double? PerSecond = null)
{
    public static string N(double number, string format = "#,0") => number.ToString(format, CultureInfo.InvariantCulture);
}

/// <summary>The measures of a close, each the median of some runs, each run a process of its own.</summary>
static class Measures
{
    static readonly (string Name, Func<Worlds, int, IEnumerable<Result>> Measure)[] All =
    [
        ("speed", Speed), ("growth", Growth), ("whale", Whale), ("before", Before), ("slow-gateway", Slow), ("races", Races),
    ];

    public static void Run(IReadOnlyCollection<string> names, int runs, string folder)
    {
        if (names.FirstOrDefault(n => All.All(a => a.Name != n)) is { } unknown)
            throw new ArgumentException($"There is no measure \"{unknown}\": {string.Join(", ", All.Select(a => a.Name))}.");
        using var worlds = new Worlds();
        var results = new List<Result>();
        foreach (var (name, measure) in All.Where(a => names.Count == 0 || names.Contains(a.Name)))
        {
            foreach (var result in measure(worlds, runs))
            {
                Console.WriteLine($"{name}: {result.Measure}, {result.World}: {result.Outcome}");
                results.Add(result);
            }
        }
        Report.Write(folder, results, runs);
    }

    static IEnumerable<Result> Speed(Worlds worlds, int runs)
    {
        var world = worlds.Sample(10_000, 100);
        var (close, floor, pdf) = (new List<Figures>(), new List<Figures>(), new List<Figures>());
        for (var n = 0; n < runs; n++)
        {
            close.Add(Child(worlds, "close", world));
            floor.Add(Child(worlds, "floor", world));
            pdf.Add(Child(worlds, "close-with-pdf", world));
        }
        var (ours, least, with) = (Median(close), Median(floor), Median(pdf));
        const string Of = "10,000 accounts × 100 rows";
        yield return new("import to mails, without PDF", Of, "≥ 1,500 accounts/s", $"{Result.N(ours.PerSecond)} accounts/s ({Parts(ours)})", ours.PerSecond);
        yield return new("the floor", Of, "", $"{Result.N(least.PerSecond)} accounts/s ({Parts(least)})", least.PerSecond);
        yield return new("time beside the floor's", Of, "≤ 2.2 ×", $"{Result.N(Median(close.Zip(floor, (c, f) => c.Seconds / f.Seconds)), "0.00")} ×");
        yield return new("import to mails, with PDF", Of, "≥ 500 accounts/s", $"{Result.N(with.PerSecond)} accounts/s", with.PerSecond);
        yield return new("commits and statements", Of, "", $"{Result.N(ours.More["commits per account"], "0.000")} commits, {Result.N(ours.More["statements per account"], "0.0")} statements per account, {Result.N(ours.More["store KiB per account"], "0.0")} KiB of store");
        yield return new("reports after the mails", Of, "", $"{Result.N(ours.More["reports"], "0.0")} s");
    }

    static IEnumerable<Result> Growth(Worlds worlds, int runs)
    {
        var before = 0d;
        foreach (var accounts in new[] { 1_000, 10_000, 100_000 })
        {
            var world = worlds.Sample(accounts, 20);
            var median = Median([.. Enumerable.Range(0, runs).Select(_ => Child(worlds, "close", world))]);
            var each = median.Seconds / accounts;
            yield return new(
                "growth", $"{Result.N(accounts)} accounts × 20 rows", "linear within 15 %, ≤ 400 MiB",
                $"{Result.N(median.PerSecond)} accounts/s{(before == 0 ? "" : $", {Result.N(each / before, "0.00")} × the time of an account at a tenth of the size")}, {median.PeakMiB} MiB", median.PerSecond);
            before = each;
        }
    }

    static IEnumerable<Result> Whale(Worlds worlds, int runs)
    {
        var (alone, beside) = (worlds.Sample(10_000, 20), worlds.WithWhale(10_000, 20, 5_000_000));
        var (without, with) = (new List<Figures>(), new List<Figures>());
        for (var n = 0; n < runs; n++)
        {
            without.Add(Child(worlds, "real-time", alone));
            with.Add(Child(worlds, "real-time", beside, Worlds.Whale));
        }
        var whale = Median(with);
        const string Of = "one account with 5,000,000 rows among 10,000 × 20, real clock";
        yield return new("a whale's own steps", Of, "< 10 min", $"{Result.N(whale.More["the whale's steps"], "0.0")} s (its import with the others': {Result.N(whale.More["import"], "0")} s, {whale.PeakMiB} MiB)");
        yield return new("the others beside it", Of, "≤ 1.10 ×", $"{Result.N(Median(with.Zip(without, (w, o) => w.Seconds / o.Seconds)), "0.00")} × their time without it");
    }

    static IEnumerable<Result> Before(Worlds worlds, int runs)
    {
        var (few, many) = (worlds.Sample(300, 20), worlds.Sample(10_000, 20));
        foreach (var milliseconds in new[] { "0", "100" })
        {
            var (loop, jobs) = (new List<Figures>(), new List<Figures>());
            for (var n = 0; n < runs; n++)
            {
                loop.Add(Child(worlds, "loop", few, milliseconds));
                jobs.Add(Child(worlds, "jobs", many, milliseconds));
            }
            var gateway = milliseconds == "0" ? "a gateway that answers at once" : $"a gateway that takes {milliseconds} ms a call";
            yield return new("before: one loop, a commit per step, nothing decided", $"300 accounts × 20 rows, {gateway}", "", $"{Result.N(Median(loop).PerSecond, "0.0")} accounts/s", Median(loop).PerSecond);
            yield return new("jobs, 200 effects at once", $"10,000 accounts × 20 rows, {gateway}", "beside it", $"{Result.N(Median(jobs).PerSecond, "0.0")} accounts/s", Median(jobs).PerSecond);
        }
    }

    static IEnumerable<Result> Slow(Worlds worlds, int runs)
    {
        var world = worlds.Sample(24_000, 5);
        var slow = Enumerable.Range(0, runs).Select(_ => Child(worlds, "slow-gateway", world, "500")).ToList();
        var median = Median(slow);
        var of = $"100 ms a call, limit 500 requests/s, {Result.N(median.More["charges"])} charges";
        yield return new("a slow gateway", of, "≥ 95 % of the limit", $"{Result.N(median.More["requests per second"])} requests/s, {Result.N(median.More["share of the limit"], "0.0 %")}");
        yield return new("answered 429", of, "≤ 1 %", Result.N(median.More["answered 429"], "0.00 %"));
    }

    static IEnumerable<Result> Races(Worlds worlds, int runs)
    {
        var (still, changing) = (worlds.Sample(10_000, 20), worlds.Changing(10_000, 20));
        var (none, races) = (new List<Figures>(), new List<Figures>());
        for (var n = 0; n < runs; n++)
        {
            none.Add(Child(worlds, "close", still));
            races.Add(Child(worlds, "close", changing));
        }
        yield return new(
            "races", "10,000 accounts × 20 rows, 5 % change between steps", "≤ 1.10 ×",
            $"{Result.N(Median(races.Zip(none, (r, o) => r.Seconds / o.Seconds)), "0.00")} × the time of none");
    }

    static Figures Child(Worlds worlds, params string[] run)
    {
        var watch = new Watch();
        var figures = Figures.OfChild(worlds.RunFolder(), run);
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {run[0]}: {figures.Seconds:0.0} s, {figures.PerSecond:0} accounts/s, {figures.PeakMiB} MiB ({Parts(figures)}; {watch.Seconds:0} s with its preparation)"));
        return figures;
    }

    static string Parts(Figures figures) => string.Join(", ", figures.More.Where(m => !m.Key.Contains("per account", StringComparison.Ordinal) && m.Key != "reports")
        .Select(m => $"{m.Key} {Result.N(m.Value, "0.00")}"));

    static Figures Median(IReadOnlyList<Figures> runs) => runs.OrderBy(f => f.Seconds).ElementAt(runs.Count / 2);

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
