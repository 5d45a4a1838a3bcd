using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MonthClose.Checking;
using Stillso.Postgres.Tests;

namespace AppTests;

/// <summary>A close whose store is in PostgreSQL: with simulated time the files are those of SQLite, and with the real clock many processes work at once.</summary>
public sealed partial class PostgresCloseTests(ChangingWorld closed, PostgresServer server, ITestOutputHelper output) : IClassFixture<ChangingWorld>, IClassFixture<PostgresServer>, IDisposable
{
    const int Accounts = 600;
    const int Changes = 400;
    const int Seconds = 15;
    readonly Scratch scratch = new(server.Schema().ConnectionString);
    readonly List<Process> processes = [];

    [Fact]
    public async Task The_files_are_those_of_a_close_on_SQLite_byte_for_byte()
    {
        (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script))).Ok();
        SameFiles.Assert(closed.Scratch.Out, scratch.Out);
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch["again"])).Ok();
        SameFiles.Assert(closed.Scratch.Out, scratch["again"]);
        async Task<string> Said(string store, params string[] words) => (await Monthclose.RunAsync([.. words, "--store", store])).Ok().Output;
        Assert.Equal(await Said(closed.Scratch.Store, "status", "2024-09"), await Said(scratch.Store, "status", "2024-09"));
        for (var n = 1; n <= 5; n++)
            Assert.Equal(await Said(closed.Scratch.Store, "explain", $"acct_00000{n}"), await Said(scratch.Store, "explain", $"acct_00000{n}"));
    }

    [Fact]
    public async Task With_a_simulated_clock_one_of_two_closes_owns_the_store()
    {
        var close = Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script);
        var answers = await Task.WhenAll(Monthclose.RunAsync(close), Monthclose.RunAsync(close));
        Assert.All(answers, a => a.Ok());
        Assert.Single(answers, a => a.Output.Contains("Another process owns this store"));
        SameFiles.Assert(closed.Scratch.Out, scratch.Out);
    }

    [Fact]
    public async Task Killed_in_the_middle_with_a_simulated_clock_it_loses_nothing_and_doubles_nothing()
    {
        var close = Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script);
        foreach (var point in new[] { "before:charge@9", "sending@9", "confirmed@20" })
        {
            var process = Start([.. close, "--wait-at", point]);
            while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("waiting at", StringComparison.Ordinal))
            {
            }
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        (await Monthclose.RunAsync(close)).Ok();
        AssertRight(ChangingWorld.World);
    }

    [Fact]
    public async Task A_dry_run_says_what_one_on_SQLite_says_and_leaves_nothing()
    {
        using var other = new Scratch();
        foreach (var place in new[] { other, scratch })
        {
            (await Monthclose.RunAsync("import", "--world", ChangingWorld.World, "--store", place.Store)).Ok();
            (await Monthclose.RunAsync("close", "2024-09", "--store", place.Store, "--out", place.Out, "--dry-run")).Ok();
        }
        Assert.Equal(Read(other, "invoice_lines.csv"), Read(scratch, "invoice_lines.csv"));
        Assert.Equal(Read(other, "preview.csv"), Read(scratch, "preview.csv"));
        using var connection = new Npgsql.NpgsqlConnection(server.ConnectionString);
        connection.Open();
        using var left = new Npgsql.NpgsqlCommand("select count(*) from pg_namespace where nspname like 'monthclose\\_try\\_%'", connection);
        Assert.Equal(0L, left.ExecuteScalar());
        Assert.Contains("is open", (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output);
    }

    [Fact]
    public async Task While_the_world_changes_two_workers_and_a_close_charge_what_is_so()
    {
        var (world, gateway) = await ImportAsync();
        var schedule = "retries=2s,4s,6s warning=7s hold=8s ask=1s,2s,4s mail=1s";
        string[] work = ["--store", scratch.Store, "--gateway", $"simulator={gateway}", "--schedule", schedule, "--workers", "16"];
        var workers = Enumerable.Range(0, 2).Select(_ => Start(["worker", .. work])).ToList();
        var close = Monthclose.RunAsync(["close", "2024-09", .. work]);
        var changers = Enumerable.Range(1, 3).Select(ChangeAsync).ToArray();
        var made = (await Task.WhenAll(changers)).Sum();
        (await close).Ok(0, 4);
        await EndAsync(workers);
        await ReportAsync(work);

        var files = CloseFiles.Read(scratch.Out);
        Assert.Equal(made, files.Changes.Count);
        Assert.True(made > 3 * Changes / 2, $"only {made} changes were made");
        AssertRight(world);
        Assert.Equal(Enumerable.Range(1, Accounts).Select(n => $"2024-09-{n:000000}"), files.Invoices.Select(i => i.InvoiceNumber).Order());
        var revised = files.Decisions.Count(d => d.IsChargingStep && d.Decision == "revised");
        output.WriteLine($"{made} changes, {revised} charges revised, {files.Holds.Count} holds, {Server()}");
        // The test is worth something only if the world did change under charges.
        Assert.True(revised > 3);
    }

    [Fact]
    public async Task Workers_that_are_killed_in_the_middle_lose_nothing_and_double_nothing()
    {
        var (world, gateway) = await ImportAsync();
        string[] work = ["--store", scratch.Store, "--gateway", $"simulator={gateway}", "--schedule", "ask=1s,2s,4s mail=1s", "--lost-after", "2", "--workers", "8"];
        var close = Monthclose.RunAsync(["close", "2024-09", .. work]);
        for (var kill = 0; kill < 4; kill++)
        {
            var worker = Start(["worker", .. work]);
            // It works as soon as it says so.
            await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(400 + 300 * kill), TestContext.Current.CancellationToken);
            Assert.False(worker.HasExited);
            worker.Kill();
        }
        (await close).Ok(0, 4);
        await ReportAsync(work);
        AssertRight(world);
        Assert.Equal(Accounts, CloseFiles.Read(scratch.Out).Invoices.Count);
        output.WriteLine(Server());
    }

    [Theory]
    [InlineData("Host=/nowhere;Username=stillso;Database=postgres", 1, "The store refused: Failed to connect to /nowhere")]
    [InlineData("Host=HERE;Username=stillso;Database=nothing", 2, "database \"nothing\" does not exist")]
    [InlineData("Host=HERE;Username=stillso;Database=postgres;Search Path=Big Name", 2, "cannot name a schema")]
    [InlineData("Hots=HERE;Password=secret", 2, "takes a connection string")]
    [InlineData("secret", 2, "takes a connection string")]
    [InlineData("Database=postgres", 2, "on which Host")]
    [InlineData("", 2, "where the database is")]
    public async Task A_database_that_cannot_be_used_is_said_so_without_its_password(string connection, int code, string message)
    {
        var here = server.ConnectionString.Split(';')[0]["Host=".Length..];
        var answer = await Monthclose.RunAsync("status", "2024-09", "--store", $"postgres:{connection.Replace("HERE", here, StringComparison.Ordinal)}");
        Assert.Equal(code, answer.Code);
        Assert.Contains(message, answer.Errors);
        Assert.DoesNotContain("secret", answer.Errors);
        Assert.DoesNotContain("   at ", answer.Errors);
    }

    [Fact]
    public async Task A_command_that_is_printed_has_no_password()
    {
        var store = $"{scratch.Store};Password=secret";
        var answer = await Monthclose.RunAsync("close", "2024-09", "--world", ChangingWorld.World, "--store", store, "--from", Monthclose.From, "--until", "2024-10-02T00:00:00Z");
        Assert.Contains("--store 'postgres:Host=", answer.Ok().Output);
        Assert.DoesNotContain("secret", answer.Output);
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        scratch.Dispose();
    }

    Process Start(string[] arguments)
    {
        var process = Monthclose.Start(arguments);
        processes.Add(process);
        return process;
    }

    // A gateway that is slow and loses answers, and a world that is imported.
    async Task<(string World, string Gateway)> ImportAsync()
    {
        var world = scratch["world"];
        (await Monthclose.RunAsync("sample", "--accounts", $"{Accounts}", "--rows", "5", "--seed", "5", "--out", world)).Ok();
        (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok();
        var gateway = Start(["gateway", "--urls", "http://127.0.0.1:0", "--books", scratch["books"], "--latency-ms", "190", "--lose-answers", "0.02", "--lose-requests", "0.02", "--seed", "5"]);
        return (world, (await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!["Listening on ".Length..]);
    }

    async Task<int> ChangeAsync(int seed)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "MonthClose.WorldChanger.dll"), scratch.Store, $"{seed}", $"{Changes}", $"{Accounts}", $"{Seconds}" })
            info.ArgumentList.Add(argument);
        var process = Process.Start(info)!;
        processes.Add(process);
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return int.Parse(Made().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    // What is under way ends. (Not by SIGINT: who is started in the background by a script ignores it, and so do all that it starts.)
    static async Task EndAsync(List<Process> workers)
    {
        foreach (var worker in workers)
        {
            Assert.False(worker.HasExited, $"a worker ended with {(worker.HasExited ? worker.StandardError.ReadToEnd() : "")}");
            Process.Start("kill", ["-TERM", $"{worker.Id}"]).WaitForExit();
        }
        foreach (var worker in workers)
        {
            var answer = await Monthclose.WaitAsync(worker);
            Assert.Equal((130, ""), (answer.Code, answer.Errors));
        }
    }

    // What came due meanwhile is worked off first: then nothing is under way.
    async Task ReportAsync(string[] work)
    {
        (await Monthclose.RunAsync(["close", "2024-09", .. work])).Ok(0, 4);
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch.Out)).Ok();
    }

    void AssertRight(string world)
    {
        var findings = CloseChecker.Check(world, scratch.Out, new CheckOptions("2024-09"));
        Assert.True(findings.Count == 0, $"{findings.Count} findings:\n{string.Join('\n', findings.Take(10))}");
    }

    // How often two transactions waited for each other.
    string Server()
    {
        using var connection = new Npgsql.NpgsqlConnection(server.ConnectionString);
        connection.Open();
        using var deadlocks = new Npgsql.NpgsqlCommand("select deadlocks from pg_stat_database where datname = current_database()", connection);
        return $"{deadlocks.ExecuteScalar()} deadlocks";
    }

    static string Read(Scratch place, string file) => File.ReadAllText(Path.Combine(place.Out, file));

    [GeneratedRegex("([0-9]+) made")]
    private static partial Regex Made();
}
