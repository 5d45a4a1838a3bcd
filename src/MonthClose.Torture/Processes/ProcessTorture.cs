using System.Globalization;

namespace MonthClose.Torture;

/// <summary>What rounds came to.</summary>
/// <param name="Rounds">Each.</param>
/// <param name="Took">How long.</param>
/// <param name="Kept">Where the files of those that failed are.</param>
sealed record TorturedRounds(IReadOnlyList<RoundResult> Rounds, TimeSpan Took, IReadOnlyDictionary<int, string> Kept)
{
    /// <summary>Faults that could have happened, and did not.</summary>
    public IEnumerable<string> NotExercised => ProcessFault.All.Where(f => Rounds.All(r => !r.Faults.ContainsKey(f) && !r.Impossible.ContainsKey(f)));
}

/// <summary>Runs rounds of real processes, one after the other. The folder of one that fails is kept.</summary>
/// <param name="command">How the real command is run.</param>
/// <param name="onServer">Whether their stores are in PostgreSQL.</param>
/// <param name="keep">Where what failed is kept.</param>
/// <param name="time">Real time.</param>
/// <param name="say">Told how far it is.</param>
sealed class ProcessTorture(MonthcloseCommand command, bool onServer, string keep, TimeProvider time, Action<string> say)
{
    /// <summary>How many accounts a round has unless somebody says otherwise.</summary>
    public const int Accounts = 250;

    /// <summary>Runs rounds of one seed after the other until the time is up; at least one, and each to its end.</summary>
    public async Task<TorturedRounds> RunAsync(int seed, double minutes, int accounts, CancellationToken cancellation)
    {
        var (started, rounds, kept) = (time.GetTimestamp(), new List<RoundResult>(), new Dictionary<int, string>());
        do
        {
            var round = await OneAsync(seed + rounds.Count, accounts, kept, cancellation);
            rounds.Add(round);
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"seed {round.Plan.Seed}: {round.Charges} charges, {round.Mails} mails, {round.Changes} changes, {round.Faults.Values.Sum()} faults, healed in {round.Healed.TotalSeconds:0} s, {round.Violations.Count} violations"));
            foreach (var violation in round.Violations.Take(5)) say($"  {violation.Split('\n')[0]}");
        }
        while (time.GetElapsedTime(started).TotalMinutes < minutes);
        return new TorturedRounds(rounds, time.GetElapsedTime(started), kept);
    }

    async Task<RoundResult> OneAsync(int seed, int accounts, Dictionary<int, string> kept, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("monthclose-torture-").FullName;
        try
        {
            var round = await Round.RunAsync(RoundPlan.Of(seed, folder, accounts, onServer), command, time, say, cancellation);
            if (round.Violations.Count > 0)
                kept[seed] = Workshop.Copy(folder, Path.Combine(keep, string.Create(CultureInfo.InvariantCulture, $"round-{seed}")));
            return round;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
