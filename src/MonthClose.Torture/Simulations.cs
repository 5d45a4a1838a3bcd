namespace MonthClose.Torture;

/// <summary>Runs simulated closes, each on one thread, a thread for every processor.</summary>
static class Simulations
{
    /// <summary>Runs seeds one after the other.</summary>
    /// <param name="workshop">Where.</param>
    /// <param name="first">The first seed.</param>
    /// <param name="goOn">Asked before each close: whether the next seed is run.</param>
    /// <param name="threads">How many closes at once.</param>
    /// <param name="told">Told every close; by several threads.</param>
    /// <param name="defect">What is wrong with the product on purpose; null: nothing.</param>
    public static Tally Run(Workshop workshop, int first, Func<int, bool> goOn, int threads, Action<CheckedClose> told, string? defect = null)
    {
        var tally = new Tally();
        Threads.Run(threads, first, goOn, seed =>
        {
            var close = One(workshop, seed, defect: defect);
            tally.Add(close);
            told(close);
        });
        return tally;
    }

    /// <summary>Runs one seed, as the seed says or as it is told.</summary>
    /// <param name="workshop">Where.</param>
    /// <param name="seed">Which.</param>
    /// <param name="faults">What goes wrong; null: by the seed.</param>
    /// <param name="changes">How the world changes; null: by the seed.</param>
    /// <param name="defect">What is wrong with the product on purpose; null: nothing. Its files are not kept.</param>
    /// <param name="keepAs">Under which name its files are kept; null: only if it fails, under its seed's.</param>
    public static CheckedClose One(Workshop workshop, int seed, FaultPlan? faults = null, ChangePlan? changes = null, string? defect = null, string? keepAs = null)
    {
        var folder = workshop.Folder();
        var world = workshop.Worlds[(int)((uint)seed % (uint)workshop.Worlds.Count)];
        var close = CheckedClose.Run(new CloseSetup(seed, world, folder) { Faults = faults, Changes = changes, Defect = defect, KeepsStore = keepAs is not null });
        if (keepAs is not null || (close.Violations.Count > 0 && faults is null && defect is null)) workshop.Keep(folder, keepAs ?? $"seed-{seed}");
        Directory.Delete(folder, recursive: true);
        return close;
    }

    /// <summary>Leaves out of a close that failed whatever it fails without: one fault or change after the other.</summary>
    public static CheckedClose Shrink(Workshop workshop, CheckedClose failed)
    {
        for (var smaller = true; smaller;)
        {
            smaller = false;
            for (var n = 0; n < failed.Faults.Count + failed.Changes.Count; n++)
            {
                var faults = failed.Faults.Where((_, i) => i != n).Select(f => (f.Visit, f.Fault));
                var changes = failed.Changes.Where((_, i) => i + failed.Faults.Count != n).Select(c => (c.Visit, c.Change, c.Value));
                var without = One(workshop, failed.Seed, FaultPlan.Exactly(faults), Operators.Exactly(changes));
                if (without.Violations.Count == 0) continue;
                (failed, smaller) = (without, true);
                break;
            }
        }
        return failed;
    }
}
