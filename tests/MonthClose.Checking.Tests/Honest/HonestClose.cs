using System.IO.Compression;
using System.Text;
using MonthClose.Checking;
using NodaTime;
using NodaTime.Text;

namespace CheckingTests;

/// <summary>The honest world and its close in a folder of its own, to be checked as it is or broken in one place.</summary>
internal sealed class HonestClose : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("honest-close");

    public HonestClose()
    {
        foreach (var (name, text) in HonestInput.Files)
        {
            Write(Path.Combine(World, name), text);
        }

        foreach (var (name, text) in HonestOutput.Files)
        {
            Write(Path.Combine(Out, name), text);
        }

        foreach (var mail in CloseFiles.Read(Out).Emails)
        {
            Write(Path.Combine(Out, "emails", mail.MessageId.Replace("@mc", ".eml", StringComparison.Ordinal)), Eml(mail));
        }
    }

    public string World => Path.Combine(_folder.FullName, "world");

    public string Out => Path.Combine(_folder.FullName, "out");

    public IReadOnlyList<Finding> Check() => CloseChecker.Check(World, Out, new CheckOptions("2024-09"));

    /// <summary>Replaces text that occurs exactly once in an output file, so that a test breaks what it means to break.</summary>
    public HonestClose Break(string file, string was, string becomes)
    {
        var path = Path.Combine(Out, file);
        var text = File.ReadAllText(path);
        Assert.Equal(2, text.Split(was).Length);
        File.WriteAllText(path, text.Replace(was, becomes, StringComparison.Ordinal));
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Stream file = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.Create(path), CompressionLevel.Fastest)
            : File.Create(path);
        file.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Receipts come as multipart with base64, the rest as quoted-printable: both must be read.</summary>
    private static string Eml(EmailRow mail)
    {
        var zone = mail.AccountId switch { "a_card" => "Europe/Berlin", "f_huf" => "Europe/Budapest", "d_transfer" => "UTC", _ => "America/New_York" };
        var local = mail.AsOf.InZone(DateTimeZoneProviders.Tzdb[zone]);
        var when = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss x '(UTC'o<+HH:mm>')'", null).Format(local);
        var amount = mail.Currency == "USD" ? $"${mail.Balance}" : $"{mail.Balance} {mail.Currency}";
        var text = $"Hello — as ever.\nAs of {when}, your balance is\n{amount}.\nGood-bye.\n";
        var head = $"From: billing@example.com\nTo: <{mail.To}>\nMessage-ID:\n <{mail.MessageId}>\nMIME-Version: 1.0\n";
        return mail.Kind == "receipt"
            ? head + "Content-Type: multipart/mixed; boundary=\"=-x\"\n\n--=-x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                + Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)
                + "\n--=-x\nContent-Type: text/html\n\n<p>As of never</p>\n--=-x--\n"
            : head + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                + text.Replace("—", "=E2=80=94", StringComparison.Ordinal).Replace("your bal", "your=\n bal", StringComparison.Ordinal);
    }
}
