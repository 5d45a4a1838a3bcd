namespace Stillso.Tests;

/// <summary>The code of docs/guide is compiled, and run: by the tests of this folder and of the stores, or as a program of samples/.</summary>
public sealed class GuideTests
{
    static readonly string Tests = Path.Combine(Checkout.Folder, "tests", "Stillso.Tests");

    static readonly string Pages = Path.Combine(Checkout.Folder, "docs", "guide");

    static readonly string[] Samples = ["hello", "recurring", "batch", "premises", "testing", "aot"];

    static readonly HashSet<string> Compiled = [.. Directory.EnumerateFiles(Path.Combine(Tests, "Guide"))
        .Append(Path.Combine(Tests, "HostingTests.cs")).Append(Path.Combine(Tests, "WorldChangesTests.cs"))
        .Append(Path.Combine(Checkout.Folder, "tests", "Stillso.Postgres.Tests", "PostgresGuideTests.cs"))
        .Concat(Samples.SelectMany(sample => Directory.EnumerateFiles(Path.Combine(Checkout.Folder, "samples", sample), "*.cs")))
        .SelectMany(File.ReadLines).Select(line => line.Trim())];

    static IEnumerable<string> Names => Directory.EnumerateFiles(Pages, "*.md").Select(path => Path.GetFileName(path)).Where(name => name != "README.md");

    public static TheoryData<string> NamesOfPages => [.. Names];

    [Theory]
    [MemberData(nameof(NamesOfPages))]
    public void A_page_has_no_code_that_no_test_compiles(string page)
    {
        var blocks = File.ReadAllText(Path.Combine(Pages, page)).Split("```csharp\n").Skip(1).Select(b => b.Split("```")[0]).ToList();
        Assert.NotEmpty(blocks);
        var unknown = blocks.SelectMany(b => b.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0 && !Compiled.Contains(l));
        Assert.Empty(unknown);
    }

    [Fact]
    public void The_index_has_every_page()
    {
        var index = File.ReadAllText(Path.Combine(Pages, "README.md"));
        Assert.All(Names, name => Assert.Contains($"]({name})", index));
    }

    [Fact]
    public void The_index_has_every_sample()
    {
        var index = File.ReadAllText(Path.Combine(Pages, "README.md"));
        Assert.All(Samples, sample => Assert.Contains($"](../../samples/{sample})", index));
    }
}
