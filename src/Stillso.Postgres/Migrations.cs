namespace Stillso.Postgres;

/// <summary>Brings a schema's tables up to date: numbered scripts, each run once, in one transaction.</summary>
static class Migrations
{
    public static void Run(Statements sql, Schema schema)
    {
        // Where all is up to date nothing is locked, and no right to make tables is needed.
        if (Missing(sql, schema).Count == 0) return;
        sql.Execute(schema.In("select pg_advisory_xact_lock(hashtextextended('stillso.migrations', 0))"));
        if (sql.Number("select count(*) from pg_namespace where nspname = @schema", schema.Name) == 0) sql.Execute($"create schema \"{schema.Name}\"");
        sql.Execute(schema.In("create table if not exists stillso.migrations (name text primary key)"));
        foreach (var name in Missing(sql, schema))
        {
            sql.Execute(schema.Migration(name));
            sql.Execute(schema.In("insert into stillso.migrations (name) values (@name)"), name);
        }
    }

    /// <summary>All of it as one script, for who may make tables where the program may not.</summary>
    public static string Script(Schema schema) => string.Join('\n',
    [
        "begin;", schema.In("select pg_advisory_xact_lock(hashtextextended('stillso.migrations', 0));"), $"create schema if not exists \"{schema.Name}\";",
        schema.In("create table stillso.migrations (name text primary key);"),
        .. Schema.Migrations.SelectMany(name => new[] { schema.Migration(name).TrimEnd(), schema.In($"insert into stillso.migrations (name) values ('{name}');") }),
        "commit;", "",
    ]);

    static List<string> Missing(Statements sql, Schema schema)
    {
        var isThere = sql.Number("select count(*) from pg_tables where schemaname = @schema and tablename = 'migrations'", schema.Name) == 1;
        return [.. Schema.Migrations.Except(isThere ? sql.Query(schema.In("select name from stillso.migrations"), r => r.GetString(0)) : [])];
    }
}
