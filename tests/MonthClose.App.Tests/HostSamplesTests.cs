using System.Text.RegularExpressions;
using Stillso.Postgres.Tests;

namespace AppTests;

/// <summary>What is there to start from on several hosts: the units and the compose file under samples/hosts, and what docs/operating.md tells a person to ask.</summary>
public sealed partial class HostSamplesTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task The_command_lines_of_the_samples_are_understood()
    {
        var folder = Path.Combine(Monthclose.Repository, "samples", "hosts");
        var units = Directory.GetFiles(folder, "*.service").SelectMany(File.ReadLines)
            .Select(line => Started().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value.Replace("%i", "2024-09", StringComparison.Ordinal).Split(' '));
        var services = Command().Matches(await File.ReadAllTextAsync(Path.Combine(folder, "compose.yaml"), TestContext.Current.CancellationToken))
            .Select(m => m.Groups[1].Value.Split(',').Select(w => w.Trim(' ', '"')).ToArray()).Where(words => words[0] is "worker" or "close");
        var all = units.Concat(services).ToList();
        Assert.Equal(["close", "close", "worker", "worker"], all.Select(words => words[0]).Order());
        foreach (var words in all)
        {
            var answer = await Monthclose.RunAsync([.. words, "--store", "postgres:Host=/nowhere;Database=billing"]);
            Assert.Equal(1, answer.Code);
            Assert.StartsWith("The store refused", answer.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_to_be_watched_can_be_asked()
    {
        _ = server.Schema();
        (await Monthclose.RunAsync("import", "--world", ChangingWorld.World, "--store", $"postgres:{server.ConnectionString}")).Ok();
        var page = await File.ReadAllTextAsync(Path.Combine(Monthclose.Repository, "docs", "operating.md"), TestContext.Current.CancellationToken);
        var asked = Query().Matches(page).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(5, asked.Count);
        await using var connection = new Npgsql.NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var query in asked)
        {
            await using var command = new Npgsql.NpgsqlCommand(query, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex(@"\| `(select [^`]*)` \|")]
    private static partial Regex Query();

    [GeneratedRegex("^ExecStart=/opt/monthclose/MonthClose.App (.*)$")]
    private static partial Regex Started();

    [GeneratedRegex(@"command: \[(.*)\]")]
    private static partial Regex Command();
}
