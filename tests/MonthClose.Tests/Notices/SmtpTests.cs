using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit.Security;
using MonthClose.Torture;

namespace MonthClose.Tests;

/// <summary>What becomes of a mail, over real SMTP on loopback.</summary>
public sealed class SmtpTests
{
    [Fact]
    public async Task A_server_that_takes_it_has_it()
    {
        await using var server = new SmtpServer(_ => null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.Sent, await Send(sender));
        Assert.Equal(SendResult.Sent, await Send(sender));
        Assert.Equal(2, server.Mails.Count);
        Assert.Contains("your balance is $10.00.", server.Mails[0]);
    }

    [Fact]
    public async Task A_recipient_that_is_refused_is_refused_for_good()
    {
        await using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.Refused, await Send(sender));
    }

    [Fact]
    public async Task A_server_that_is_busy_may_take_it_later()
    {
        await using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "451 later" : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.NotSent, await Send(sender));
    }

    [Fact]
    public async Task When_the_connection_is_lost_after_the_mail_has_left_nobody_knows()
    {
        await using var server = new SmtpServer(line => line == "." ? "" : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.Unknown, await Send(sender));
    }

    [Fact]
    public async Task Without_a_server_nothing_was_sent()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        using var sender = new SmtpSender("127.0.0.1", port);
        Assert.Equal(SendResult.NotSent, await Send(sender));
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task When_the_connection_is_lost_before_the_mail_has_left_nothing_was_sent(string command)
    {
        await using var server = new SmtpServer(line => line.StartsWith(command, StringComparison.Ordinal) ? "" : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.NotSent, await Send(sender));
    }

    [Fact]
    public async Task A_connection_that_the_server_closed_meanwhile_is_made_again()
    {
        var mails = 0;
        await using var server = new SmtpServer(line => line.StartsWith("MAIL", StringComparison.Ordinal) && ++mails == 2 ? "" : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.Sent, await Send(sender));
        Assert.Equal(SendResult.Sent, await Send(sender));
        Assert.Equal((2, 3), (server.Mails.Count, mails));
    }

    [Fact]
    public async Task A_mail_that_may_have_left_is_not_begun_again()
    {
        var ends = 0;
        await using var server = new SmtpServer(line => line == "." && ++ends == 2 ? "" : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.Sent, await Send(sender));
        Assert.Equal(SendResult.Unknown, await Send(sender));
        Assert.Equal(2, ends);
        Assert.Equal(SendResult.Sent, await Send(sender));
    }

    [Theory]
    [InlineData(".", "554 spam", SendResult.Refused)]
    [InlineData(".", "452 disk full", SendResult.NotSent)]
    [InlineData("MAIL", "530 log in first", SendResult.Refused)]
    [InlineData("RCPT", "421 going away", SendResult.NotSent)]
    public async Task An_answer_says_whether_to_try_again(string command, string answer, SendResult result)
    {
        await using var server = new SmtpServer(line => line.StartsWith(command, StringComparison.Ordinal) ? answer : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(result, await Send(sender));
    }

    [Fact]
    public async Task A_handshake_that_fails_sends_nothing_and_blocks_nobody()
    {
        await using var server = new SmtpServer(line =>
            line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-hello\r\n250 STARTTLS" : line == "STARTTLS" ? "220 go on\r\nthis is no TLS" : null);
        using var sender = new SmtpSender("127.0.0.1", server.Port);
        Assert.Equal(SendResult.NotSent, await Send(sender));
        Assert.Equal(SendResult.NotSent, await Send(sender));
    }

    [Fact]
    public async Task It_logs_in_once_a_connection_and_a_login_that_is_refused_says_why()
    {
        var logins = new List<string>();
        await using var server = new SmtpServer(line =>
        {
            if (line.StartsWith("EHLO", StringComparison.Ordinal)) return "250-hello\r\n250 AUTH PLAIN";
            if (!line.StartsWith("AUTH PLAIN ", StringComparison.Ordinal)) return null;
            logins.Add(Encoding.UTF8.GetString(Convert.FromBase64String(line["AUTH PLAIN ".Length..])));
            return logins[^1] == "\0billing\0right" ? "235 welcome" : "535 not you";
        });
        using (var sender = new SmtpSender("127.0.0.1", server.Port, login: new NetworkCredential("billing", "right")))
        {
            Assert.Equal(SendResult.Sent, await Send(sender));
            Assert.Equal(SendResult.Sent, await Send(sender));
        }
        Assert.Equal(["\0billing\0right"], logins);
        using var stranger = new SmtpSender("127.0.0.1", server.Port, login: new NetworkCredential("billing", "wrong"));
        Assert.Equal(new MailAnswer(SendResult.Refused, "535 not you"), await Answer(stranger));
    }

    [Fact]
    public async Task No_password_is_sent_to_a_server_without_encryption()
    {
        var lines = new List<string>();
        await using var server = new SmtpServer(line =>
        {
            lines.Add(line);
            return line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-hello\r\n250 AUTH PLAIN" : null;
        });
        using var sender = new SmtpSender("127.0.0.1", server.Port, SecureSocketOptions.StartTls, new NetworkCredential("billing", "secret"));
        Assert.Equal(SendResult.Refused, await Send(sender));
        Assert.DoesNotContain(lines, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    static async Task<SendResult> Send(SmtpSender sender) => (await Answer(sender)).Result;

    static Task<MailAnswer> Answer(SmtpSender sender) =>
        sender.SendAsync(NoticeRenderer.Render(NoticeTests.Notice()), TestContext.Current.CancellationToken);
}
