using System.Globalization;

namespace MonthClose.Torture;

/// <summary>What a round is made of, chosen by its seed. Its interleaving is not: the machine has its own.</summary>
/// <param name="Seed">Which.</param>
/// <param name="Folder">Where everything of it goes; empty.</param>
/// <param name="Accounts">How many accounts its world has.</param>
/// <param name="OnServer">Whether its store is in PostgreSQL.</param>
sealed record RoundPlan(int Seed, string Folder, int Accounts, bool OnServer)
{
    /// <summary>How many processes work at once.</summary>
    public int Workers { get; private init; }

    /// <summary>How many effects each has under way.</summary>
    public int Effects { get; private init; }

    /// <summary>After how many seconds one counts as lost.</summary>
    public int LostAfter { get; private init; }

    /// <summary>How long the gateway takes for an answer: so long that charges go on for as long as faults do.</summary>
    public int LatencyMs { get; private init; }

    /// <summary>Whether mails bring the invoice.</summary>
    public bool Pdf { get; private init; }

    /// <summary>Two weeks of dunning in half a minute. Nothing waits so long that it is parked.</summary>
    public const string Schedule = "retries=5s,10s,15s warning=18s hold=22s ask=1s,2s,3s send-until=9m park=10m mail=2s backoff=2s,30s";

    public static RoundPlan Of(int seed, string folder, int accounts, bool onServer)
    {
        var dice = new Random(seed);
        var (workers, effects) = (dice.Next(2, 4), dice.Next(2, 4));
        // A first charge is three requests.
        var latency = Math.Clamp(Round.Faulty.TotalMilliseconds * 0.4 * workers * effects / (3 * accounts), 5, 300);
        return new RoundPlan(seed, folder, accounts, onServer) { Workers = workers, Effects = effects, LostAfter = dice.Next(2, 4), LatencyMs = (int)latency, Pdf = dice.Next(2) == 0 };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(OnServer ? "PostgreSQL" : "SQLite")}, {Accounts} accounts, {Workers} workers of {Effects} effects, lost after {LostAfter} s, a gateway of {LatencyMs} ms, {(Pdf ? "with" : "without")} PDF");
}
