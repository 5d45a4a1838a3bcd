using System.Globalization;

namespace MonthClose.Torture;

/// <summary>What a round came to.</summary>
/// <param name="Plan">What it was made of.</param>
/// <param name="Violations">What must not be; empty: all is well.</param>
/// <param name="Engine">What kept its store.</param>
/// <param name="Faults">How often each fault happened.</param>
/// <param name="Impossible">Which faults cannot be here, and why.</param>
/// <param name="Charges">How many charges the gateway tried.</param>
/// <param name="Mails">How many mails the server took.</param>
/// <param name="Changes">How many changes were made.</param>
/// <param name="Refused">How many changes were refused, by the store's full disk among others.</param>
/// <param name="GaveUp">How many processes ended by themselves because the store refused.</param>
/// <param name="Recoveries">How long jobs were in the hands of the lost.</param>
/// <param name="Healed">How long it took until nothing was left to be done, once nothing went wrong any more.</param>
sealed record RoundResult(
    RoundPlan Plan, IReadOnlyList<string> Violations, string Engine, IReadOnlyDictionary<string, int> Faults, IReadOnlyDictionary<string, string> Impossible, int Charges, int Mails,
    int Changes, int Refused, int GaveUp, IReadOnlyList<TimeSpan> Recoveries, TimeSpan Healed);

/// <summary>One month, closed by real processes while everything goes wrong; then nothing does, and everything must be done.</summary>
static class Round
{
    public const string Period = "2024-09";

    /// <summary>How long everything goes wrong, at least.</summary>
    public static readonly TimeSpan Faulty = TimeSpan.FromSeconds(40);

    // A slow machine may need longer for each fault to happen once.
    static readonly TimeSpan FaultyAtMost = TimeSpan.FromSeconds(120);

    /// <summary>How long it may take after that until everything is done.</summary>
    public static readonly TimeSpan HealMayTake = TimeSpan.FromSeconds(300);

    static readonly TimeSpan EndMayTake = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs and checks one.</summary>
    /// <param name="plan">What it is made of.</param>
    /// <param name="command">How the real command is run.</param>
    /// <param name="time">Real time.</param>
    /// <param name="say">Told how far it is.</param>
    /// <param name="cancellation">Ends it without a result.</param>
    public static async Task<RoundResult> RunAsync(RoundPlan plan, MonthcloseCommand command, TimeProvider time, Action<string> say, CancellationToken cancellation)
    {
        using var history = new RoundHistory(Path.Combine(plan.Folder, "history.jsonl"), time);
        history.Add("round", $"seed {plan.Seed}: {plan}");
        await using var around = await Surroundings.MakeAsync(plan, command, history, time, cancellation);
        string[] options =
        [
            "--store", around.Store.Name, "--gateway", $"simulator=http://127.0.0.1:{around.ToGateway.Port}", "--smtp", $"127.0.0.1:{around.ToMail.Port}",
            "--pdf", plan.Pdf ? "yes" : "no", "--schedule", RoundPlan.Schedule, "--workers", Text(plan.Effects), "--lost-after", Text(plan.LostAfter),
        ];
        using var crew = new Crew(plan, command, around, options, time);
        var outsiders = new Outsiders(plan, command, around.Store, history, time);
        var nemesis = new Nemesis(plan, around, crew, outsiders, time, cancellation);
        var violations = new List<string>();

        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var faulty = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var crewed = crew.RunAsync(working.Token);
        var wrong = Task.WhenAll(nemesis.RunAsync(faulty.Token), outsiders.RunAsync(faulty.Token));
        var healed = TimeSpan.Zero;
        try
        {
            await WaitAsync(() => wrong.IsCompleted || (history.Elapsed > Faulty && IsExercised(around)), FaultyAtMost, "everything goes wrong");
            await faulty.CancelAsync();
            await wrong;
            await around.HealAsync();
            history.Add("round", "from now on nothing goes wrong");
            var since = time.GetTimestamp();
            if (!await WaitAsync(() => crew.Working.Count == plan.Workers && Unfinished.IsDone(around.Store, Period), HealMayTake, "everything heals"))
                violations.Add($"{HealMayTake.TotalSeconds:0} seconds after the last fault something is still to be done: {string.Join(", ", around.Store.Jobs.Waiting().Take(5).Select(w => $"{w.Kind} of {w.OrderingKey}, due at {w.RunAt:u}"))} (it is {time.GetUtcNow():u})");
            healed = time.GetElapsedTime(since);
            await working.CancelAsync();
            await crewed;
            await crew.EndAsync(EndMayTake);
        }
        finally
        {
            // Interrupted or not: nobody starts anything any more.
            await working.CancelAsync();
            await faulty.CancelAsync();
            await Task.WhenAll(crewed, wrong).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        violations.AddRange([.. crew.Problems, .. outsiders.Problems, .. nemesis.Problems]);
        var (found, charges) = await RoundChecks.CheckAsync(plan, command, around, crew, outsiders, cancellation);
        violations.AddRange(found);
        foreach (var violation in violations) history.Add("check", violation);
        if (violations.Count > 0) around.Store.CopyTo(plan.Folder);
        return new RoundResult(
            plan, violations, around.Store.Engine, history.Faults, around.Store.Impossible, charges, around.Mail.Taken.Count, outsiders.Made, outsiders.Refused + outsiders.RefusedByStore,
            crew.GaveUp, nemesis.Recoveries, healed);

        async Task<bool> WaitAsync(Func<bool> isSo, TimeSpan patience, string phase)
        {
            var (begun, said) = (time.GetTimestamp(), time.GetTimestamp());
            while (!TorturedStore.Says(isSo))
            {
                if (time.GetElapsedTime(begun) > patience) return false;
                await Task.Delay(Look, time, cancellation);
                if (time.GetElapsedTime(said) < TimeSpan.FromSeconds(10)) continue;
                said = time.GetTimestamp();
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"seed {plan.Seed}, {history.Elapsed.TotalSeconds:0} s, {phase}: {history.Faults.Values.Sum()} faults, {outsiders.Made} changes, {around.Mail.Taken.Count} mails"));
            }
            return true;
        }
    }

    static bool IsExercised(Surroundings around)
    {
        var faults = around.History.Faults;
        return ProcessFault.All.All(f => faults.ContainsKey(f) || around.Store.Impossible.ContainsKey(f));
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
