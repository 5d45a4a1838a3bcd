using Stillso;

namespace MonthClose.App;

/// <summary>Copies the rows of a schema's tables into another schema, which has the same ones.</summary>
static class SchemaCopy
{
    public static void Run(Statements sql, string from, string to)
    {
        // A store that is not there yet has nothing to copy.
        var tables = sql.Query("select tablename from pg_tables where schemaname = @schema", r => r.GetString(0), from);
        if (tables.Count == 0) return;
        // Rows come table by table, in no order that their references would allow.
        foreach (var (table, name) in sql.Query(
            "select r.relname, c.conname from pg_constraint c join pg_class r on r.oid = c.conrelid join pg_namespace n on n.oid = c.connamespace where c.contype = 'f' and n.nspname = @schema",
            r => (r.GetString(0), r.GetString(1)), to))
            sql.Execute($"alter table \"{to}\".\"{table}\" drop constraint \"{name}\"");
        foreach (var table in tables)
        {
            sql.Execute($"truncate \"{to}\".\"{table}\"");
            sql.Execute($"insert into \"{to}\".\"{table}\" overriding system value select * from \"{from}\".\"{table}\"");
        }
        // What is added later goes on after what was copied.
        foreach (var (table, column) in sql.Query(
            "select table_name, column_name from information_schema.columns where is_identity = 'YES' and table_schema = @schema", r => (r.GetString(0), r.GetString(1)), to))
            sql.Execute($"select setval(pg_get_serial_sequence('\"{to}\".\"{table}\"', '{column}'), coalesce((select max(\"{column}\") from \"{to}\".\"{table}\"), 0) + 1, false)");
    }
}
