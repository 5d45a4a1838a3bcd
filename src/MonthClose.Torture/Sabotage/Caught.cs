namespace MonthClose.Torture;

/// <summary>How soon a planted defect was found.</summary>
/// <param name="Defect">Which.</param>
/// <param name="Seeds">How many seeds it took, each time that it was looked for; null: it was not found within the limit.</param>
/// <param name="First">What was found first.</param>
sealed record Caught(Defect Defect, IReadOnlyList<int?> Seeds, string? First)
{
    /// <summary>Whether it was found every time.</summary>
    public bool Always => Seeds.Count > 0 && Seeds.All(s => s is not null);

    /// <summary>The median of the seeds that it took; a time that it was not found counts as the limit.</summary>
    public int? Median => Seeds.Order(Comparer<int?>.Create((a, b) => (a ?? int.MaxValue).CompareTo(b ?? int.MaxValue))).ElementAt(Seeds.Count / 2);
}

/// <summary>Plants defects and looks how many seeds it takes to find them: the proof that the checkers can find anything.</summary>
static class SabotageRun
{
    /// <summary>Looks for a defect some times, each time from another seed on.</summary>
    /// <param name="workshop">Where.</param>
    /// <param name="defect">Which.</param>
    /// <param name="first">The first seed.</param>
    /// <param name="limit">After so many seeds it counts as not found.</param>
    /// <param name="times">How often it is looked for.</param>
    /// <param name="threads">How many closes at once.</param>
    public static Caught Look(Workshop workshop, Defect defect, int first, int limit, int times, int threads)
    {
        var (seeds, found) = (new List<int?>(), (string?)null);
        for (var n = 0; n < times; n++)
        {
            var (start, caught) = (unchecked(first + (n * limit)), limit);
            var tally = Simulations.Run(
                workshop, start, seed => seed - start < Volatile.Read(ref caught), threads,
                close =>
                {
                    // The first seed that finds it, whichever of them ends first.
                    if (close.Violations.Count == 0) return;
                    for (var before = Volatile.Read(ref caught); close.Seed - start < before; before = Volatile.Read(ref caught))
                        if (Interlocked.CompareExchange(ref caught, close.Seed - start, before) == before) break;
                },
                defect.Name);
            seeds.Add(caught == limit ? null : caught + 1);
            found ??= tally.Failed.OrderBy(f => f.Seed).FirstOrDefault()?.Violations[0].Split('\n')[0];
        }
        return new Caught(defect, seeds, found);
    }
}
