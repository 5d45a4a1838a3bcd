using System.Text;
using System.Text.RegularExpressions;

namespace MonthClose.Checking;

/// <summary>As much MIME as it takes to find a mail's Message-ID, its plain text and its attachments.</summary>
internal static partial class Eml
{
    public static IReadOnlyList<EmlFile> ReadFolder(string folder) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(path => Parse(Path.GetRelativePath(folder, path), File.ReadAllText(path, Encoding.UTF8)))];

    public static EmlFile Parse(string name, string raw)
    {
        var (headers, body) = Split(raw.ReplaceLineEndings("\n"));
        return new EmlFile(
            name,
            headers.GetValueOrDefault("message-id")?.Trim().TrimStart('<').TrimEnd('>'),
            headers.GetValueOrDefault("to"),
            PlainText(headers, body) ?? "")
        {
            Attachments = [.. Attached(headers, body)],
        };
    }

    private static (Dictionary<string, string> Headers, string Body) Split(string entity)
    {
        var gap = entity.StartsWith('\n') ? 0 : entity.IndexOf("\n\n", StringComparison.Ordinal);
        var head = gap < 0 ? entity : entity[..gap];
        var body = gap < 0 ? "" : entity[gap..].TrimStart('\n');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Folding().Replace(head, " ").Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
            }
        }

        return (headers, body);
    }

    private static string? PlainText(Dictionary<string, string> headers, string body)
    {
        var type = headers.GetValueOrDefault("content-type") ?? "text/plain";
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return Parts(type, body).Select(part => PlainText(part.Headers, part.Body)).FirstOrDefault(text => text is not null);
        }

        return type.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase)
            ? Decode(body, headers.GetValueOrDefault("content-transfer-encoding") ?? "7bit")
            : null;
    }

    private static IEnumerable<(Dictionary<string, string> Headers, string Body)> Parts(string type, string body)
    {
        var boundary = Boundary().Match(type).Groups["b"].Value;
        return ("\n" + body).Split("\n--" + boundary, StringSplitOptions.None).Skip(1)
            .Where(part => !part.StartsWith("--", StringComparison.Ordinal))
            .Select(part => Split(part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
    }

    private static IEnumerable<EmlAttachment> Attached(Dictionary<string, string> headers, string body)
    {
        var type = headers.GetValueOrDefault("content-type") ?? "text/plain";
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return Parts(type, body).SelectMany(part => Attached(part.Headers, part.Body));
        }

        var name = FileName().Match((headers.GetValueOrDefault("content-disposition") ?? "") + ";" + type);
        return name.Success
            ? [new EmlAttachment(name.Groups["n"].Value.Trim(), type.Split(';')[0].Trim(), headers.GetValueOrDefault("content-transfer-encoding") ?? "7bit", body)]
            : [];
    }

    private static string Decode(string body, string encoding) => encoding.ToLowerInvariant() switch
    {
        "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body.Trim())),
        "quoted-printable" => QuotedPrintable(body),
        _ => body,
    };

    private static string QuotedPrintable(string body)
    {
        using var bytes = new MemoryStream();
        var text = SoftBreak().Replace(body, "");
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.WriteByte(value);
                i += 2;
            }
            else
            {
                bytes.Write(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Folding();

    [GeneratedRegex("boundary=\"?(?<b>[^\";]+)\"?", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();

    [GeneratedRegex("\\b(file)?name=\"?(?<n>[^\";]+)\"?", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    [GeneratedRegex(@"=[ \t]*\n")]
    private static partial Regex SoftBreak();
}
