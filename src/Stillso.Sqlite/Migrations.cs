namespace Stillso.Sqlite;

/// <summary>Brings a file's tables up to date: numbered scripts, each run once, in one transaction.</summary>
static class Migrations
{
    public static void Run(SqliteSession session, string series, EmbeddedSql scripts)
    {
        session.Script("create table if not exists stillso_migrations (series text not null, name text not null, primary key (series, name)) strict");
        session.InTransaction(immediate: true, () =>
        {
            foreach (var name in scripts.Names)
            {
                if (session.Statements.Execute("insert into stillso_migrations (series, name) values (@series, @name) on conflict do nothing", series, name) == 1)
                    session.Script(scripts[name]);
            }
            return true;
        });
    }
}
