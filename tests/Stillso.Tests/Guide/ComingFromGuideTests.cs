using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Stillso.Sqlite;
using Stillso.Testing;
using static Stillso.Recurring;

namespace Stillso.Tests;

/// <summary>The code of docs/guide/coming-from-hangfire.md and coming-from-sidekiq.md: in their text, and in their tables' last columns.</summary>
public sealed partial class ComingFromGuideTests
{
    sealed record SendInvoice(int Number);

    sealed class InvoiceSender(IServiceScopeFactory scopes) : IJobHandler<SendInvoice>
    {
        public async Task RunAsync(SendInvoice job, LeasedJob lease, CancellationToken cancellation)
        {
            await using var scope = scopes.CreateAsyncScope();
            var mailer = scope.ServiceProvider.GetRequiredService<Mailer>();
            await mailer.SendInvoiceAsync(job.Number, cancellation);
        }
    }

    sealed class Mailer(List<int> sent)
    {
        public Task SendInvoiceAsync(int number, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            lock (sent) sent.Add(number);
            return Task.CompletedTask;
        }
    }

    sealed record Remind(int Number);

    sealed class Reminder : IJobHandler<Remind>
    {
        public Retry AfterFailure(LeasedJob job, Exception error) => error is TimeoutException ? Retry.After(TimeSpan.FromMinutes(1)) : Retry.Never;

