using System.Globalization;
using Spectre.Console;

namespace MonthClose.App;

/// <summary>The end of a close, for a person.</summary>
static class Summary
{
    public static void Print(CloseEngine engine, CloseSummary s, string? script, string? folder, StoreFile store)
    {
        var races = script is null ? [] : Races.Read(script);
        var c = CultureInfo.InvariantCulture;
        Line($"[bold]{s.Period} is {s.State}.[/] {s.Accounts} accounts, {s.Invoices.Values.Sum()} invoices.");
        var facts = new Grid().AddColumn(new GridColumn().PadRight(3)).AddColumn();
        void Row(string name, string text) => facts.AddRow(new Text(name), new Text(text));
        Row("Invoiced", CloseSummary.Line(s.Invoiced));
        Row("Credits applied", CloseSummary.Line(s.Credited));
        Row("Charged", CloseSummary.Line(s.Charged));
        if (s.Transferred.Count > 0) Row("Bank transfers", CloseSummary.Line(s.Transferred));
        Row("Still due", CloseSummary.Line(s.Due));
        Row("Invoices", Counts(s.Invoices));
        Row("Payments", Counts(s.Payments));
        Row("Holds", string.Create(c, $"{s.Holds} placed, {s.Released} released"));
        Row("E-mails", Counts(s.Emails));
        Row("Decisions", Counts(s.Decisions));
        AnsiConsole.Write(facts);
        if (s.Parked > 0) Line($"[yellow]{s.Parked} invoices or jobs wait for a person.[/]");
        if (races.Count > 0) PrintRaces(engine, races);
        PrintWaiting(engine);
        if (folder is not null) Console.WriteLine($"\nFiles: {folder} (invoices.csv, payments.csv, decisions.csv, emails/, reports/summary.json …)");
        var example = races.Count > 0 ? races[0].AccountId : Interesting(engine);
        if (example is not null) Console.WriteLine($"Why? Try: {Command} explain {example} {s.Period} --store sqlite:{store.Path}");
    }

    static void PrintRaces(CloseEngine engine, IReadOnlyList<(string AccountId, string Race)> races)
    {
        Line("\n[bold]While it ran, the world changed. What the close did:[/]");
        foreach (var (account, race) in races)
            Console.WriteLine($"  {account}  {race,-52} {RaceOutcomes.Of(engine.Store, account)}");
    }

    static void PrintWaiting(CloseEngine engine)
    {
        var waiting = engine.Store.Waiting();
        if (waiting.Count == 0) return;
        Line("\nStill due:");
        foreach (var kind in waiting.GroupBy(w => w.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
            Line(string.Create(CultureInfo.InvariantCulture, $"  {kind.Key}: {kind.Count()}, the first at {Instants.ToFile(kind.Min(w => w.RunAt))}"));
        Line($"  {Command} worker carries on when they are due.");
    }

    static string? Interesting(CloseEngine engine) => engine.Store.Read(tx => tx.Sql.First(
        "select subject from stillso_decisions order by case kind when 'Revised' then 0 when 'Superseded' then 1 else 2 end, subject limit 1", r => r.GetString(0)));

    static string Counts(IReadOnlyDictionary<string, long> counts) => counts.Count == 0
        ? "none" : string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key.Replace('_', ' ')}")));

    // The wrapper script says by which name it was called.
    static string Command => Environment.GetEnvironmentVariable("MONTHCLOSE_COMMAND") ?? "monthclose";

    static void Line(string markup) => AnsiConsole.MarkupLine(markup);
}
