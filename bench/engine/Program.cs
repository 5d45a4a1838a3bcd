using System.Globalization;
using EngineBench;

// run SIZE FOLDER KIND …: one run. worker ENGINE FOLDER JOBS: the other process of a pickup across processes.
if (args is ["run", var runSize, var own, .. var run])
{
    (await Runs.RunAsync(run, Sizes.Of(runSize), own)).Say();
    return;
}
if (args is ["drainer", var database])
{
    (await PostgresRuns.DrainerAsync(database)).Say();
    return;
}
if (args is ["worker", var engine, var shared, var jobs])
{
    (await PickupRun.WorkAsync(engine, shared, int.Parse(jobs, CultureInfo.InvariantCulture))).Say();
    return;
}

// [--postgres] [MEASURE …] [--size small|full] [--runs N] [--out FOLDER]: the tables and their picture.
var (size, runs, folder, names, isPostgres) = (Sizes.Full, 3, (string?)null, new List<string>(), false);
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--size") size = Sizes.Of(args[++i]);
    else if (args[i] == "--runs") runs = int.Parse(args[++i], CultureInfo.InvariantCulture);
    else if (args[i] == "--out") folder = args[++i];
    else if (args[i] == "--postgres") isPostgres = true;
    else names.Add(args[i]);
}
// What a small run says is not to be kept beside real figures.
folder ??= size == Sizes.Full ? "bench/results" : "artifacts/bench-engine";
using var server = isPostgres ? new PostgresDatabase() : null;
var results = Measures.Run(isPostgres ? Measures.Postgres : Measures.Engine, names, size, runs);
Report.Write(isPostgres ? "postgres" : "engine", folder, results, size, runs);
