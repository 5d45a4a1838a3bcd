namespace MonthClose;

/// <summary>Writes RFC 4180: lines end with LF, quotes only where needed, values verbatim.</summary>
static class CsvFile
{
    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write(string path, string header, IEnumerable<string?[]> rows)
    {
        var partial = path + ".partial";
        try
        {
            using (var writer = new StreamWriter(partial) { NewLine = "\n" })
            {
                writer.WriteLine(header);
                foreach (var row in rows) writer.WriteLine(string.Join(',', row.Select(Field)));
            }
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            // Still there only when the rows could not be made.
            File.Delete(partial);
        }
    }

    static string Field(string? value) =>
        value is null ? "" : value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
