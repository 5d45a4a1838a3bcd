using System.Diagnostics;
using System.Text.RegularExpressions;
using MonthClose.Checking;
using MonthClose.Torture;
using Stillso.Sqlite;
using CloseFiles = MonthClose.Checking.CloseFiles;

namespace AppTests;

/// <summary>What waits for a person, as status says it, and what comes of the commands that it names.</summary>
public sealed partial class WorklistTests : IDisposable
{
    readonly Scratch scratch = new();

    public WorklistTests()
    {
        Directory.CreateDirectory(scratch[Path.Combine("world", "usage")]);
        void Write(string name, string text) => File.WriteAllText(Path.Combine(scratch["world"], name), text);
        Write("accounts.csv", "account_id,name,email,currency,time_zone,status\na,A,a@example.org,USD,UTC,active\n");
        Write("payment_methods.csv", "payment_method_id,account_id,is_default\npm_card_visa_1,a,true\n");
        Write("usage/2024-09.csv", "BillingAccountId,ChargePeriodStart,ChargeCategory,ServiceName,BilledCost,BillingCurrency\na,2024-09-02T00:00:00Z,Usage,Compute,12.00,USD\n");
    }

    [Fact]
    public async Task A_mail_that_the_server_refuses_waits_for_a_person_and_is_sent_when_one_says_so()
    {
        var refuses = true;
        await using var server = new SmtpServer(line => refuses && line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : null);
        await CloseAsync("2024-10-05T00:00:00Z", 4, "--smtp", $"127.0.0.1:{server.Port}");
        Assert.Empty(server.Mails);
        var items = await ItemsAsync();
        Assert.Equal(2, items.Count);
        Assert.All(items, i => Assert.Contains("a/2024-09 was parked: the mail server refused the", i.Text));
        Assert.All(items, i => Assert.Contains("mail to a@example.org: 550 no such user", i.Text));
        Assert.All(items, i => Assert.Contains("(4 days)", i.Text));
        Assert.Contains("(not sent)", await ExplainAsync());

        refuses = false;
        Assert.Contains("A close or worker carries on with it.", await ResolveAsync(items[0].Item, "retry", "the mailbox is there now"));
        Assert.Contains("nothing follows from it", await ResolveAsync(items[1].Item, "discard", "told by telephone"));
        await CloseAsync("2024-10-06T00:00:00Z", 0);
        Assert.Single(server.Mails);
        Assert.Single(CloseFiles.Read(scratch.Out).Emails, m => m.SentAt is null);
        var explained = await ExplainAsync();
        Assert.Contains("(not sent, and given up)", explained);
        Assert.Matches(@"job/\d+ \(email of a/2024-09\) resolved as retry: the mailbox is there now", explained);
        Assert.Matches(@"job/\d+ \(email of a/2024-09\) resolved as discard: told by telephone", explained);
        Assert.Empty(await ItemsAsync());
    }

    [Theory]
    [InlineData("job/email")]
    [InlineData("job/all")]
    public async Task Many_jobs_that_one_cause_has_stopped_are_resolved_by_their_kind_or_all_at_once(string all)
    {
        var refuses = true;
        await using var server = new SmtpServer(line => refuses && line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : null);
        await CloseAsync("2024-10-05T00:00:00Z", 4, "--smtp", $"127.0.0.1:{server.Port}");
        (await Monthclose.RunAsync("resolve", "job/charge", "retry", "--reason", "none is", "--store", scratch.Store)).Ok(3);
        Assert.Equal(2, (await ItemsAsync()).Count);
        refuses = false;
        await ResolveAsync(all, "retry", "the server is there now");
        Assert.Empty(await ItemsAsync());
        await CloseAsync("2024-10-06T00:00:00Z", 0);
        Assert.Equal(2, server.Mails.Count);
        Assert.Equal(2, Regex.Count(await ExplainAsync(), @"job/\d+ \(email of a/2024-09\) resolved as retry: the server is there now"));
    }

