using System.Text.RegularExpressions;

namespace Stillso.Tests;

/// <summary>docs/complaints.md names a test for what it says; each of them is there.</summary>
public sealed partial class ComplaintsTests
{
    public static TheoryData<string, string> Named => new(
        Name().Matches(File.ReadAllText(Path.Combine(Checkout.Folder, "docs", "complaints.md"))).Select(m => (m.Groups[1].Value, m.Groups[2].Value)).Distinct());

    [Theory]
    [MemberData(nameof(Named))]
    public void Every_test_that_is_named_is_there(string file, string test)
    {
        // A class may be in parts: EngineConformance.Failures.cs.
        var found = new[] { $"{file}.cs", $"{file}.*.cs" }.SelectMany(f => Directory.EnumerateFiles(Checkout.Folder, f, SearchOption.AllDirectories)).ToList();
        Assert.True(found.Exists(f => File.ReadAllText(f).Contains($" {test}(", StringComparison.Ordinal)), $"{file}.cs has no test {test}.");
    }

    [GeneratedRegex("`([A-Za-z]+)\\.([A-Z][A-Za-z_0-9]+)`")]
    private static partial Regex Name();
}
