using System.Net;
using MailKit.Security;

namespace MonthClose.App;

/// <summary>The mail server that <c>--smtp</c> names. Its password comes from the environment and is never kept.</summary>
static class MailServer
{
    const string PasswordVariable = "SMTP_PASSWORD";

    public static SmtpSender Open(string address)
    {
        var url = address.Contains("://", StringComparison.Ordinal) ? address : $"smtp://{address}";
        // The address is not shown: somebody may have written a password into it.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var server) || server.Scheme is not ("smtp" or "smtps") || server.Host.Length == 0 || server.Port <= 0 || server.PathAndQuery.Length > 1)
            throw new UsageException("--smtp takes HOST:PORT, smtp://USER@HOST:PORT or smtps://USER@HOST:PORT.");
        var user = server.UserInfo;
        if (user.Contains(':', StringComparison.Ordinal)) throw new UsageException($"A password does not belong on the command line: put it into {PasswordVariable}.");
        if (user.Length == 0) return new SmtpSender(server.Host, server.Port, Tls(server, login: false));
        var password = Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } text
            ? text : throw new UsageException($"The mail server is logged in to with the password in {PasswordVariable}, which is not set.");
        return new SmtpSender(server.Host, server.Port, Tls(server, login: true), new NetworkCredential(Uri.UnescapeDataString(user), password));
    }

    // A password leaves this machine encrypted or not at all.
    static SecureSocketOptions Tls(Uri server, bool login) =>
        server.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect
        : login && !server.IsLoopback ? SecureSocketOptions.StartTls : SecureSocketOptions.StartTlsWhenAvailable;
}
