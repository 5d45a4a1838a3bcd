namespace MonthClose;

/// <summary>Writes the CSV files of <c>reports/</c>.</summary>
/// <param name="folder">The folder of the close's files.</param>
sealed class ReportFile(string folder)
{
    public string Path { get; } = System.IO.Path.Combine(folder, "reports");

    /// <summary>Writes a report whole or not at all: what its rows throw leaves the file as it was.</summary>
    public void Write(string name, string header, IEnumerable<Cell[]> rows) =>
        CsvFile.Write(System.IO.Path.Combine(Path, name), header, rows.Select(r => Array.ConvertAll(r, c => c.ToFile())));
}
