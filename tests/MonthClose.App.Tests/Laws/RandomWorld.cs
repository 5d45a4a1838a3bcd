using System.Globalization;

namespace AppTests;

/// <summary>
/// A world that nobody has seen before, closed once for all the laws. Closing one costs seconds, so chance is drawn here and
/// not by a library that would try a hundred. A law that breaks names the seed, from which <c>MONTHCLOSE_LAW_SEED</c> makes
/// the same world again.
/// </summary>
public sealed class RandomWorld : IAsyncLifetime
{
    readonly ClosedMonths months = new(Seed());

    public async ValueTask InitializeAsync() => await Holds(async () =>
    {
        EventfulWorld.Write(months.World, months.Script, months.Seed);
        await months.CloseAsync();
        await months.ReportSeptemberAsync();
    });

    public ValueTask DisposeAsync()
    {
        months.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task Holds(Func<ClosedMonths, Task> law) => Holds(() => law(months));

    internal Task Holds(Action<ClosedMonths> law) => Holds(() =>
    {
        law(months);
        return Task.CompletedTask;
    });

    async Task Holds(Func<Task> law)
    {
        try
        {
            await law();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"MONTHCLOSE_LAW_SEED={months.Seed} makes a world in which this does not hold. {e.Message}", e);
        }
    }

    static int Seed() => Environment.GetEnvironmentVariable("MONTHCLOSE_LAW_SEED") is { Length: > 0 } seed
        ? int.Parse(seed, CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
}

/// <summary>The laws share their world.</summary>
[CollectionDefinition(nameof(RandomWorld))]
public sealed class LawsOfARandomWorld : ICollectionFixture<RandomWorld>;
