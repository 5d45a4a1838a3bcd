namespace Stillso;

/// <summary>
/// How many jobs may run at once, and how often one may start, over all workers of a store. Jobs name it by
/// <see cref="NewJob.Limit"/>; that of a queue (<see cref="OfQueue"/>) holds for all its jobs.
/// </summary>
/// <param name="Name">Its name, without a slash.</param>
public sealed record Limit(string Name)
{
    /// <summary>At most so many at once, of each <see cref="NewJob.LimitKey"/>; null: any number.</summary>
    public int? Concurrency { get; init; }

    /// <summary>At most so many starts <see cref="Per"/> time, of each <see cref="NewJob.LimitKey"/>; null: any number. An attempt is a start.</summary>
    public int? Starts { get; init; }

    /// <summary>The time in which <see cref="Starts"/> are spread evenly.</summary>
    public TimeSpan Per { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many may start together after a rest; null: <see cref="Starts"/>.</summary>
    public int? Burst { get; init; }

    /// <summary>A limit for everything in a queue.</summary>
    public static Limit OfQueue(string queue) => new(NameOf(queue));

    /// <summary>Says what is wrong with it.</summary>
    /// <exception cref="ArgumentException">It cannot be meant.</exception>
    public Limit Checked()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Contains('/', StringComparison.Ordinal))
            throw new ArgumentException($"\"{Name}\" cannot name a limit: give it a name without a slash.");
        if (Concurrency is null && Starts is null) throw new ArgumentException($"Limit \"{Name}\" limits nothing: give it Concurrency or Starts.");
        if (Concurrency < 1 || Starts < 1 || Burst < 1) throw new ArgumentException($"Limit \"{Name}\": 1 is the least. To let nothing run, pause the queue.");
        if (Per <= TimeSpan.Zero) throw new ArgumentException($"Limit \"{Name}\": its starts are per a time that is longer than nothing.");
        return this;
    }

    /// <summary>The queue that a limit of this name is of; null: it is of none.</summary>
    public static string? QueueOf(string name) => name.StartsWith(OfQueues, StringComparison.Ordinal) ? name[OfQueues.Length..] : null;

    const string OfQueues = "queue ";

    internal static string NameOf(string queue) => OfQueues + queue;

    /// <summary>From one start to the next.</summary>
    internal TimeSpan Interval => Per / Starts!.Value;

    /// <summary>How much earlier than evenly a start may come.</summary>
    internal TimeSpan Tolerance => Interval * ((Burst ?? Starts!.Value) - 1);
}

/// <summary>What is counted for a limit: its name, and a key of its jobs; empty: they are all one.</summary>
public readonly record struct LimitCount(string Limit, string Key)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Limit}/{Key}";
}
