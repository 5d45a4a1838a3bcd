using System.Globalization;

namespace MonthClose.Torture;

/// <summary>
/// Where simulated closes are run: in memory where the machine has such a place, because a simulation has no power cuts;
/// the folders of those that fail are kept.
/// </summary>
sealed class Workshop : IDisposable
{
    const string Memory = "/dev/shm";
    // The same for every run, so that a seed is the same close everywhere.
    const int HowManyWorlds = 40;
    static int made;
    readonly string folder;
    readonly string keep;
    int used;

    /// <param name="keep">Where what failed is kept; made when needed.</param>
    /// <param name="accounts">How many accounts a world has.</param>
    public Workshop(string keep, int accounts)
    {
        this.keep = keep;
        folder = Directory.Exists(Memory)
            ? Directory.CreateDirectory(Path.Combine(Memory, string.Create(CultureInfo.InvariantCulture, $"monthclose-torture-{Environment.ProcessId}-{Interlocked.Increment(ref made)}"))).FullName
            : Directory.CreateTempSubdirectory("monthclose-torture-").FullName;
        Worlds = [.. Enumerable.Range(1, HowManyWorlds).Select(n => ImportedWorld.Make(
            Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"world-{n}"))).FullName, accounts, seed: n))];
    }

    public IReadOnlyList<ImportedWorld> Worlds { get; }

    /// <summary>An empty folder.</summary>
    public string Folder() =>
        Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"close-{Interlocked.Increment(ref used)}"))).FullName;

    /// <summary>Copies what failed to where it is kept.</summary>
    public void Keep(string failed, string name) => Copy(failed, Path.Combine(keep, name));

    /// <summary>Copies a folder with all that is in it.</summary>
    public static string Copy(string folder, string to)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        return to;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
