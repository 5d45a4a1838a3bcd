using System.IO.Compression;
using System.Text;
using MonthClose.Checking;

namespace AppTests;

/// <summary>A CSV file of a world folder, to be changed and written again.</summary>
sealed record WorldTable(IReadOnlyList<string> Columns, List<string[]> Rows)
{
    public static WorldTable Read(string path)
    {
        using var reader = new StreamReader(path);
        var records = Csv.Read(reader).Select(r => r.Fields.ToArray()).ToList();
        return new WorldTable(records[0], records[1..]);
    }

    public int this[string column] => Columns.Select((name, at) => (name, at)).Single(c => c.name == column).at;

    /// <summary>Writes it; compressed, if its name says so.</summary>
    public void Write(string path)
    {
        using var file = File.Create(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var writer = new StreamWriter(stream, new UTF8Encoding(false));
        foreach (var row in Rows.Prepend([.. Columns])) writer.Write(string.Join(',', row.Select(Quoted)) + "\n");
    }

    static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
