using System.Globalization;
using CsvHelper;
using MonthClose;
using MonthClose.App;
using Stillso.Sqlite;

namespace Bench;

/// <summary>
/// What the same work costs without deciding anything: the same files parsed, the same calls through the same client, the
/// same rows into the same tables and indexes, the same mails.
/// </summary>
static class Floor
{
    const int RowsACommit = 10_000;
    const int AtOnce = 16;

    public static async Task<Figures> RunAsync(string world, string folder)
    {
        var done = await FinishedClose.ReadAsync(world, Directory.CreateDirectory(Path.Combine(folder, "done")).FullName);
        var file = new StoreFile(Path.Combine(folder, "floor.db"));
        using var store = file.OpenFile();
        using var gateway = GatewayConnection.Open(new Outside { Gateway = "simulator" }, file, TimeProvider.System);
        var emails = Directory.CreateDirectory(Path.Combine(folder, "emails")).FullName;

        var watch = new Watch();
        foreach (var csv in Directory.EnumerateFiles(world, "*.csv", SearchOption.AllDirectories)) Parse(csv);
        var parse = watch.Lap();
        await Parallel.ForEachAsync(done.Charges, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (c, _) => await c.SendAsync(gateway.Gateway));
        var calls = watch.Lap();
        foreach (var rows in done.Tables.SelectMany(t => t.Rows.Select(r => (t.Insert, Row: r))).Chunk(RowsACommit)) Write(store, rows);
        var insert = watch.Lap();
        Parallel.ForEach(done.Mails, m => File.WriteAllBytes(Path.Combine(emails, m.Name), m.Bytes));
        Watch.Sync(emails);
        var mails = watch.Lap();
        return Figures.Of(watch.Seconds, done.Accounts, ("parse", parse), ("gateway calls", calls), ("rows", insert), ("mails", mails));
    }

    /// <summary>Writes rows in one transaction.</summary>
    public static void Write(SqliteStore store, IEnumerable<(string Insert, object?[] Row)> rows) => store.Write(tx =>
    {
        foreach (var (insert, row) in rows) tx.Sql.Execute(insert, row);
        return true;
    });

    static void Parse(string path)
    {
        using var stream = File.OpenRead(path);
        using var reader = CsvReader.Create(stream, new CsvReaderOptions { HasHeader = true, Separator = ',', PoolStrings = true }, false);
        var isUsage = Path.GetFileName(Path.GetDirectoryName(path)) == "usage";
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                var text = reader.GetString(i);
                if (isUsage && i is 1 or 2) DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
                else if (isUsage && i is 7 or 9) decimal.TryParse(text, CultureInfo.InvariantCulture, out _);
            }
        }
    }
}
