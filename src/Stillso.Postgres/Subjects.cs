using System.Collections.Immutable;
using Npgsql;

namespace Stillso.Postgres;

/// <summary>
/// The counts of the subjects that a transaction has locked, and its decisions, which are written together before anybody looks for them.
/// </summary>
/// <param name="sql">The statements.</param>
/// <param name="waits">Whether somebody writes what is kept here at the end; otherwise it is written at once.</param>
sealed class Subjects(StoreSql sql, bool waits)
{
    readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    readonly HashSet<string> changed = new(StringComparer.Ordinal);
    readonly List<Decision> decisions = [];

    public void Lock(IReadOnlyCollection<string> subjects)
    {
        var missing = subjects.Where(s => !counts.ContainsKey(s)).ToArray();
        if (missing.Length == 0 || !waits) return;
        Found(sql.Query("lock_subjects", r => (r.GetString(0), r.GetInt64(1)), (object)missing));
        var unknown = missing.Where(s => !counts.ContainsKey(s)).ToArray();
        if (unknown.Length > 0) Found(sql.Query("add_subjects", r => (r.GetString(0), r.GetInt64(1)), (object)unknown));

        void Found(List<(string Subject, long Seq)> found)
        {
            foreach (var (subject, seq) in found) counts[subject] = seq;
        }
    }

    public long Next(string subject)
    {
        if (!counts.TryGetValue(subject, out var count)) return sql.Number("next_seq", subject);
        changed.Add(subject);
        return counts[subject] = count + 1;
    }

    public long Current(string subject) => counts.TryGetValue(subject, out var count) ? count : sql.Number("current_seq", subject);

    public void Add(Decision decision)
    {
        decisions.Add(decision);
        if (!waits) Write();
    }

    /// <summary>Writes what is kept here.</summary>
    public void Write()
    {
        if (changed.Count > 0) sql.Execute("count_subjects", changed.ToArray(), changed.Select(s => counts[s]).ToArray());
        changed.Clear();
        if (decisions.Count == 0) return;
        sql.Months.Have(decisions);
        try
        {
            sql.Execute(
                "insert_decisions", Of(d => d.Subject), Of(d => d.Seq), Of(d => Columns.Of(d.At)), Of(d => d.About), Of(d => d.Step), Of(d => d.Kind.ToString()),
                Of(d => Columns.Of(d.Believed)), Of(d => Columns.Of(d.BelievedAt)), Of(d => Columns.Of(d.Found)), Of(d => Columns.Of(d.FoundAt)),
                Of(d => string.Join(';', d.Causes.IsDefault ? ImmutableArray<string>.Empty : d.Causes)), Of(d => d.Reason), Of(d => d.Code));
        }
        // Another process has forgotten a month of which something comes late: whoever tries again makes it again.
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.CheckViolation, ConstraintName: null })
        {
            sql.Months.Doubt();
            throw;
        }
        decisions.Clear();

        T[] Of<T>(Func<Decision, T> column) => [.. decisions.Select(column)];
    }
}
