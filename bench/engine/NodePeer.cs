using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace EngineBench;

/// <summary>The engines on Node.js, each run by one script in a process of its own.</summary>
static class NodePeer
{
    public static readonly string[] Names = ["graphile-worker", "pg-boss"];
    static readonly string Folder = Path.Combine("bench", "engine", "peers");

    public static Figures Run(string engine, string measure, string folder, string size)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules"))) Do("npm", ["ci", "--no-audit", "--no-fund"], Folder);
        var at = new NpgsqlConnectionStringBuilder(PostgresDatabase.Of(Runs.Fresh(folder)));
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "peer.mjs"), engine, measure, at.Host!, at.Username!, at.Database!, size]) { RedirectStandardOutput = true })!;
        return Figures.Of(node) ?? throw new InvalidOperationException($"{engine} failed.");
    }

    public static string Size(params (string Name, double Value)[] values) =>
        $"{{{string.Join(',', values.Select(v => string.Create(CultureInfo.InvariantCulture, $"\"{v.Name}\":{v.Value}")))}}}";

    static void Do(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}
