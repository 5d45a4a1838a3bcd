using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>A mail as it is written.</summary>
/// <param name="MessageId">The file's name.</param>
/// <param name="Notice">What it says, as JSON.</param>
readonly record struct MailFile(string MessageId, string Notice)
{
    public string Name => $"{MessageId}.eml";
}

/// <summary>The <c>.eml</c> files of a close, one for each mail. What was written once is not written again.</summary>
/// <param name="ledger">The store.</param>
/// <param name="folder">Where to; it exists.</param>
/// <param name="period">Of which close.</param>
sealed class MailFiles(ILedger ledger, string folder, string period)
{
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    // Rendering is pure, and most of the work: every processor takes a part of so many mails at once.
    const int AtOnce = 256;
    readonly HashSet<string> written = new(StringComparer.Ordinal);

    /// <summary>Writes the files as their rows are read on.</summary>
    public IEnumerable<T> Write<T>(IEnumerable<(MailFile Mail, T Row)> mails)
    {
        foreach (var some in mails.Chunk(AtOnce))
        {
            some.Where(m => written.Add(m.Mail.Name)).ToList().AsParallel().ForAll(m => Write(m.Mail));
            foreach (var (_, row) in some) yield return row;
        }
    }

    /// <summary>Writes mails as they are made, on the thread that it is called on and no other: the close itself comes first.</summary>
    public void Follow(CancellationToken stop)
    {
        for (var last = 0L; !stop.IsCancellationRequested;)
        {
            var made = ledger.Read(tx => tx.Sql.Query(
                Sql.Text["mails_since"], r => (Row: r.GetInt64(0), Id: r.GetString(1), Notice: BookReader.Text(r, 2)), period, last));
            foreach (var mail in made)
            {
                // Of another period, as far as is known now.
                if (mail.Notice is not { } notice) continue;
                var file = new MailFile(mail.Id, notice);
                Write(file);
                written.Add(file.Name);
            }
            if (made.Count > 0) last = made[^1].Row;
            else stop.WaitHandle.WaitOne(Poll);
        }
    }

    /// <summary>Deletes the files of mails that are no more, of an earlier close into the same folder.</summary>
    public void DeleteStale()
    {
        foreach (var stale in Directory.EnumerateFiles(folder, "*.eml").Where(f => !written.Contains(Path.GetFileName(f)))) File.Delete(stale);
    }

    void Write(MailFile mail)
    {
        var path = Path.Combine(folder, mail.Name);
        // Where a file is made anew, ext4 writes out its data as it is closed; where it is new, with others, later.
        using var stream = new FileStream(path, File.Exists(path) ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
        NoticeRenderer.Write(NoticeRenderer.Render(JsonSerializer.Deserialize<Notice>(mail.Notice)!), stream);
    }
}
