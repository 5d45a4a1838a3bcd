using System.IO.Compression;
using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>A row of a world file by column name; a missing column, an empty field and `NULL` all give null.</summary>
internal sealed class WorldRecord(Dictionary<string, int> columns, CsvRecord record)
{
    private static readonly InstantPattern[] InstantForms =
    [
        InstantPattern.ExtendedIso,
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFFFFFFFF"),
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFFFFFFFF'Z'"),
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd"),
    ];

    private static readonly OffsetDateTimePattern OffsetForm = OffsetDateTimePattern.Rfc3339;

    public string? this[string column] =>
        columns.TryGetValue(column, out var index) && index < record.Fields.Count && record.Fields[index] is not ("" or "NULL")
            ? record.Fields[index]
            : null;

    public Rational? Number(string column) => this[column] is { } text ? Rational.Parse(text) : null;

    public Instant? Time(string column)
    {
        if (this[column] is not { } text)
        {
            return null;
        }

        foreach (var form in InstantForms)
        {
            if (form.Parse(text) is { Success: true } parsed)
            {
                return parsed.Value;
            }
        }

        return OffsetForm.Parse(text).GetValueOrThrow().ToInstant();
    }

    /// <summary>The rows of a file, gzipped or not; none if it is not there.</summary>
    public static IEnumerable<WorldRecord> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        Dictionary<string, int>? columns = null;
        foreach (var record in Csv.Read(reader))
        {
            if (columns is null)
            {
                columns = record.Fields.Select((name, index) => (name, index)).DistinctBy(c => c.name)
                    .ToDictionary(c => c.name, c => c.index, StringComparer.Ordinal);
                continue;
            }

            yield return new WorldRecord(columns, record);
        }
    }
}
