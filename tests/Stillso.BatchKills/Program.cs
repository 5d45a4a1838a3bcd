using Stillso.BatchKills;

// Itself: JOBS WORKERS KILLS [SEED]. Its processes: enqueue STORE JOBS, work STORE DEATH.
return args switch
{
    ["enqueue", var store, var jobs] => BatchWorker.Enqueue(store, int.Parse(jobs)),
    ["work", var store, var death] => await BatchWorker.WorkAsync(store, Enum.Parse<Death>(death)),
    [var jobs, var workers, var kills, .. var seed] => await BatchKills.RunAsync(
        int.Parse(jobs), int.Parse(workers), int.Parse(kills), seed.Length > 0 ? int.Parse(seed[0]) : new Random().Next()),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Say how many jobs, workers and kills, and a seed to repeat a run: 100000 4 200 1");
    return 2;
}
