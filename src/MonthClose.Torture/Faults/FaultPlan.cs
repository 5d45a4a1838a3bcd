using System.Globalization;

namespace MonthClose.Torture;

/// <summary>A fault that was injected: at the so-manieth place where one could be.</summary>
sealed record InjectedFault(int Visit, Fault Fault, string Place)
{
    /// <summary>As the command takes it.</summary>
    public override string ToString() => $"{Visit}:{Fault}";
}

/// <summary>
/// Decides at every place whether something goes wrong there: by the seed, so many times, or exactly as it did before.
/// </summary>
sealed class FaultPlan
{
    /// <summary>The first fault or change comes here at the latest: a close without any would show little.</summary>
    public const int AtTheLatest = 100;

    readonly Func<int, string, Fault[], Fault> choose;
    readonly List<InjectedFault> injected = [];
    int visits;

    FaultPlan(Func<int, string, Fault[], Fault> choose) => this.choose = choose;

    static readonly string[] Outside = ["gateway create", "gateway confirm", "gateway retrieve", "gateway cancel", "mail"];

    // In each close one of these is weak: most places are heartbeats and leases, and what is rare would hardly ever go wrong.
    static readonly string[] Places =
    [
        .. Matrix.Steps.Select(s => $"decide:{s}"), .. Matrix.WithALine.Select(s => $"send:{s}"),
        .. (IEnumerable<string>)["settle:rate", .. Matrix.WithALine.Select(s => $"settle:{s}"), "settle:email", "settle:report"],
        "lease", .. Outside,
    ];
    static readonly string[] PlacesOfTurns = ["turn", "write", .. Outside];
    const int Weak = 16;

    /// <summary>By chance.</summary>
    /// <param name="dice">Whose numbers nobody else draws.</param>
    /// <param name="most">After so many the world has healed.</param>
    /// <param name="often">How likely a fault is at a place; at the weak one sixteen times that, at the others half.</param>
    /// <param name="turns">Whether turns of workers commit once; otherwise each phase of its jobs does.</param>
    public static FaultPlan ByChance(Random dice, int most, double often, bool turns = false)
    {
        var places = turns ? PlacesOfTurns : Places;
        var (left, weak) = (most, places[dice.Next(places.Length)]);
        return new((visit, place, possible) =>
        {
            // Draws the same numbers whether or not one is due, so that what follows stays as it was.
            var likely = place == weak ? often * Weak : often / 2;
            var (falls, which) = (dice.NextDouble() < likely, dice.Next(possible.Length));
            return (falls || (left == most && visit >= AtTheLatest)) && left-- > 0 ? possible[which] : Fault.None;
        });
    }

    /// <summary>Exactly these.</summary>
    public static FaultPlan Exactly(IEnumerable<(int Visit, Fault Fault)> faults)
    {
        var known = faults.ToDictionary(f => f.Visit, f => f.Fault);
        return new((visit, _, _) => known.GetValueOrDefault(visit));
    }

    /// <summary>Reads what <see cref="InjectedFault.ToString"/> says, with commas between.</summary>
    public static IEnumerable<(int Visit, Fault Fault)> Parse(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(f => f.Split(':')).Select(f => (int.Parse(f[0], CultureInfo.InvariantCulture), Enum.Parse<Fault>(f[1])));

    /// <summary>Where somebody says so.</summary>
    public static FaultPlan Where(Func<string, Fault> choose) => new((_, place, _) => choose(place));

    /// <summary>Those that were injected.</summary>
    public IReadOnlyList<InjectedFault> Injected => injected;

    /// <summary>What goes wrong here.</summary>
    /// <param name="place">Which place, in words.</param>
    /// <param name="possible">What can.</param>
    public Fault At(string place, params Fault[] possible)
    {
        var fault = choose(++visits, place, possible);
        if (!possible.Contains(fault)) return Fault.None;
        injected.Add(new InjectedFault(visits, fault, place));
        return fault;
    }
}
