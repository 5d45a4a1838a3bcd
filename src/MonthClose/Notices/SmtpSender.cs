using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MonthClose;

/// <summary>Sends mails by SMTP, one at a time, over one connection.</summary>
/// <param name="host">The mail server.</param>
/// <param name="port">Its port.</param>
/// <param name="tls">When the connection is encrypted.</param>
/// <param name="login">User and password; null: the server wants none.</param>
public sealed class SmtpSender(
    string host, int port, SecureSocketOptions tls = SecureSocketOptions.StartTlsWhenAvailable, NetworkCredential? login = null) : INoticeSender, IDisposable
{
    readonly SmtpClient client = new() { Timeout = 8000 };
    readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public async Task<MailAnswer> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            // Servers close connections that are idle. That shows only when the next mail is begun: it is begun once more.
            var reused = client.IsConnected;
            var answer = await TryAsync(message, cancellation);
            return answer.Result == SendResult.NotSent && reused && !client.IsConnected ? await TryAsync(message, cancellation) : answer;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        turn.Dispose();
    }

    async Task<MailAnswer> TryAsync(MimeMessage message, CancellationToken cancellation)
    {
        var (connected, content) = (false, new Content());
        try
        {
            if (!client.IsConnected) await client.ConnectAsync(host, port, tls, cancellation);
            connected = true;
            if (login is not null && !client.IsAuthenticated) await client.AuthenticateAsync(login, cancellation);
            await client.SendAsync(message, cancellation, content);
            return new MailAnswer(SendResult.Sent);
        }
        catch (SmtpCommandException e)
        {
            // A server that refuses the connection has refused no mail.
            return connected ? Answer(e) : new MailAnswer(SendResult.NotSent);
        }
        catch (ServiceNotAuthenticatedException e)
        {
            // The server wants a login: trying again does not give it one.
            return new MailAnswer(SendResult.Refused, $"530 {e.Message}");
        }
        catch (AuthenticationException e)
        {
            return e.InnerException is SmtpCommandException answer ? Answer(answer) : new MailAnswer(SendResult.Refused, e.Message);
        }
        catch (NotSupportedException e)
        {
            // It offers no TLS, without which no password is sent, or no login.
            return new MailAnswer(SendResult.Refused, e.Message);
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or SmtpProtocolException or SslHandshakeException)
        {
            return new MailAnswer(content.HasBegun ? SendResult.Unknown : SendResult.NotSent);
        }
    }

    static MailAnswer Answer(SmtpCommandException e) =>
        new((int)e.StatusCode >= 500 ? SendResult.Refused : SendResult.NotSent, string.Create(CultureInfo.InvariantCulture, $"{(int)e.StatusCode} {e.Message}"));

    /// <summary>Learns whether any of the mail itself has left: before that, no server can have taken it.</summary>
    sealed class Content : ITransferProgress
    {
        public bool HasBegun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasBegun = true;

        public void Report(long bytesTransferred) => HasBegun = true;
    }
}
