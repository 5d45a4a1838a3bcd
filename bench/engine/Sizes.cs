namespace EngineBench;

/// <summary>How long and how much.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="DrainSeconds">A drain is made larger until it takes this long; 0: it stays as it is.</param>
/// <param name="FirstDrain">The jobs of the first drain.</param>
/// <param name="EnqueueSeconds">How long each way of enqueueing goes on.</param>
/// <param name="Pickups">Jobs whose waiting is taken.</param>
/// <param name="FloorRows">Rows of the floor.</param>
/// <param name="Believing">Jobs with a premise and a decision.</param>
/// <param name="Batch">Jobs of a batch.</param>
/// <param name="Held">Jobs of a drain of fixed size.</param>
sealed record Sizes(string Name, double DrainSeconds, int FirstDrain, double EnqueueSeconds, int Pickups, int FloorRows, int Believing, int Batch, int Held)
{
    public static readonly Sizes Full = new("full", 10, 2_000, 5, 500, 1_000_000, 300_000, 10_000, 500_000);

    /// <summary>Says that the program works, and nothing about speed.</summary>
    public static readonly Sizes Small = new("small", 0, 2_000, 0.3, 40, 10_000, 4_000, 2_000, 4_000);

    public static Sizes Of(string name) => name == Full.Name ? Full : name == Small.Name ? Small : throw new ArgumentException($"There is no size \"{name}\": small, full.");
}
