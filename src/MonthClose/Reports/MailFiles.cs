using System.Text.Json;

namespace MonthClose;

/// <summary>A mail as it is written: its file, and its row of emails.csv.</summary>
/// <param name="MessageId">The file's name.</param>
/// <param name="Notice">What it says, as JSON.</param>
/// <param name="Row">Of emails.csv.</param>
sealed record MailFile(string MessageId, string Notice, string?[] Row);

/// <summary>The <c>.eml</c> files of a close, one for each mail.</summary>
/// <param name="folder">Where to; it exists.</param>
sealed class MailFiles(string folder)
{
    // Rendering is pure, and most of the work: every processor takes a part of so many mails at once.
    const int AtOnce = 256;
    readonly HashSet<string> written = new(StringComparer.Ordinal);

    /// <summary>Writes the files as their rows are read on.</summary>
    public IEnumerable<MailFile> Write(IEnumerable<MailFile> mails)
    {
        foreach (var some in mails.Chunk(AtOnce))
        {
            some.AsParallel().ForAll(Write);
            foreach (var mail in some)
            {
                written.Add(NameOf(mail));
                yield return mail;
            }
        }
    }

    /// <summary>Deletes the files of mails that are no more, of an earlier close into the same folder.</summary>
    public void DeleteStale()
    {
        foreach (var stale in Directory.EnumerateFiles(folder, "*.eml").Where(f => !written.Contains(Path.GetFileName(f)))) File.Delete(stale);
    }

    void Write(MailFile mail)
    {
        using var stream = File.Create(Path.Combine(folder, NameOf(mail)));
        NoticeRenderer.Write(NoticeRenderer.Render(JsonSerializer.Deserialize<Notice>(mail.Notice)!), stream);
    }

    static string NameOf(MailFile mail) => $"{mail.MessageId}.eml";
}
