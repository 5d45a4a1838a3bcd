using System.Globalization;
using Stillso;
using Stillso.Sqlite;

namespace Bench;

/// <summary>What each step took.</summary>
sealed class StepTable(TimeProvider time)
{
    readonly List<(string Step, long Accounts, TimeSpan Took, long Commits, long Statements)> rows = [];

    public TimeProvider Time => time;

    public void Add(string step, long accounts, TimeSpan took, long commits, long statements)
    {
        var at = rows.FindIndex(r => r.Step == step);
        if (at < 0) rows.Add((step, accounts, took, commits, statements));
        else rows[at] = (step, rows[at].Accounts + accounts, rows[at].Took + took, rows[at].Commits + commits, rows[at].Statements + statements);
    }

    public void Print()
    {
        Console.WriteLine($"{"step",-14}{"jobs",8}{"seconds",10}{"per second",12}{"commits/job",13}{"statements/job",16}");
        foreach (var r in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Step,-14}{r.Accounts,8}{r.Took.TotalSeconds,10:F2}{r.Accounts / Math.Max(r.Took.TotalSeconds, 1e-9),12:F0}{(double)r.Commits / r.Accounts,13:F4}{(double)r.Statements / r.Accounts,16:F1}"));
        }
    }
}

/// <summary>Times each wave by the step that most of it is of: from before its decisions to after its completions.</summary>
sealed class StepTimer(StepTable table, SqliteStore store) : IBoundaries
{
    long started = table.Time.GetTimestamp();
    long commits = store.Commits;
    long statements = store.Statements;

    public IReadOnlyList<Work> Before(IReadOnlyList<Work> works) => [];

    public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => [];

    public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction)
    {
    }

    public IReadOnlyList<Work> After(IReadOnlyList<Work> works)
    {
        var step = works.GroupBy(w => w.Lease.Kind).MaxBy(g => g.Count())!.Key;
        table.Add(step, works.Count, table.Time.GetElapsedTime(started), store.Commits - commits, store.Statements - statements);
        (started, commits, statements) = (table.Time.GetTimestamp(), store.Commits, store.Statements);
        return [];
    }
}
