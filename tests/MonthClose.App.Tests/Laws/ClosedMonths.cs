namespace AppTests;

/// <summary>September and October of a world, closed one after the other over one store by the real command.</summary>
sealed class ClosedMonths(int seed) : IDisposable
{
    public int Seed => seed;

    public Scratch Scratch { get; } = new();

    public string World => Scratch["world"];

    public string Script => Scratch["script.csv"];

    public string September => Scratch["2024-09"];

    public string October => Scratch["2024-10"];

    /// <summary>September's files written again when October is over: both months as of one instant.</summary>
    public string SeptemberInTheEnd => Scratch["2024-09 in the end"];

    /// <summary>Closes September with its script until October has begun, then October with the dunning of both.</summary>
    public async Task CloseAsync()
    {
        (await Monthclose.RunAsync([.. Arguments("2024-09", September, "2024-10-20T00:00:00Z"), "--script", Script])).Ok();
        (await Monthclose.RunAsync(Arguments("2024-10", October, "2024-12-01T00:00:00Z"))).Ok();
    }

    public async Task ReportSeptemberAsync() =>
        (await Monthclose.RunAsync("report", "2024-09", "--store", Scratch.Store, "--out", SeptemberInTheEnd)).Ok();

    /// <summary>Closes October once more, though nothing is due.</summary>
    public async Task CloseOctoberAgainAsync(params string[] more) =>
        (await Monthclose.RunAsync([.. Arguments("2024-10", October, "2024-12-01T00:00:00Z"), .. more])).Ok();

    /// <summary>The same world, to be varied and closed over a store of its own.</summary>
    public ClosedMonths OpenAgain()
    {
        var again = new ClosedMonths(seed);
        Directory.CreateDirectory(Path.Combine(again.World, "usage"));
        foreach (var file in Directory.GetFiles(World, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(again.World, Path.GetRelativePath(World, file)));
        File.Copy(Script, again.Script);
        return again;
    }

    public void Dispose() => Scratch.Dispose();

    string[] Arguments(string period, string to, string until) =>
        ["close", period, "--world", World, "--store", Scratch.Store, "--out", to, "--from", Monthclose.From, "--until", until];
}
