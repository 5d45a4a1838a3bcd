using System.Text.Json;
using System.Xml.Linq;

namespace AppTests;

/// <summary>Every package that a restore brings has a licence of eng/licences.txt.</summary>
public sealed class LicenceTests
{
    static readonly string Packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [Fact]
    public void Every_package_of_the_lock_files_has_a_licence_that_a_company_can_use()
    {
        var allowed = File.ReadLines(Path.Combine(Monthclose.Repository, "eng", "licences.txt")).Where(l => l.Length > 0 && l[0] != '#').ToHashSet();
        var packages = LockFiles().SelectMany(PackagesOf).Distinct().ToList();
        Assert.True(packages.Count > 50, $"only {packages.Count} packages were found: are the lock files there?");
        var refused = packages.Select(p => (p.Folder, Licence: LicenceOf(p.Id, p.Version), Name: $"{p.Id} {p.Version}"))
            .Where(p => !allowed.Contains(p.Licence) && !allowed.Contains($"{p.Folder}: {p.Licence}")).Select(p => $"{p.Name} in {p.Folder}: {p.Licence}");
        Assert.Equal([], refused);
    }

    static IEnumerable<(string Folder, string Path)> LockFiles() => new[] { "src", "tests", "samples", "bench" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Monthclose.Repository, folder), "packages.lock.json", SearchOption.AllDirectories).Select(path => (folder, path)));

    static IEnumerable<(string Folder, string Id, string Version)> PackagesOf((string Folder, string Path) lockFile)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(lockFile.Path));
        foreach (var framework in json.RootElement.GetProperty("dependencies").EnumerateObject())
        {
            foreach (var package in framework.Value.EnumerateObject().Where(p => p.Value.TryGetProperty("resolved", out _)))
                yield return (lockFile.Folder, package.Name.ToLowerInvariant(), package.Value.GetProperty("resolved").GetString()!);
        }
    }

    static string LicenceOf(string id, string version)
    {
        var nuspec = XDocument.Load(Path.Combine(Packages, id, version, $"{id}.nuspec"));
        var licence = nuspec.Descendants().FirstOrDefault(e => e.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression" ? licence.Value : $"{licence?.Value ?? "none"} of {id}";
    }
}
