namespace AppTests;

/// <summary>How the world is written down is not what it says.</summary>
[Collection(nameof(RandomWorld))]
public sealed class InputOrderLawTests(RandomWorld random)
{
    // No file names the usage file that a row came from, so nothing is left out of the comparison.
    [Fact]
    public Task Usage_that_comes_in_several_files_is_billed_as_if_it_came_in_one() => random.Holds(async world =>
    {
        using var split = world.OpenAgain();
        Split(Path.Combine(split.World, "usage"), new Random(world.Seed + 1));
        await split.CloseAsync();
        SameFiles.Assert(world.September, split.September);
        SameFiles.Assert(world.October, split.October);
    });

    [Fact]
    public Task Rows_may_stand_in_any_order_in_every_file_of_the_world() => random.Holds(async world =>
    {
        using var shuffled = world.OpenAgain();
        foreach (var file in Directory.GetFiles(shuffled.World, "*.csv", SearchOption.AllDirectories))
        {
            var table = WorldTable.Read(file);
            new Random(world.Seed + 2).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(table.Rows));
            table.Write(file);
        }
        await shuffled.CloseAsync();
        SameFiles.Assert(world.September, shuffled.September);
        SameFiles.Assert(world.October, shuffled.October);
    });

    // Every row goes to a file of its own choice, whatever its account and its month; some files are compressed.
    static void Split(string usage, Random dice)
    {
        var tables = Directory.GetFiles(usage).Order(StringComparer.Ordinal).Select(WorldTable.Read).ToList();
        foreach (var file in Directory.GetFiles(usage)) File.Delete(file);
        foreach (var file in tables.SelectMany(t => t.Rows).GroupBy(_ => dice.Next(4)))
        {
            var name = $"{(char)('a' + dice.Next(26))} part {file.Key}.csv{(file.Key == 0 ? ".gz" : "")}";
            new WorldTable(tables[0].Columns, [.. file]).Write(Path.Combine(usage, name));
        }
    }
}
