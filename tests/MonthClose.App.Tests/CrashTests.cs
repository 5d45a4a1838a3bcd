namespace AppTests;

/// <summary>The process dies at a boundary, as by SIGKILL; the same command, run again, ends with the same files, byte for byte.</summary>
public sealed class CrashTests(CrashTests.Uninterrupted whole) : IClassFixture<CrashTests.Uninterrupted>
{
    static readonly string[] Steps = ["rate", "invoice", "apply_credits", "charge", "failed_charge", "retry_charge", "hold", "release", "email", "report"];

    public static TheoryData<string> Boundaries =>
        [.. Steps.SelectMany(s => new[] { $"before:{s}", $"after:{s}" }).Append("during:charge")];

    [Theory]
    [MemberData(nameof(Boundaries))]
    public async Task Run_again_after_a_crash_it_ends_the_same(string boundary)
    {
        using var scratch = new Scratch();
        // Of the accounts of the script, one that reaches this boundary: the card that is declined, held and paid.
        await File.WriteAllTextAsync(scratch["script.csv"], whole.Script.TrimEnd() + $"\n{boundary},acct_000019,crash,\n");
        var close = Monthclose.Close(whole.World, scratch, scratch["script.csv"]);
        (await Monthclose.RunAsync(close)).Ok(137);
        (await Monthclose.RunAsync(close)).Ok();
        SameFiles.Assert(whole.Out, scratch.Out);
    }

    public sealed class Uninterrupted : IAsyncLifetime
    {
        readonly Scratch scratch = new();

        public string World => scratch["world"];

        public string Script => File.ReadAllText(Path.Combine(World, "script.csv"));

        public string Out => scratch.Out;

        public async ValueTask InitializeAsync()
        {
            (await Monthclose.RunAsync("sample", "--accounts", "60", "--seed", "11", "--races", "--out", World)).Ok();
            (await Monthclose.RunAsync(Monthclose.Close(World, scratch, Path.Combine(World, "script.csv")))).Ok();
        }

        public ValueTask DisposeAsync()
        {
            scratch.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
