using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MonthClose.Torture;

/// <summary>What a rule of a mail server makes of a line: null, and it is answered as usual.</summary>
/// <param name="Text">The answer; empty: the connection is cut instead.</param>
/// <param name="IsTaken">After the end of a mail: whether the server has it, whatever it answers.</param>
sealed record SmtpAnswer(string Text, bool IsTaken = false);

/// <summary>A small SMTP server on loopback. A rule may answer a line its own way; an empty answer cuts the connection.</summary>
sealed class SmtpServer : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly Func<string, Task<SmtpAnswer?>> rule;
    readonly Action<string> taken;
    readonly ConcurrentDictionary<TcpClient, Task> clients = new();
    readonly Task serving;

    /// <param name="rule">The answer to a line; null: the usual one.</param>
    public SmtpServer(Func<string, string?> rule)
        : this(line => Task.FromResult(rule(line) is { } text ? new SmtpAnswer(text, text.StartsWith('2')) : null), null)
    {
    }

    /// <param name="rule">The answer to a line; null: the usual one.</param>
    /// <param name="taken">Told every mail that is taken, before it is answered.</param>
    public SmtpServer(Func<string, Task<SmtpAnswer?>> rule, Action<string>? taken)
    {
        (this.rule, this.taken) = (rule, taken ?? (mail => Mails.Add(mail)));
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Those that were taken, unless somebody else is told of them.</summary>
    public List<string> Mails { get; } = [];

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        foreach (var client in clients.Keys) client.Close();
        await Task.WhenAll(clients.Values);
        listener.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                clients[client] = TalkAsync(client);
                foreach (var (over, _) in clients.Where(c => c.Value.IsCompleted)) clients.TryRemove(over, out _);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
        }
    }

    async Task TalkAsync(TcpClient client)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                await AnswerAsync(client);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                // The client hung up: the others are served all the same.
            }
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
            var answer = await rule(line) ?? Usual(line);
            if (line == "." && mail is not null)
            {
                if (answer.IsTaken) Take(mail.ToString().Replace("=\n", "", StringComparison.Ordinal));
                mail = null;
            }
            if (answer.Text.Length == 0) return;
            if (line == "DATA" && answer.Text.StartsWith('3')) mail = new StringBuilder();
            await writer.WriteLineAsync(answer.Text);
        }
    }

    void Take(string mail)
    {
        lock (Mails) taken(mail);
    }

    static SmtpAnswer Usual(string line) => line.Split(' ')[0].ToUpperInvariant() switch
    {
        "EHLO" or "HELO" => new SmtpAnswer("250 hello"),
        "DATA" => new SmtpAnswer("354 go on"),
        "." => new SmtpAnswer("250 taken", IsTaken: true),
        "QUIT" => new SmtpAnswer("221 bye"),
        _ => new SmtpAnswer("250 ok"),
    };
}