    [Fact]
    public async Task A_mail_that_the_server_puts_off_is_sent_as_it_was_made_though_the_invoice_is_paid_meanwhile()
    {
        await File.WriteAllTextAsync(scratch[Path.Combine("world", "payment_methods.csv")], "payment_method_id,account_id,is_default\npm_card_chargeDeclined_1,a,true\n");
        await File.WriteAllTextAsync(scratch["script.csv"], "boundary,account_id,change,value\nafter:email,a,grant_credit,12\n");
        var tried = 0;
        await using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) && ++tried == 1 ? "451 later" : null);
        await CloseAsync("2024-10-20T00:00:00Z", 0, "--smtp", $"127.0.0.1:{server.Port}", "--script", scratch["script.csv"]);
        var files = CloseFiles.Read(scratch.Out);
        Assert.Equal(["invoice", "payment_failed"], files.Emails.Select(e => e.Kind).Order(StringComparer.Ordinal));
        Assert.All(files.Emails, e => Assert.NotNull(e.SentAt));
        Assert.Equal(2, server.Mails.Count);
        Assert.Equal(["acted", "acted"], files.Decisions.Where(d => d.Step == "email").Select(d => d.Decision));
        Assert.Equal("superseded", Assert.Single(files.Decisions, d => d.Step == "retry_charge").Decision);
    }

    [Fact]
    public async Task A_close_ends_by_what_its_own_period_needs_and_says_what_an_earlier_one_still_has()
    {
        await using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : null);
        Assert.Contains("2 invoices or jobs wait for a person", (await CloseAsync("2024-10-05T00:00:00Z", 4, "--smtp", $"127.0.0.1:{server.Port}")).Output);
        var october = (await Monthclose.RunAsync("close", "2024-10", "--store", scratch.Store, "--out", scratch["october"], "--until", "2024-11-05T00:00:00Z")).Ok().Output;
        Assert.Contains("2024-09 still has 2 that wait for a person", october);
        Assert.DoesNotContain("invoices or jobs wait", october);
        Assert.Contains("\"parked\": 0", await File.ReadAllTextAsync(scratch[Path.Combine("october", "reports", "summary.json")], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task From_a_persons_word_about_a_mail_nothing_follows()
    {
        await using (var server = new SmtpServer(line => line == "." ? "" : null))
            await CloseAsync("2024-10-05T00:00:00Z", 0, "--smtp", $"127.0.0.1:{server.Port}");
        var mails = CloseFiles.Read(scratch.Out).Emails.Select(m => m.MessageId).ToList();
        Assert.Equal(2, mails.Count);
        Assert.Contains("It counts as sent: nothing follows from it.", await ResolveAsync(mails[0], "sent", "it is in the server's log"));
        Assert.Contains("It counts as not sent, and is not sent again.", await ResolveAsync(mails[1], "lost", "it is not"));
        await CloseAsync("2024-10-06T00:00:00Z", 0);
        Assert.Single(CloseFiles.Read(scratch.Out).Emails, m => m.SentAt is null);
        var explained = await ExplainAsync();
        Assert.Contains("(lost)", explained);
        Assert.Contains("resolved as sent: it is in the server's log", explained);
    }

    [Fact]
    public async Task The_commands_that_are_printed_run_as_they_stand_on_the_store_in_use()
    {
        await using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : null);
        var store = $"sqlite:{scratch["it's a store.db"]}";
        var closed = (await Monthclose.RunAsync(
            "close", "2024-09", "--world", scratch["world"], "--store", store, "--from", Monthclose.From, "--until", "2024-10-05T00:00:00Z", "--smtp", $"127.0.0.1:{server.Port}")).Ok(4);
        string Printed(string output, string command) => output.Split('\n').Select(l => l[Math.Max(0, l.IndexOf("monthclose ", StringComparison.Ordinal))..]).First(l => l.Contains(command, StringComparison.Ordinal));
        Assert.Contains("a@example.org", await ShellAsync(Printed(closed.Output, "explain")));
        var status = await ShellAsync(Printed(closed.Output, "status"));
        Assert.Contains("A close or worker", await ShellAsync(Printed(status, "retry")));
        Assert.Contains("resolved as retry: …", await ShellAsync(Printed(closed.Output, "explain")));
        // Where the environment names the store, the shorter command is the same.
        Assert.DoesNotContain("--store", await ShellAsync("MONTHCLOSE_STORE='" + store.Replace("'", "'\\''", StringComparison.Ordinal) + "'; export MONTHCLOSE_STORE; monthclose status 2024-09"));
    }

    [Fact]
    public async Task What_a_person_decides_about_the_periods_report_stands_in_its_status()
    {
        await CloseAsync("2024-10-05T00:00:00Z", 0);
        // As a journal that does not balance leaves it.
        using (var store = SqliteStore.Open(scratch["store.db"], MonthClose.Sql.SqliteMigrations))
        {
            store.Write(tx => tx.Sql.Execute(
                "insert into stillso_jobs (queue, kind, payload, premises, run_at, rank, priority, max_attempts, state, error) "
                + "values ('default', 'report', '{\"Period\":\"2024-09\"}', '[]', 0, 0, 0, 1, 'parked', 'the journal does not balance')"));
        }
        await ResolveAsync(Assert.Single(await ItemsAsync()).Item, "retry", "found the entry");
        var status = (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output;
        Assert.Matches(@"job/\d+ \(report of 2024-09\) resolved as retry at 2024-10-05T00:00:00Z: found the entry", status);
        Assert.DoesNotContain("found the entry", (await Monthclose.RunAsync("status", "2024-10", "--store", scratch.Store)).Ok().Output);
        Assert.Empty(await ItemsAsync());
    }

    [Fact]
    public async Task The_mail_server_is_logged_in_to_with_a_password_that_only_the_environment_has()
    {
        const string Variable = "SMTP_PASSWORD", Password = "not-for-the-store";
        var logins = 0;
        await using var server = new SmtpServer(line =>
            line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-hello\r\n250 AUTH PLAIN" : line.StartsWith("AUTH", StringComparison.Ordinal) && ++logins > 0 ? "235 welcome" : null);
        var address = $"smtp://billing%40example.org@127.0.0.1:{server.Port}";
        Assert.Contains(Variable, (await CloseAsync("2024-10-05T00:00:00Z", 2, "--smtp", address)).Errors);
        var told = (await CloseAsync("2024-10-05T00:00:00Z", 2, "--smtp", address.Replace("@127", $":{Password}@127", StringComparison.Ordinal))).Errors;
        Assert.Contains(Variable, told);
        Assert.DoesNotContain(Password, told);
        Environment.SetEnvironmentVariable(Variable, Password);
        try
        {
            await CloseAsync("2024-10-05T00:00:00Z", 0, "--smtp", address);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
        Assert.Equal((1, 2), (logins, server.Mails.Count));
        foreach (var file in Directory.EnumerateFiles(scratch.Folder, "*", SearchOption.AllDirectories))
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("not-for-the-store"u8));
    }

    public void Dispose() => scratch.Dispose();

    async Task<Answer> CloseAsync(string until, int code, params string[] more) =>
        (await Monthclose.RunAsync(
        [
            "close", "2024-09", "--world", scratch["world"], "--store", scratch.Store, "--out", scratch.Out, "--from", Monthclose.From, "--until", until, .. more,
        ])).Ok(code);

    static async Task<string> ShellAsync(string line)
    {
        var info = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add($"monthclose() {{ dotnet '{Path.Combine(AppContext.BaseDirectory, "MonthClose.App.dll")}' \"$@\"; }}\n{line}");
        using var process = Process.Start(info)!;
        return (await Monthclose.WaitAsync(process)).Ok().Output;
    }

    async Task<string> ResolveAsync(string item, string outcome, string reason) =>
        (await Monthclose.RunAsync("resolve", item, outcome, "--reason", reason, "--store", scratch.Store)).Ok().Output;

    async Task<string> ExplainAsync() => (await Monthclose.RunAsync("explain", "a", "2024-09", "--store", scratch.Store)).Ok().Output;

    async Task<List<(string Item, string Text)>> ItemsAsync() =>
        [.. Item().Matches((await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output).Select(m => (m.Groups[1].Value, m.Value))];

    [GeneratedRegex(@"^  (job/\d+) \([^)]*\): .*$", RegexOptions.Multiline)]
    private static partial Regex Item();
}
