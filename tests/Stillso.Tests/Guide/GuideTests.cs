namespace Stillso.Tests;

/// <summary>The code of docs/guide is compiled, and run, by the tests of this folder.</summary>
public sealed class GuideTests
{
    static readonly string Tests = Path.Combine(Checkout.Folder, "tests", "Stillso.Tests");

    static readonly HashSet<string> Compiled = [.. Directory.EnumerateFiles(Path.Combine(Tests, "Guide")).Append(Path.Combine(Tests, "WorldChangesTests.cs"))
        .SelectMany(File.ReadLines).Select(line => line.Trim())];

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(Checkout.Folder, "docs", "guide"), "*.md").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_has_no_code_that_no_test_compiles(string page)
    {
        var blocks = File.ReadAllText(Path.Combine(Checkout.Folder, "docs", "guide", page)).Split("```csharp\n").Skip(1).Select(b => b.Split("```")[0]).ToList();
        Assert.NotEmpty(blocks);
        var unknown = blocks.SelectMany(b => b.Split('\n')).Select(l => l.Trim()).Where(l => l.Length > 0 && !Compiled.Contains(l));
        Assert.Empty(unknown);
    }
}
