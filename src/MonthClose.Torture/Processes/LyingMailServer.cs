using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MonthClose.Torture;

/// <summary>
/// A mail server that is slow, puts mails off, hangs up before or after it has taken one, and takes mails without a word.
/// What it has taken stands in a book of its own, a line a mail.
/// </summary>
sealed partial class LyingMailServer : IAsyncDisposable
{
    readonly ConcurrentQueue<(string Fault, TimeSpan Pause)> ordered = new();
    readonly TimeProvider time;
    readonly RoundHistory history;
    readonly SmtpServer server;
    readonly StreamWriter book;
    readonly List<string> taken = [];

    /// <param name="folder">Where its book is kept.</param>
    /// <param name="history">Told what it did.</param>
    /// <param name="time">For its pauses.</param>
    public LyingMailServer(string folder, RoundHistory history, TimeProvider time)
    {
        (this.history, this.time) = (history, time);
        book = new StreamWriter(Path.Combine(folder, "mail_server.jsonl")) { AutoFlush = true };
        server = new SmtpServer(AnswerAsync, Take);
    }

    public int Port => server.Port;

    /// <summary>The Message-ID of every mail that it took, as often as it did.</summary>
    public IReadOnlyList<string> Taken => taken;

    /// <summary>The next mail that fits has this happen to it.</summary>
    /// <param name="fault">One of <see cref="ProcessFault.OfMailServer"/>.</param>
    /// <param name="pause">How long it is slow.</param>
    public void Order(string fault, TimeSpan pause) => ordered.Enqueue((fault, pause));

    /// <summary>From now on it is honest.</summary>
    public void Heal() => ordered.Clear();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await book.DisposeAsync();
    }

    async Task<SmtpAnswer?> AnswerAsync(string line)
    {
        // All of it happens at the end of a mail, when it counts; it may be put off earlier too.
        var isStart = line.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase);
        if (line != "." && !(isStart && ordered.TryPeek(out var next) && next is { Fault: ProcessFault.MailPutOff, Pause.Ticks: 0 })) return null;
        if (!ordered.TryDequeue(out var order)) return null;
        history.Add("mail server", line == "." ? "at the end of a mail" : "at its start", order.Fault);
        if (order.Fault == ProcessFault.MailSlow) await Task.Delay(order.Pause, time);
        return order.Fault switch
        {
            ProcessFault.MailPutOff => new SmtpAnswer("451 later"),
            ProcessFault.MailHungUp => new SmtpAnswer(""),
            ProcessFault.MailUnanswered => new SmtpAnswer("", IsTaken: true),
            _ => null,
        };
    }

    void Take(string mail)
    {
        var id = MessageId().Match(mail).Groups[1].Value;
        taken.Add(id);
        book.WriteLine(JsonSerializer.Serialize(new { at = time.GetUtcNow(), message_id = id }));
    }

    [GeneratedRegex(@"^Message-Id: *(?:\r?\n )?<([^>]+)>", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex MessageId();
}
