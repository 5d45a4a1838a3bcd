using System.Globalization;
using Spectre.Console;
using Stillso;

namespace MonthClose.App;

/// <summary>The end of a close, for a person.</summary>
static class Summary
{
    public static void Print(CloseEngine engine, CloseSummary s, string? script, string? folder, StorePlace store)
    {
        var races = script is null ? [] : Races.Read(script);
        var c = CultureInfo.InvariantCulture;
        Line($"[bold]{s.Period} is {s.State}.[/] {s.Accounts} accounts, {s.Invoices.Values.Sum()} invoices.");
        var facts = new List<(string Name, string Text)>();
        void Row(string name, string text) => facts.Add((name, text));
        void Amounts(string name, IReadOnlyDictionary<string, string> amounts)
        {
            if (!CloseSummary.IsNothing(amounts)) Row(name, CloseSummary.Line(amounts));
        }
        Row("Invoiced", CloseSummary.Line(s.Invoiced));
        Amounts("Tax", s.Tax);
        Row("Credits applied", CloseSummary.Line(s.Credited));
        Amounts("Turned into credit", s.Refunded);
        Row("Charged", CloseSummary.Line(s.Charged));
        Amounts("Bank transfers", s.Transferred);
        Row("Still due", CloseSummary.Line(s.Due));
        Amounts("Carried forward", s.CarriedForward);
        Row("Invoices", Counts(s.Invoices));
        Row("Payments", Counts(s.Payments));
        Row("Holds", string.Create(c, $"{s.Holds} placed, {s.Released} released"));
        Row("E-mails", Counts(s.Emails));
        Row("Decisions", Counts(s.Decisions));
        Print(facts);
        if (s.Parked > 0) Line($"[yellow]{s.Parked} invoices or jobs wait for a person:[/] {Markup.Escape(store.Command("status", s.Period))}");
        foreach (var (period, count) in Worklist.Counts(engine.Store.Ledger).Where(p => p.Key != s.Period))
            Line(string.Create(c, $"[yellow]{period} still has {count} that {(count == 1 ? "waits" : "wait")} for a person:[/] {Markup.Escape(store.Command("status", period))}"));
        if (races.Count > 0) PrintRaces(engine, races);
        PrintWaiting(engine, s.Period, store);
        if (folder is not null) Console.WriteLine($"\nFiles: {folder} (invoices.csv, payments.csv, decisions.csv, emails/, reports/close.html …)");
        var example = races.Count > 0 ? races[0].AccountId : Interesting(engine);
        if (example is not null) Console.WriteLine($"Why? Try: {store.Command("explain", example, s.Period)}");
    }

    // A grid wraps at 80 columns where there is no terminal: lines that programs and logs read stay whole.
    static void Print(List<(string Name, string Text)> facts)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var (name, text) in facts) Console.WriteLine($"{name,-18}   {text}");
            return;
        }
        var grid = new Grid().AddColumn(new GridColumn().PadRight(3)).AddColumn();
        foreach (var (name, text) in facts) grid.AddRow(new Text(name), new Text(text));
        AnsiConsole.Write(grid);
    }

    static void PrintRaces(CloseEngine engine, IReadOnlyList<(string AccountId, string Race)> races)
    {
        Line("\n[bold]While it ran, the world changed. What the close did:[/]");
        foreach (var (account, race) in races)
            Console.WriteLine($"  {account}  {race,-52} {RaceOutcomes.Of(engine.Store.Ledger, account)}");
    }

    static void PrintWaiting(CloseEngine engine, string period, StorePlace store)
    {
        var waiting = engine.Store.Jobs.Waiting();
        if (waiting.Count == 0) return;
        Line("\nStill due:");
        foreach (var kind in waiting.GroupBy(w => w.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
            Line(string.Create(CultureInfo.InvariantCulture, $"  {kind.Key}: {kind.Count()}, the first at {Instants.ToFile(kind.Min(w => w.RunAt))}"));
        // Workers do not share simulated time: a later close goes on with it.
        Console.WriteLine($"  Goes on when they are due: {(engine.Clock is SimulatedClock ? store.Command("close", period, "--until", "…") : store.Command("worker"))}");
    }

    static string? Interesting(CloseEngine engine) => engine.Store.Ledger.Read(tx => tx.Sql.First(
        "select subject from stillso_decisions order by case kind when 'Revised' then 0 when 'Superseded' then 1 else 2 end, subject limit 1", r => r.GetString(0)));

    static string Counts(IReadOnlyDictionary<string, long> counts) => counts.Count == 0
        ? "none" : string.Join(", ", counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key.Replace('_', ' ')}")));

    static void Line(string markup)
    {
        if (Console.IsOutputRedirected) Console.WriteLine(Markup.Remove(markup));
        else AnsiConsole.MarkupLine(markup);
    }
}
