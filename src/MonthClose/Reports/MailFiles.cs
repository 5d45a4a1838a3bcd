using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>A mail as it is written.</summary>
/// <param name="Row">Its place among all mails.</param>
/// <param name="MessageId">The file's name.</param>
/// <param name="Notice">What it says, as JSON.</param>
readonly record struct MailFile(long Row, string MessageId, string Notice)
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

    // Rendering is pure, and most of the work: every processor takes a part of so many mails at once, if it is worth waking.
    const int AtOnce = 256;
    const int Few = 100;
    // Up to here every mail was written, but those that were passed over.
    long through;
    readonly HashSet<long> passedOver = [];

    /// <summary>Writes the files that are missing as their rows are read on, and in the end deletes those of an earlier close into the same folder.</summary>
    public IEnumerable<T> Write<T>(IEnumerable<(MailFile Mail, T Row)> mails)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in mails.Chunk(AtOnce))
        {
            var missing = some.Where(m => m.Mail.Row > through || passedOver.Contains(m.Mail.Row)).ToList();
            if (missing.Count > Few) missing.AsParallel().ForAll(m => Write(m.Mail));
            else missing.ForEach(m => Write(m.Mail));
            foreach (var (mail, row) in some)
            {
                names.Add(mail.Name);
                yield return row;
            }
        }
        foreach (var stale in Directory.EnumerateFiles(folder, "*.eml").Where(f => !names.Contains(Path.GetFileName(f)))) File.Delete(stale);
    }

    /// <summary>Writes mails as they are made, on the thread that it is called on and no other: the close itself comes first.</summary>
    public void Follow(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var made = Made();
            foreach (var mail in made)
            {
                if (mail.Notice is { } notice) Write(new MailFile(mail.Row, mail.Id, notice));
                // Of another period, as far as is known now.
                else passedOver.Add(mail.Row);
                // Where several write at once, one that came before may not be seen yet.
                for (var row = through + 1; row < mail.Row; row++) passedOver.Add(row);
                through = mail.Row;
            }
            if (made.Count == 0) stop.WaitHandle.WaitOne(Poll);
        }
    }

    List<(long Row, string Id, string? Notice)> Made()
    {
        try
        {
            return ledger.Read(tx => tx.Sql.Query(Sql.Text["mails_since"], r => (Row: r.GetInt64(0), Id: r.GetString(1), Notice: BookReader.Text(r, 2)), period, through));
        }
        catch (StoreUnavailableException)
        {
            // It is asked again: the close goes on too when its store is back.
            return [];
        }
    }

    void Write(MailFile mail)
    {
        var path = Path.Combine(folder, mail.Name);
        // Where a file is made anew, ext4 writes out its data as it is closed; where it is new, with others, later.
        using var stream = new FileStream(path, File.Exists(path) ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
        NoticeRenderer.Write(NoticeRenderer.Render(JsonSerializer.Deserialize<Notice>(mail.Notice)!), stream);
    }
}
