using System.Text.RegularExpressions;
using MonthClose.Checking;
using MonthClose.Torture;

namespace AppTests;

/// <summary>A close whose mails go through a real SMTP server.</summary>
public sealed partial class SmtpCloseTests(ChangingWorld closed) : IClassFixture<ChangingWorld>
{
    [Fact]
    public async Task Every_mail_of_a_close_arrives_once_and_the_files_are_those_of_a_close_without_a_server()
    {
        using var scratch = new Scratch();
        await using var server = new SmtpServer(_ => null);
        (await Monthclose.RunAsync(Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script, "--smtp", $"127.0.0.1:{server.Port}"))).Ok();
        SameFiles.Assert(closed.Scratch.Out, scratch.Out);
        Assert.Equal(
            CloseFiles.Read(scratch.Out).Emails.Select(e => e.MessageId).Order(StringComparer.Ordinal),
            server.Mails.Select(MessageIdOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_mail_under_way_when_the_process_is_killed_is_not_sent_again_and_is_said_to_be_unknown()
    {
        using var scratch = new Scratch();
        var (mails, victim) = (0, (System.Diagnostics.Process?)null);
        await using var server = new SmtpServer(line =>
        {
            if (line != "." || Interlocked.Increment(ref mails) != 20) return null;
            victim!.Kill();
            return "";
        });
        var arguments = Monthclose.Close(ChangingWorld.World, scratch, ChangingWorld.Script, "--smtp", $"127.0.0.1:{server.Port}");
        using (victim = Monthclose.Start(arguments)) Assert.NotEqual(0, (await Monthclose.WaitAsync(victim)).Code);
        (await Monthclose.RunAsync(arguments)).Ok();

        var sent = server.Mails.Select(MessageIdOf).ToList();
        Assert.Equal(sent.Count, sent.Distinct().Count());
        // Those that were under way at once with it are in doubt too, and no others.
        var unknown = CloseFiles.Read(scratch.Out).Emails.Where(e => e.SentAt is null).ToList();
        Assert.InRange(unknown.Count, 1, 4);
        var lost = Assert.Single(unknown.ExceptBy(sent, e => e.MessageId).Take(1));
        Assert.Subset(unknown.Select(e => e.MessageId).ToHashSet(), CloseFiles.Read(scratch.Out).Emails.Select(e => e.MessageId).Except(sent).ToHashSet());
        Assert.Contains("not known to be sent", (await Monthclose.RunAsync("explain", lost.AccountId, "--store", scratch.Store)).Ok().Output);
        Assert.Contains(lost.MessageId, (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output);
    }

    static string MessageIdOf(string mail) => MessageId().Match(mail).Groups[1].Value;

    [GeneratedRegex(@"^Message-Id: *(?:\r?\n )?<([^>]+)>", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();
}
