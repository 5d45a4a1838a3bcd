using System.Diagnostics;
using MonthClose.Checking;
using Stillso.Postgres.Tests;

namespace AppTests;

/// <summary>A close by workers on hosts of their own, with the database and the gateway on others.</summary>
public sealed class SeveralHostsTests(ITestOutputHelper output) : IDisposable
{
    const int Accounts = 400;
    static readonly TimeSpan Soon = TimeSpan.FromMinutes(3);
    readonly HostNetwork network = HostNetwork.Make();
    readonly List<Process> processes = [];
    readonly List<Task<string>> said = [];
    readonly Stopwatch time = Stopwatch.StartNew();
    PostgresServer? server;
    Scratch? scratch;

    [Fact]
    public async Task A_close_survives_a_host_that_is_lost_one_that_is_cut_off_and_comes_back_and_a_database_that_restarts()
    {
        var (data, bank) = (network.Add(), network.Add());
        server = PostgresServer.On(data.Address, data.Where);
        _ = server.Schema();
        scratch = new Scratch($"{server.ConnectionString.Replace(server.ConnectionString.Split(';')[0], $"Host={data.Address}", StringComparison.Ordinal)};Command Timeout=10");
        var world = scratch["world"];
        (await Monthclose.RunAsync("sample", "--accounts", $"{Accounts}", "--rows", "5", "--seed", "6", "--out", world)).Ok();
        (await RunAsync(data, "import", "--world", world, "--store", scratch.Store)).Ok();
        var gateway = Start(bank, "gateway", "--urls", $"http://{bank.Address}:12111", "--books", scratch["books"], "--latency-ms", "300", "--lose-answers", "0.02", "--seed", "6");
        Assert.Equal($"Listening on http://{bank.Address}:12111", await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        string[] work = ["--store", scratch.Store, "--gateway", $"simulator=http://{bank.Address}:12111", "--lost-after", "2", "--workers", "4", "--schedule", "retries=2s,4s,6s warning=7s hold=8s ask=1s,2s,4s mail=1s"];
        var (lost, cut, steady) = (network.Add(), network.Add(), network.Add());
        // It follows the mails too, while the database is away.
        var close = Start(data, ["close", "2024-09", .. work, "--out", scratch["live"]]);
        var closed = Monthclose.WaitAsync(close);
        var workers = new[] { lost, cut, steady }.Select(host => Worker(host, work)).ToList();

        await UntilAsync(() => Charges() > Accounts / 20);
        await HoldsAsync(workers[0]);
        Say("charges are under way");
        lost.Unplug();
        workers[0].Kill();
        await TakenOverAsync(workers[0]);
        Say("one host was lost, and others have its jobs");

        await HoldsAsync(workers[1]);
        cut.Unplug();
        var epoch = await TakenOverAsync(workers[1]);
        Say("one host was cut off, and others have its jobs");
        cut.Plug();
        await UntilAsync(() => Number($"select max(epoch) from {Schema}.epochs where owner like '% {workers[1].Id} on %'") > epoch);
        Say("it is back, and has begun anew");

        Assert.False(close.HasExited, "it was closed before the database restarted");
        server.StopAtOnce();
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        server.Start();
        Say("the database has restarted");

        (await closed.WaitAsync(Soon, TestContext.Current.CancellationToken)).Ok(0, 4);
        foreach (var worker in workers[1..])
        {
            Assert.False(worker.HasExited);
            Process.Start("kill", ["-TERM", $"{worker.Id}"]).WaitForExit();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Soon, TestContext.Current.CancellationToken);
            Assert.Equal(130, worker.ExitCode);
        }
        Say("closed");
        foreach (var words in said) output.WriteLine(await words);
        (await RunAsync(data, ["close", "2024-09", .. work])).Ok(0, 4);
        (await RunAsync(data, "report", "2024-09", "--store", scratch.Store, "--out", scratch.Out)).Ok();
        // What the host that was cut off had sent arrives when it is back.
        var findings = CloseChecker.Check(world, scratch.Out, new CheckOptions("2024-09") { RequestsMayBeLate = true });
        Assert.True(findings.Count == 0, $"{findings.Count} findings:\n{string.Join('\n', findings.Take(10))}");
        Assert.Equal(Accounts, CloseFiles.Read(scratch.Out).Invoices.Count);
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            if (!process.HasExited) process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        server?.Dispose();
        scratch?.Dispose();
        network.Dispose();
    }

    void Say(string what) => output.WriteLine($"{time.Elapsed.TotalSeconds:0.0} s, {Charges()} charges answered: {what}");


    string Schema => scratch!.Store.Split("Search Path=")[1].Split(';')[0];

    Process Start(HostNetwork.Host host, params string[] arguments)
    {
        var process = Monthclose.StartOn(host.Where, arguments);
        processes.Add(process);
        return process;
    }

    Process Worker(HostNetwork.Host host, string[] work)
    {
        var worker = Start(host, ["worker", .. work]);
        said.AddRange([worker.StandardOutput.ReadToEndAsync(), worker.StandardError.ReadToEndAsync()]);
        return worker;
    }

    static async Task<Answer> RunAsync(HostNetwork.Host host, params string[] arguments)
    {
        using var process = Monthclose.StartOn(host.Where, arguments);
        return await Monthclose.WaitAsync(process);
    }

    long Charges() => Number($"select count(*) from {Schema}.intents where kind = 'charge' and settled_at is not null");

    Task HoldsAsync(Process worker) =>
        UntilAsync(() => Number($"select count(*) from {Schema}.jobs j join {Schema}.epochs e using (epoch) where owner like '% {worker.Id} on %' and state = 'entered'") > 0);

    /// <returns>The epoch that is over.</returns>
    async Task<long> TakenOverAsync(Process worker)
    {
        var epoch = Number($"select max(epoch) from {Schema}.epochs where owner like '% {worker.Id} on %'");
        await UntilAsync(() => Number($"select count(*) from {Schema}.epochs e where epoch = {epoch} and over and not exists (select 1 from {Schema}.jobs j where j.epoch = e.epoch)") == 1);
        return epoch;
    }

    static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Soon);
        while (!isSo()) await Task.Delay(50, patience.Token);
    }

    // By the socket, which is on no network.
    long Number(string sql)
    {
        using var connection = new Npgsql.NpgsqlConnection($"{server!.ConnectionString};Pooling=false");
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
