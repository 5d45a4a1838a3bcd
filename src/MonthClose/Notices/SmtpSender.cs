using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MonthClose;

/// <summary>Sends mails by SMTP, one at a time, over one connection.</summary>
public sealed class SmtpSender(string host, int port) : INoticeSender, IDisposable
{
    readonly SmtpClient client = new() { Timeout = 8000 };
    readonly SemaphoreSlim turn = new(1);

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            // Servers close connections that are idle. That shows only when the next mail is begun: it is begun once more.
            var reused = client.IsConnected;
            var result = await TryAsync(message, cancellation);
            return result == SendResult.NotSent && reused && !client.IsConnected ? await TryAsync(message, cancellation) : result;
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

    async Task<SendResult> TryAsync(MimeMessage message, CancellationToken cancellation)
    {
        var (connected, content) = (false, new Content());
        try
        {
            if (!client.IsConnected) await client.ConnectAsync(host, port, SecureSocketOptions.StartTlsWhenAvailable, cancellation);
            connected = true;
            await client.SendAsync(message, cancellation, content);
            return SendResult.Sent;
        }
        catch (SmtpCommandException e)
        {
            // A server that refuses the connection has refused no mail.
            return connected && (int)e.StatusCode >= 500 ? SendResult.Refused : SendResult.NotSent;
        }
        catch (ServiceNotAuthenticatedException)
        {
            // The server wants a login (530): trying again does not give it one.
            return SendResult.Refused;
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException or SmtpProtocolException or SslHandshakeException)
        {
            return content.HasBegun ? SendResult.Unknown : SendResult.NotSent;
        }
    }

    /// <summary>Learns whether any of the mail itself has left: before that, no server can have taken it.</summary>
    sealed class Content : ITransferProgress
    {
        public bool HasBegun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasBegun = true;

        public void Report(long bytesTransferred) => HasBegun = true;
    }
}
