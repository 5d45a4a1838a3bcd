using MonthClose.Checking;

namespace AppTests;

/// <summary>The sample world that shows every race, closed once by the real command for all the tests that look at it.</summary>
public sealed class ChangingWorld : IAsyncLifetime
{
    public static readonly string World = Monthclose.World("changing");
    public static readonly string Script = Path.Combine(World, "script.csv");

    public Scratch Scratch { get; } = new();

    public Answer Answer { get; private set; } = null!;

    public CloseFiles Files { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Answer = (await Monthclose.RunAsync(Monthclose.Close(World, Scratch, Script))).Ok();
        Files = CloseFiles.Read(Scratch.Out);
    }

    public ValueTask DisposeAsync()
    {
        Scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