        public Task RunAsync(Remind job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed record Report(string Of);

    sealed class Reporter : IJobHandler<Report>
    {
        public Task RunAsync(Report job, LeasedJob lease, CancellationToken cancellation) => Task.CompletedTask;
    }

    sealed class InTenant : IJobMiddleware
    {
        public Task InvokeAsync(Work work, Func<Task> next, CancellationToken cancellation) => next();
    }

    sealed record Charge(string Customer, int Amount);

    sealed class Charger(Gateway gateway) : IJobHandler<Charge>
    {
        public Task RunAsync(Charge job, LeasedJob lease, CancellationToken cancellation) =>
            gateway.ChargeAsync(job.Customer, job.Amount, idempotencyKey: $"charge/{lease.Id}");
    }

    sealed class Gateway
    {
        readonly Dictionary<string, int> byKey = [];

        public int Charged => byKey.Values.Sum();

        public Task ChargeAsync(string customer, int amount, string idempotencyKey)
        {
            _ = customer;
            byKey.TryAdd(idempotencyKey, amount);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_host_says_once_what_attributes_and_options_said()
    {
        var folder = Directory.CreateTempSubdirectory("stillso-coming-").FullName;
        var sent = new List<int>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var services = builder.Services;
        services.AddSingleton(sent).AddScoped<Mailer>();
        services.AddStillsoSqlite(Path.Combine(folder, "jobs.db"));
        services.AddStillso(stillso =>
        {
            stillso.Worker = new WorkerOptions { Concurrency = 20, Queues = QueueOrder.Strict("urgent", "default") };
            stillso
                .AddJob<SendInvoice, InvoiceSender>("send-invoice")
                .AddJob<Remind, Reminder>("remind")
                .AddJob<Report, Reporter>("report")
                .AddRecurring("report", Cron("0 9 * * *").In("Europe/Paris"), new Report("sales"))
                .AddRecurring("each", Cron("0 9 * * *"), new Report("each"), schedule => schedule with { Missed = MissedRuns.RunEach })
                .AddLimit(new Limit("gateway") { Concurrency = 5 })
                .AddLimit(new Limit("mails") { Starts = 100, Per = TimeSpan.FromMinutes(1) })
                .UseMiddleware<InTenant>()
                .UseEnqueue(job => job with { Priority = job.Kind == "remind" ? -10 : job.Priority });
        });
        using (var host = builder.Build())
        {
            var (ledger, now) = (host.Services.GetRequiredService<ILedger>(), TimeProvider.System.GetUtcNow());
            await host.StartAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(ledger.Read(tx => tx.Schedules.Find("report")));
            var jobs = host.Services.GetRequiredService<JobClient>();
            var id = jobs.Enqueue(new SendInvoice(1), job => job with { Queue = "urgent" });
            jobs.Enqueue(new SendInvoice(1));
            ledger.Write(tx => jobs.EnqueueIn(tx, [new SendInvoice(1)]));
            var store = host.Services.GetRequiredService<IJobStore>();
            bool IsBusy() => store.Queues.All().Any(queue => queue.Waiting + queue.Running > 0);
            for (var looks = 0; looks < 1_000 && IsBusy(); looks++) await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.Equal([1, 1, 1], sent);
            Assert.False(ledger.Write(tx => tx.CancelJob(id, now)));
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_was_said_of_a_job_is_a_property_of_it()
    {
        using var engine = new TestEngine();
        var (jobs, store, clock) = (engine.Jobs, engine.Store, engine.Clock);
        ILedger ledger = store;
        engine.Add("remind", new Reminder()).Add("report", new Reporter());
        var id = jobs.Enqueue(new Remind(1));
        jobs.Enqueue(new Remind(1), job => job with { RunAt = clock.GetUtcNow().AddDays(3) });
        jobs.Enqueue(new Remind(1), job => job with { After = [id] });
        jobs.Enqueue(new Remind(1), job => job with { Priority = 20 });
        jobs.Enqueue(new Remind(1), job => job with { MaxAttempts = 5 });
        jobs.Enqueue(new Remind(1), job => job with { Deadline = clock.GetUtcNow().AddHours(2) });
        jobs.Enqueue(new Remind(1), job => job with { OrderingKey = "anna" });
        jobs.Enqueue(new Remind(1), job => job with { Limit = "gateway", LimitKey = "anna" });
        jobs.Enqueue(new Remind(1), job => job with { UniqueKey = "reminder 1" });
        jobs.Enqueue(new Remind(2), job => job with { UniqueKey = "reminder 2", UniqueFor = TimeSpan.FromMinutes(10) });
        jobs.Enqueue(new Remind(3), job => job with { UniqueKey = "reminder 3", UniqueUntil = UniqueUntil.Begun });
        var reminders = Enumerable.Range(4, 10).Select(number => new Remind(number)).ToList();
        jobs.EnqueueMany(reminders);
        jobs.EnqueueStream(reminders);
        jobs.EnqueueBatch(new NewBatch("reminders") { OnComplete = engine.Registry.New(new Report("sales")) }, reminders);
        jobs.EnqueueMany(reminders, job => job with { AfterBatches = ["reminders"] });
        jobs.Enqueue(new Report("sales"));
        store.Queues.Pause("urgent");
        store.Queues.Resume("urgent");
        Assert.Equal(["default"], store.Queues.All().Select(queue => queue.Name));

        var last = jobs.Enqueue(new Remind(99), job => job with { RunAt = clock.GetUtcNow().AddYears(1) });
        var now = clock.GetUtcNow();
        Assert.Contains(store.Waiting(), job => job.Id == last);
        Assert.NotNull(store.ProgressOf(last));
        Assert.True(ledger.Write(tx => tx.CancelJob(last, now)));
        await engine.DrainAsync();
        Assert.Empty(store.Stopped());
        Assert.True(ledger.Read(tx => tx.FindBatch("reminders"))!.IsComplete);
        Assert.False(ledger.Write(tx => tx.Replay(last, now)));
        Assert.Equal(0, ledger.Write(tx => tx.Replay(new StoppedJobs { Kind = "remind" }, now)));
        Assert.False(ledger.Write(tx => tx.Discard(last, "not needed", now)));
    }

    [Fact]
    public Task A_key_that_is_the_same_at_every_attempt_makes_a_call_once() => WorldChanges.Around(engine =>
        {
            var gateway = new Gateway();
            engine.Add("charge", new Charger(gateway));
            engine.Jobs.Enqueue(new Charge("anna", 100));
            return gateway;
        })
        .AlwaysAsync(gateway => Assert.Equal(100, gateway.Charged));

    [Theory]
    [InlineData("coming-from-hangfire.md")]
    [InlineData("coming-from-sidekiq.md")]
    public void What_a_table_shows_compiles_here(string page)
    {
        var source = File.ReadAllText(Path.Combine(Checkout.Folder, "tests", "Stillso.Tests", "Guide", "ComingFromGuideTests.cs"));
        var rows = File.ReadLines(Path.Combine(Checkout.Folder, "docs", "guide", page)).Where(line => line.StartsWith('|'));
        var cells = rows.Select(row => row.TrimEnd('|').Split('|')[^1]);
        var shown = cells.SelectMany(cell => Code().Matches(cell)).Select(match => match.Groups[1].Value).ToList();
        Assert.True(shown.Count > 20, $"only {shown.Count} pieces of code were found: are the tables there?");
        Assert.All(shown, code => Assert.True(source.Contains(code, StringComparison.Ordinal), $"{code} is nowhere in these tests"));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
