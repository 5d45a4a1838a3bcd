namespace MonthClose.Checking;

/// <summary>
/// Invariant 6 by the mail server's own book, where one was kept: mail_server.csv, the Message-ID of every mail that it took.
/// </summary>
internal static class MailServerBook
{
    private const string File = "mail_server.csv";

    public static IEnumerable<Finding> Check(CloseView view)
    {
        var path = Path.Combine(view.Close.Directory, File);
        if (!System.IO.File.Exists(path))
        {
            yield break;
        }

        var taken = System.IO.File.ReadLines(path).Skip(1).CountBy(Bare).ToDictionary(StringComparer.Ordinal);
        foreach (var (id, times) in taken.Where(t => t.Value > 1))
        {
            yield return new Finding(6, File, null, $"{id} was taken {times} times");
        }

        foreach (var email in view.Close.Emails.Where(e => e.SentAt is not null && !taken.ContainsKey(Bare(e.MessageId))))
        {
            yield return new Finding(6, File, email.AccountId, $"{email.MessageId} counts as sent, and the server never took it");
        }

        var known = view.Close.Emails.Select(e => Bare(e.MessageId)).ToHashSet(StringComparer.Ordinal);
        foreach (var id in taken.Keys.Where(id => !known.Contains(id)))
        {
            yield return new Finding(6, File, null, $"{id} was taken, and nothing here knows of it");
        }
    }

    private static string Bare(string id) => id.Trim('<', '>');
}
