using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace MonthClose;

/// <summary>What became of a mail that was sent.</summary>
public enum SendResult
{
    /// <summary>The server took it.</summary>
    Sent,

    /// <summary>The server did not take it, and may later.</summary>
    NotSent,

    /// <summary>The server refused it for good.</summary>
    Refused,

    /// <summary>The connection was lost after the mail had left.</summary>
    Unknown,
}

/// <summary>Sends mails; null in a close without a mail server, whose mails are files alone.</summary>
public interface INoticeSender
{
    /// <summary>Sends one mail.</summary>
    Task<SendResult> SendAsync(MimeMessage message, CancellationToken cancellation);
}

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
            if (!client.IsConnected) await client.ConnectAsync(host, port, SecureSocketOptions.StartTlsWhenAvailable, cancellation);
        }
        catch (Exception e) when (e is SocketException or IOException or SmtpCommandException or SmtpProtocolException or TimeoutException)
        {
            turn.Release();
            return SendResult.NotSent;
        }
        try
        {
            await client.SendAsync(message, cancellation);
            return SendResult.Sent;
        }
        catch (SmtpCommandException e)
        {
            return (int)e.StatusCode >= 500 ? SendResult.Refused : SendResult.NotSent;
        }
        catch (Exception e) when (e is IOException or SmtpProtocolException or TimeoutException or SocketException)
        {
            // The connection was lost somewhere between MAIL FROM and the answer to the data: nobody knows.
            return SendResult.Unknown;
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
}
