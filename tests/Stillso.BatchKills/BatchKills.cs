using System.Diagnostics;
using System.Globalization;

namespace Stillso.BatchKills;

/// <summary>Starts the processes, kills them, and looks at what is in the store in the end.</summary>
static class BatchKills
{
    sealed record Running(Process Process, Death Death);

    public static async Task<int> RunAsync(int jobs, int workers, int kills, int seed)
    {
        Console.WriteLine($"seed {seed}: {jobs:N0} jobs in two batches, {workers} workers, {kills} kills");
        var folder = Directory.CreateTempSubdirectory("stillso-kills-").FullName;
        var store = Path.Combine(folder, "store.db");
        var dice = new Random(seed);
        var deaths = new Dictionary<Death, int>();
        var (started, watch, alive) = (0, Stopwatch.StartNew(), new List<Running>());
        // Kills are spread over the work, not over time: on a slow machine whoever is killed has done something too.
        var (next, enqueuerDies) = (0.0, 5);
        using var watched = BatchWorker.Open(store);
        var enqueuer = Start("enqueue", store, $"{jobs}");
        try
        {
            while (true)
            {
                // Each place in turn, as long as there are kills to spend.
                while (alive.Count < workers)
                {
                    var death = deaths.Values.Sum() + alive.Count < kills ? (Death)(started++ % Enum.GetValues<Death>().Length) : Death.Random;
                    alive.Add(new Running(Start("work", store, $"{death}"), death));
                }
                await Task.Delay(dice.Next(10, 50));
                var batches = watched.Read(tx => BatchWorker.Batches.Select(tx.FindBatch).OfType<BatchState>().ToList());
                if (batches.Sum(b => b.Total - b.Pending) >= next && deaths.Values.Sum() < kills && alive[dice.Next(alive.Count)] is { Process.HasExited: false } victim)
                {
                    victim.Process.Kill();
                    Count(deaths, Death.Random);
                    next += dice.NextDouble() * 2 * jobs / kills;
                }
                // Who enqueues is killed too, and begins again.
                if (!enqueuer.HasExited && batches.Sum(b => b.Total) > jobs / 6.0 * (6 - enqueuerDies) && enqueuerDies-- > 0) enqueuer.Kill();
                if (enqueuer.HasExited && enqueuer.ExitCode != 0)
                {
                    enqueuer.Dispose();
                    enqueuer = Start("enqueue", store, $"{jobs}");
                }
                foreach (var gone in alive.Where(a => a.Process.HasExited).ToList())
                {
                    alive.Remove(gone);
                    if (gone.Process.ExitCode == 0) return Judge(store, jobs, deaths, watch.Elapsed);
                    if (gone.Death != Death.Random) Count(deaths, gone.Death);
                    gone.Process.Dispose();
                }
                if (watch.Elapsed > TimeSpan.FromMinutes(15)) throw new TimeoutException("It does not come to its end.");
            }
        }
        finally
        {
            foreach (var process in alive.Select(a => a.Process).Append(enqueuer))
            {
                process.Kill();
                process.WaitForExit();
            }
            Directory.Delete(folder, recursive: true);
        }
    }

    static int Judge(string path, int jobs, Dictionary<Death, int> deaths, TimeSpan took)
    {
        using var store = BatchWorker.Open(path);
        var problems = new List<string>();
        foreach (var batch in BatchWorker.Batches)
        {
            var state = store.Read(tx => tx.FindBatch(batch))!;
            var ran = store.Read(tx => tx.Sql.Query("select number, count(*), min(ended) from ran where batch = @batch group by number", r => (Number: r.GetInt32(0), Times: r.GetInt32(1), Ended: r.GetString(2)), batch));
            Console.WriteLine($"{state}");
            if (ran.Count(r => r.Times > 1) is > 0 and var twice) problems.Add($"{batch}: {twice} jobs were counted more than once");
            // Every number once, and one more for each that adds one, but for those that are parked or dead.
            var numbers = Enumerable.Range(0, jobs / 2).ToList();
            var failed = batch == "bad" ? numbers.Count(n => n % 100 == 99 || n % 1000 == 500) : 0;
            var expected = numbers.Count + numbers.Count(n => n % 100 == 11);
            if (ran.Count + failed != expected) problems.Add($"{batch}: {ran.Count} jobs ran, {expected - failed} should have");
            if ((state.Total, state.Pending, state.IsComplete) != (expected, 0, true)) problems.Add($"{batch}: {state}, {expected} jobs were to be counted");
            if (state.Superseded != ran.Count(r => r.Ended == "superseded")) problems.Add($"{batch}: {state.Superseded} count as superseded");
            if (state.Dead + state.Parked != failed) problems.Add($"{batch}: {state.Dead} are dead and {state.Parked} parked, {failed} should be");
            var callbacks = store.Read(tx => tx.Sql.Query("select name from callbacks where batch = @batch order by name", r => r.GetString(0), batch));
            var wanted = batch == "bad" ? "complete failure" : "complete success";
            if (string.Join(' ', callbacks) != wanted) problems.Add($"{batch}: the callbacks were {string.Join(' ', callbacks)}, and not {wanted}");
        }
        if (store.Waiting().Count > 0) problems.Add($"{store.Waiting().Count} jobs still wait");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{deaths.Values.Sum()} kills in {took.TotalSeconds:F0} s: {string.Join(", ", deaths.OrderBy(d => d.Key).Select(d => $"{d.Value} {d.Key}"))}"));
        foreach (var problem in problems) Console.WriteLine($"VIOLATED {problem}");
        Console.WriteLine($"{problems.Count} violations");
        return problems.Count == 0 ? 0 : 1;
    }

    static void Count(Dictionary<Death, int> deaths, Death death) => deaths[death] = deaths.GetValueOrDefault(death) + 1;

    static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardError = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(BatchKills).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
