using MonthClose;
using MonthClose.App;
using Stillso;

namespace Bench;

/// <summary>A close of a month that is over, on the real clock: everything is due at once.</summary>
static class RealTime
{
    /// <summary>Closes an imported store.</summary>
    /// <param name="folder">Where the store is.</param>
    /// <param name="outside">Its gateway.</param>
    /// <param name="workers">How many effects at once.</param>
    /// <param name="apart">An account whose steps are timed apart from all others'.</param>
    /// <returns>Seconds until the others' last step had ended, and from the first to the last step of the one apart.</returns>
    public static async Task<(double Others, double Apart)> RunAsync(string folder, Outside outside, int workers, string? apart = null)
    {
        var file = new StoreFile(Path.Combine(folder, "store.db"));
        using var store = file.OpenFile();
        var clock = new WholeSeconds(TimeProvider.System);
        using var engine = CloseEngine.Open(OpenedStore.Of(store), file, outside, clock);
        PeriodClose.Begin(store, WholeClose.Period.ToString(), clock.GetUtcNow());
        var ends = new Ends(apart);
        using var worker = engine.CreateWorker(new WorkerOptions
        {
            Concurrency = workers, Boundaries = ends,
            StopWhen = () => PeriodClose.StateOf(store, WholeClose.Period.ToString()) == "closed" && !(store.NextDue(["default"]) <= clock.GetUtcNow()),
        });
        await worker.RunAsync("bench", CancellationToken.None);
        return (ends.Others, ends.ApartEnded - ends.ApartBegan);
    }

    /// <summary>Imports a world into a store of its own.</summary>
    public static int Import(string world, string folder)
    {
        using var store = new StoreFile(Path.Combine(folder, "store.db")).OpenFile();
        return new WorldImport(store, world, new WorldOptions()).Run().Accounts;
    }

    sealed class Ends(string? apart) : IBoundaries
    {
        readonly Watch watch = new();

        public double Others { get; private set; }
        public double ApartBegan { get; private set; } = double.NaN;
        public double ApartEnded { get; private set; } = double.NaN;

        public IReadOnlyList<Work> Before(IReadOnlyList<Work> works)
        {
            if (double.IsNaN(ApartBegan) && works.Any(w => w.Lease.OrderingKey == apart)) ApartBegan = watch.Seconds;
            return [];
        }

        public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => [];

        public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction)
        {
        }

        public IReadOnlyList<Work> After(IReadOnlyList<Work> works)
        {
            foreach (var key in works.Select(w => w.Lease.OrderingKey).OfType<string>())
            {
                if (key == apart) ApartEnded = watch.Seconds;
                else Others = watch.Seconds;
            }
            return [];
        }
    }
}
