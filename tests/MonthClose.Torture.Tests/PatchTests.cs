using System.Diagnostics;
using MonthClose.Torture;

namespace TortureTests;

/// <summary>Defects that somebody plants by a patch of the source.</summary>
public sealed class PatchTests(ITestOutputHelper output)
{
    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Path.Combine(Checkout.Folder, "samples", "defects"), "*.patch").Select(f => Path.GetFileName(f))];

    [Fact]
    public async Task A_patch_is_applied_and_built_and_what_it_breaks_is_found()
    {
        var copy = Directory.CreateTempSubdirectory("monthclose-patched-tests-").FullName;
        try
        {
            var patched = new PatchedSource(copy);
            patched.Copy(Checkout.Folder);
            var outcome = await patched.TryAsync(Path.Combine(Checkout.Folder, "samples", "defects", "expired-credits-are-used.patch"), seed: 1, Environment.ProcessorCount);
            output.WriteLine(outcome.ToString());
            Assert.True(outcome.IsCaught, outcome.Outcome);
            Assert.Contains("is applied beyond its amount, owner, currency or time", outcome.Outcome);

            var broken = Path.Combine(copy, "broken.patch");
            await File.WriteAllTextAsync(broken, "no patch\n");
            Assert.StartsWith("does not apply", (await patched.TryAsync(broken, seed: 1, threads: 1)).Outcome);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_sample_applies_to_the_source_as_it_is(string patch)
    {
        var info = new ProcessStartInfo("git") { WorkingDirectory = Checkout.Folder, RedirectStandardError = true };
        foreach (var argument in new[] { "apply", "--check", Path.Combine("samples", "defects", patch) }) info.ArgumentList.Add(argument);
        using var git = Process.Start(info)!;
        var errors = await git.StandardError.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.True(git.ExitCode == 0, errors);
    }

    [Fact]
    public void A_folder_that_is_no_checkout_is_refused_by_name()
    {
        var folder = Path.GetTempPath();
        Assert.Contains("--source", Assert.Throws<ArgumentException>(() => new PatchedSource(folder).Copy(folder)).Message);
    }
}
