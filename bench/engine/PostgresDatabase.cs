using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace EngineBench;

/// <summary>A database for each folder, on the server that <c>STILLSO_POSTGRES</c> names.</summary>
static class PostgresDatabase
{
    /// <summary>Its connection string; the database is made when it is first asked for.</summary>
    public static string Of(string folder)
    {
        var server = Environment.GetEnvironmentVariable("STILLSO_POSTGRES") ?? throw new InvalidOperationException("STILLSO_POSTGRES is to be the connection string of a server.");
        var name = $"bench_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16]}";
        using var connection = new NpgsqlConnection(server);
        connection.Open();
        using var exists = new NpgsqlCommand("select exists (select 1 from pg_database where datname = $1)", connection) { Parameters = { new() { Value = name } } };
        if (!(bool)exists.ExecuteScalar()!)
        {
            using var create = new NpgsqlCommand($"create database {name} template template0", connection);
            create.ExecuteNonQuery();
        }
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
