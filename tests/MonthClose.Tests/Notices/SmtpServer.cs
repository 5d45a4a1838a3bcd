using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MonthClose.Tests;

/// <summary>A small SMTP server on loopback. A rule may answer a line its own way; an empty answer cuts the connection.</summary>
sealed class SmtpServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Func<string, string?> rule;
    readonly Task serving;

    public SmtpServer(Func<string, string?> rule)
    {
        this.rule = rule;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public List<string> Mails { get; } = [];

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await TalkAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
        }
    }

    async Task TalkAsync(TcpClient client)
    {
        try
        {
            await AnswerAsync(client);
        }
        catch (IOException)
        {
            // The client hung up: the next one is served all the same.
        }
    }

    async Task AnswerAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        StringBuilder? mail = null;
        while (await reader.ReadLineAsync() is { } line)
        {
            if (mail is not null && line != ".")
            {
                mail.AppendLine(line);
                continue;
            }
            var answer = rule(line) ?? line.Split(' ')[0].ToUpperInvariant() switch
            {
                "EHLO" or "HELO" => "250 hello",
                "DATA" => "354 go on",
                "." => "250 taken",
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            if (answer.Length == 0) return;
            if (line == "." && mail is not null)
            {
                Mails.Add(mail.ToString().Replace("=\n", "", StringComparison.Ordinal));
                mail = null;
            }
            if (line == "DATA") mail = new StringBuilder();
            await writer.WriteLineAsync(answer);
        }
    }
}
