using System.Globalization;

namespace EngineBench;

/// <summary>What is measured. In each round of runs the engines take turns, so that an hour's weather meets all of them.</summary>
static class Measures
{
    public static readonly int[] Concurrencies = [1, 4, 16, 32];
    static readonly string[] Memory = ["stillso-memory", "hangfire-memory", "quartz-memory"];
    static readonly string[] Sqlite = ["stillso-sqlite", "quartz-sqlite"];

    static readonly (string Name, Action<Sizes, Results> Once)[] All =
    [
        ("floor", (size, results) => Once(size, results, "floor")),
        ("enqueue", (size, results) => EachOnce(size, results, "enqueue", [.. Memory, .. Sqlite])),
        ("drain", Drain),
        ("pickup", (size, results) => EachOnce(size, results, "pickup", [.. Memory, .. Sqlite])),
        ("pickup-across", (size, results) => EachOnce(size, results, "pickup-across", Sqlite)),
        ("believe", (size, results) => Once(size, results, "believe")),
        ("batch", (size, results) => Once(size, results, "batch")),
    ];

    public static Results Run(IReadOnlyCollection<string> names, Sizes size, int runs)
    {
        if (names.FirstOrDefault(n => All.All(a => a.Name != n)) is { } unknown)
            throw new ArgumentException($"There is no measure \"{unknown}\": {string.Join(", ", All.Select(a => a.Name))}.");
        var results = new Results();
        for (var n = 1; n <= runs; n++)
        {
            foreach (var (name, once) in All.Where(a => names.Count == 0 || names.Contains(a.Name)))
            {
                Console.WriteLine($"run {n} of {runs}: {name}");
                once(size, results);
            }
        }
        return results;
    }

    static void Drain(Sizes size, Results results)
    {
        foreach (var concurrency in Concurrencies.Select(c => c.ToString(CultureInfo.InvariantCulture)))
        {
            foreach (var engine in Memory.Concat(Sqlite))
            {
                var what = $"drain {engine} {concurrency}";
                results.Add(what, Say(what, Figures.OfRun(size, "drain", engine, concurrency, results.Jobs(what).ToString(CultureInfo.InvariantCulture))));
            }
        }
    }

    static void EachOnce(Sizes size, Results results, string measure, IEnumerable<string> engines)
    {
        foreach (var engine in engines) Once(size, results, measure, engine);
    }

    static void Once(Sizes size, Results results, params string[] run)
    {
        var what = string.Join(' ', run);
        results.Add(what, Say(what, Figures.OfRun(size, run)));
    }

    static Figures? Say(string what, Figures? figures)
    {
        Console.WriteLine($"  {what}: {(figures is null ? "failed" : string.Join(", ", figures.Select(f => $"{f.Key} {Spread.N(f.Value)}")))}");
        return figures;
    }
}
