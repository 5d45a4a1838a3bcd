using System.Text.Json;
using MimeKit;
using MonthClose.Checking;

namespace AppTests;

/// <summary>How a close reaches the world outside is said once, and kept with its store.</summary>
public sealed class OutsideTests(ChangingWorld closed) : IClassFixture<ChangingWorld>
{
    [Fact]
    public async Task Mails_bring_no_PDF_when_none_is_wanted_and_the_books_are_the_same()
    {
        using var scratch = new Scratch();
        (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script, "--pdf", "no"))).Ok();
        foreach (var name in new[] { "invoices.csv", "journal.csv", "emails.csv", "decisions.csv" })
            Assert.Equal(File.ReadAllText(Path.Combine(closed.Scratch.Out, name)), File.ReadAllText(Path.Combine(scratch.Out, name)));
        Assert.All(Mails(closed.Scratch.Out), mail => Assert.Single(mail.Attachments));
        Assert.All(Mails(scratch.Out), mail => Assert.Empty(mail.Attachments));

        // Written again without a word about it, they are what they were.
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch["again"])).Ok();
        SameFiles.Assert(scratch.Out, scratch["again"]);
    }

    [Theory]
    [InlineData("--pdf", "maybe")]
    [InlineData("--gateway-rate", "0")]
    [InlineData("--schedule", "hold=2d")]
    [InlineData("--lost-after", "1")]
    public async Task What_cannot_be_is_refused_and_changes_nothing(string option, string value)
    {
        using var scratch = new Scratch();
        var answer = (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch, null, option, value))).Ok(2);
        Assert.Contains(option, answer.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Out));
    }

    [Fact]
    public async Task A_schedule_of_seconds_ends_a_months_dunning_in_seconds_and_is_kept()
    {
        using var scratch = new Scratch();
        string[] close = ["close", "2024-09", "--world", ChangingWorld.World, "--store", scratch.Store, "--out", scratch.Out, "--from", Monthclose.From, "--until", "2024-10-02T00:00:00Z"];
        (await Monthclose.RunAsync([.. close, "--schedule", "retries=1s,2s,3s warning=4s hold=5s"])).Ok();
        var files = CloseFiles.Read(scratch.Out);
        Assert.NotEmpty(files.Holds);
        Assert.All(files.Holds, h => Assert.Equal(5, (h.PlacedAt - files.Invoices.Single(i => i.InvoiceNumber == h.InvoiceNumber).IssuedAt!.Value).TotalSeconds));
        Assert.Empty(CloseChecker.Check(ChangingWorld.World, scratch.Out, new CheckOptions("2024-09")));

        // What is kept with the store holds without a word about it, and a bad word changes nothing.
        (await Monthclose.RunAsync([.. close, "--schedule", "hold=1s"])).Ok(2);
        (await Monthclose.RunAsync(close)).Ok();
        Assert.Equal(files.Holds.Count, CloseFiles.Read(scratch.Out).Holds.Count);
    }

    [Fact]
    public async Task A_gateway_that_allows_so_many_requests_a_second_is_asked_no_faster()
    {
        using var scratch = new Scratch();
        var paced = await LimitedAsync(scratch["paced.books"], scratch["paced"], "--gateway-rate", "200");
        var unpaced = await LimitedAsync(scratch["unpaced.books"], scratch["unpaced"]);
        // Every refusal is another request; the charges are the same.
        Assert.True(unpaced.Limited > unpaced.Requests / 20, $"without a pace {unpaced.Limited} of {unpaced.Requests} were refused");
        Assert.True(paced.Limited <= paced.Requests / 100, $"{paced.Limited} of {paced.Requests} were refused");
        Assert.Equal(
            File.ReadAllText(Path.Combine(scratch["paced"], "gateway_charges.csv")), File.ReadAllText(Path.Combine(scratch["unpaced"], "gateway_charges.csv")));
    }

    static async Task<(long Requests, long Limited)> LimitedAsync(string books, string folder, params string[] more)
    {
        using var gateway = Monthclose.Start("gateway", "--urls", "http://127.0.0.1:0", "--books", books, "--limit", "200");
        try
        {
            var address = (await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!["Listening on ".Length..];
            (await Monthclose.RunAsync(
            [
                "close", "2024-09", "--world", ChangingWorld.World, "--store", $"sqlite:{folder}.db", "--out", folder, "--from", Monthclose.From,
                "--until", "2024-10-02T00:00:00Z", "--gateway", $"simulator={address}", .. more,
            ])).Ok();
            using var http = new HttpClient();
            using var stats = JsonDocument.Parse(await http.GetStringAsync($"{address}/simulator/stats", TestContext.Current.CancellationToken));
            return (stats.RootElement.GetProperty("requests").GetInt64(), stats.RootElement.GetProperty("rate_limited").GetInt64());
        }
        finally
        {
            gateway.Kill();
            await gateway.WaitForExitAsync(CancellationToken.None);
        }
    }

    static IEnumerable<MimeMessage> Mails(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "emails"), "*.eml").Select(f => MimeMessage.Load(f, TestContext.Current.CancellationToken));
}
