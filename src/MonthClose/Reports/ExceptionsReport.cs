using Stillso;

namespace MonthClose;

/// <summary>Decisions of one kind, step and reason.</summary>
readonly record struct ExceptionCount(string Decision, string Step, string Reason, long Count);

/// <summary>exceptions.csv: the period's parked and superseded decisions, counted.</summary>
static class ExceptionsReport
{
    public const string File = "exceptions.csv";
    public const string Header = "decision,step,reason,count";

    public static IReadOnlyList<ExceptionCount> Read(Statements sql, string period) => sql.Query(
        Sql.Text["report_exceptions"], r => new ExceptionCount(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3)), period);

    public static IEnumerable<Cell[]> Rows(IEnumerable<ExceptionCount> exceptions) =>
        exceptions.Select(e => new[] { Cell.Text(e.Decision), Cell.Text(e.Step), Cell.Text(e.Reason), Cell.Number(e.Count) });
}
