using Microsoft.Data.Sqlite;

namespace MonthClose.Gateway.Tests;

public sealed class UpgradeTests
{
    [Fact]
    public async Task Books_of_the_first_version_are_brought_up_to_date_with_what_they_have()
    {
        await using var g = new GatewayUnderTest(prepare: path => Write(
            path, First(),
            """
            insert into payment_intents values
                ('pi_old', 'k', 1000, 'usd', 'cus_1', 'pm_card_visa', 'succeeded', null, null, '2024-10-01T07:00:00Z', 'succeeded', '2024-10-01T07:00:00Z')
            """,
            "insert into payment_methods values ('pm_sim_lost_request_1', null, null, null, 1)"));
        Assert.Equal(new BookedCharge("pi_old", "k", 1000, "usd", "pm_card_visa", "succeeded", "2024-10-01T07:00:00Z"), Assert.Single(g.Gateway.Charges()));
        Assert.Equal("succeeded", (await g.ConfirmAsync(await g.CreateAsync("pm_sim_lost_request_1", "k2"), "k2:confirm")).Status);
    }

    [Fact]
    public void Books_of_a_newer_version_are_refused()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-").FullName;
        var path = Path.Combine(folder, "books");
        Write(path, "pragma user_version = 99");
        var error = Assert.Throws<InvalidOperationException>(() => SimulatedGateway.Open(path, new SimulatedGatewayOptions(), TimeProvider.System));
        Assert.Contains("99", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    static string First()
    {
        using var reader = new StreamReader(typeof(SimulatedGateway).Assembly.GetManifestResourceStream("MonthClose.Gateway.Books.001.sql")!);
        return reader.ReadToEnd();
    }

    static void Write(string path, params string[] statements)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
