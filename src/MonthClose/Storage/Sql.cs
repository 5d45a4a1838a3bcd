using System.Reflection;
using Stillso;

namespace MonthClose;

/// <summary>The domain's statements, and the scripts that make its tables.</summary>
public static class Sql
{
    /// <summary>The migrations of the domain's tables in SQLite.</summary>
    public static (Assembly Assembly, string Prefix) SqliteMigrations => (typeof(Sql).Assembly, "MonthClose.Storage.Sqlite.Migrations.");

    internal static EmbeddedSql Text { get; } = new(typeof(Sql).Assembly, "MonthClose.Storage.Sqlite.Sql.");
}
