using Microsoft.Data.Sqlite;
using MonthClose.Torture;

namespace AppTests;

/// <summary>What is closed is closed.</summary>
[Collection(nameof(RandomWorld))]
public sealed class RepeatedCloseLawTests(RandomWorld random)
{
    [Fact]
    public Task A_second_close_charges_nothing_mails_nothing_and_writes_the_same_files() => random.Holds(async world =>
    {
        using var again = world.OpenAgain();
        foreach (var file in Directory.GetFiles(world.Scratch.Folder, "store.db*")) File.Copy(file, again.Scratch[Path.GetFileName(file)]);
        var books = GatewayBooks(again);
        Assert.Contains(books, row => row.StartsWith("payment_intents: ", StringComparison.Ordinal));

        // A mail that is sent again would go to this server.
        await using var server = new SmtpServer(_ => null);
        await again.CloseOctoberAgainAsync("--smtp", $"127.0.0.1:{server.Port}");
        SameFiles.Assert(world.October, again.October);
        Assert.Equal(books, GatewayBooks(again));
        Assert.Empty(server.Mails);
    });

    // Every row of every table that the gateway keeps, the answers to the requests it has seen among them.
    static List<string> GatewayBooks(ClosedMonths months)
    {
        using var connection = new SqliteConnection($"Data Source={months.Scratch["store.db.gateway"]};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Rows(connection, "select name from sqlite_schema where type = 'table' order by name");
        return [.. tables.SelectMany(table => Rows(connection, $"select * from {table}").Order(StringComparer.Ordinal).Select(row => $"{table}: {row}"))];
    }

    static List<string> Rows(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }
}
