using System.Reflection;
using Stillso;

namespace MonthClose;

/// <summary>The domain's statements, which are the same in both databases, and the scripts that make its tables in each.</summary>
public static class Sql
{
    static readonly EmbeddedSql PostgresMigrations = new(typeof(Sql).Assembly, "MonthClose.Storage.Postgres.Migrations.");

    /// <summary>The migrations of the domain's tables in SQLite.</summary>
    public static (Assembly Assembly, string Prefix) SqliteMigrations => (typeof(Sql).Assembly, "MonthClose.Storage.Sqlite.Migrations.");

    internal static EmbeddedSql Text { get; } = new(typeof(Sql).Assembly, "MonthClose.Storage.Sql.");

    /// <summary>Makes the domain's tables in PostgreSQL, or brings them up to date: in the first schema of the search path, beside the store's own.</summary>
    public static void MigratePostgres(ILedger ledger) => ledger.Write(tx =>
    {
        // Where all is up to date nothing is locked, and no right to make tables is needed.
        if (Missing(tx.Sql).Count == 0) return;
        tx.Sql.Execute("select pg_advisory_xact_lock(hashtextextended('monthclose.migrations', 0))");
        tx.Sql.Execute("create table if not exists domain_migrations (name text primary key)");
        foreach (var name in Missing(tx.Sql))
        {
            tx.Sql.Execute(PostgresMigrations[name]);
            tx.Sql.Execute("insert into domain_migrations (name) values (@name)", name);
        }
    });

    static List<string> Missing(Statements sql)
    {
        var isThere = sql.Number("select count(*) from pg_tables where schemaname = current_schema() and tablename = 'domain_migrations'") == 1;
        return [.. PostgresMigrations.Names.Except(isThere ? sql.Query("select name from domain_migrations", r => r.GetString(0)) : [])];
    }
}
