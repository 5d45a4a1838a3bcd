using System.Globalization;

namespace EngineBench;

/// <summary>What is measured. In each round of runs the engines take turns, so that an hour's weather meets all of them.</summary>
static class Measures
{
    public static readonly string[] Backlogs = ["10000", "100000", "1000000", "10000000"];
    static readonly string[] DotNetPeers = ["quartz-postgres", "hangfire-postgres"];
    public static readonly int[] Concurrencies = [1, 4, 16, 32];
    static readonly string[] Memory = ["stillso-memory", "hangfire-memory", "quartz-memory"];
    static readonly string[] Sqlite = ["stillso-sqlite", "quartz-sqlite"];

    public static readonly (string Name, Action<Sizes, Results> Once)[] Engine =
    [
        ("floor", (size, results) => Once(size, results, "floor")),
        ("enqueue", (size, results) => EachOnce(size, results, "enqueue", [.. Memory, .. Sqlite])),
        ("drain", Drain),
        ("pickup", (size, results) => EachOnce(size, results, "pickup", [.. Memory, .. Sqlite])),
        ("pickup-across", (size, results) => EachOnce(size, results, "pickup-across", Sqlite)),
        ("believe", (size, results) => Once(size, results, "believe", "stillso-sqlite")),
        ("batch", (size, results) => Once(size, results, "batch", "stillso-sqlite")),
    ];

    public static readonly (string Name, Action<Sizes, Results> Once)[] Postgres =
    [
        ("floor", (size, results) => Once(size, results, "floor-postgres")),
        ("enqueue", (size, results) => EachOnce(size, results, "enqueue", ["stillso-postgres", .. NodePeer.Names, .. DotNetPeers])),
        ("drain", (size, results) => Drain(size, results, ["stillso-postgres 4", "stillso-postgres 16", "stillso-postgres 32", "graphile-worker 24", "pg-boss 4", "quartz-postgres 16", "hangfire-postgres 16"])),
        ("pickup", (size, results) => EachOnce(size, results, "pickup", ["stillso-postgres", "graphile-worker", .. DotNetPeers])),
        ("pickup-across", (size, results) => EachOnce(size, results, "pickup-across", ["stillso-postgres", .. DotNetPeers])),
        ("believe", (size, results) => Once(size, results, "believe", "stillso-postgres")),
        ("batch", (size, results) => Once(size, results, "batch", "stillso-postgres")),
        ("held", (size, results) => { Once(size, results, "held", "stillso-postgres", "16"); Once(size, results, "held", "graphile-worker", "24"); }),
        ("long", (size, results) => Once(size, results, "long")),
        ("workers", (size, results) => EachOnce(size, results, "workers", ["1", "2", "4"])),
        ("backlog", (size, results) => EachOnce(size, results, "backlog", size == Sizes.Full ? Backlogs : Backlogs[..1])),
    ];

    public static Results Run((string Name, Action<Sizes, Results> Once)[] all, IReadOnlyCollection<string> names, Sizes size, int runs)
    {
        if (names.FirstOrDefault(n => all.All(a => a.Name != n)) is { } unknown)
            throw new ArgumentException($"There is no measure \"{unknown}\": {string.Join(", ", all.Select(a => a.Name))}.");
        var results = new Results();
        for (var n = 1; n <= runs; n++)
        {
            foreach (var (name, once) in all.Where(a => names.Count == 0 || names.Contains(a.Name)))
            {
                Console.WriteLine($"run {n} of {runs}: {name}");
                once(size, results);
            }
        }
        return results;
    }

    static void Drain(Sizes size, Results results) =>
        Drain(size, results, Concurrencies.SelectMany(c => Memory.Concat(Sqlite).Select(engine => string.Create(CultureInfo.InvariantCulture, $"{engine} {c}"))));

    static void Drain(Sizes size, Results results, IEnumerable<string> engines)
    {
        foreach (var engine in engines)
        {
            var what = $"drain {engine}";
            results.Add(what, Say(what, Figures.OfRun(size, [.. what.Split(' '), results.Jobs(what).ToString(CultureInfo.InvariantCulture)])));
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
