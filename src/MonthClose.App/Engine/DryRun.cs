using System.Globalization;
using Stillso;

namespace MonthClose.App;

/// <summary>
/// A close up to the first charge, on a copy of the store that is thrown away: the real steps, nothing changed, nothing
/// sent.
/// </summary>
static class DryRun
{
    static readonly string[] Files = ["invoices.csv", "invoice_lines.csv", "credits_applied.csv", "decisions.csv"];

    public static async Task<int> RunAsync(CloseRequest request, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("monthclose-dry-run-").FullName;
        try
        {
            using var copy = request.Store.Try(folder);
            using var opened = copy.Place.Open();
            var store = opened.Ledger;
            var period = request.Period.ToString();
            if (PeriodClose.WhyNot(store, period) is { } not) throw new UsageException(not);
            if (request.World is not null) new WorldImport(store, request.World, request.WorldOptions).Run();
            var now = CloseEngine.Now(store);
            var ends = PeriodClose.LastEnd(store, request.Period);
            var clock = new SimulatedClock(now);
            Preview.KeepFirstSteps(store);
            PeriodClose.Begin(store, period, now);
            using var engine = CloseEngine.Open(opened, copy.Place, new Outside { Gateway = "simulator" }, clock, charges: false);
            using var worker = engine.CreateWorker(new WorkerOptions { Simulated = clock, Until = ends > now ? ends : now, Random = () => 1 });
            await worker.RunAsync("dry run", cancellation);
            return Finish(request, store, folder, period, clock.GetUtcNow());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static int Finish(CloseRequest request, ILedger store, string folder, string period, DateTimeOffset now)
    {
        var written = Path.Combine(folder, "out");
        new CloseFiles(store, written, period).Write(null, now);
        var suspicions = Preview.Of(store, period);
        var forAPerson = Worklist.Of(store).Where(i => i.Period == period && i.Outcomes.Count > 0).ToList();
        var summary = CloseSummary.Of(store, period);
        var issued = summary.Invoices.Values.Sum() - forAPerson.Count(i => i.Outcomes.Contains("rate_again"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Nothing was changed. {period} would have {issued} invoices of {CloseSummary.Line(summary.Invoiced)}."));
        foreach (var item in forAPerson) Console.WriteLine($"  {item.Item}: {item.What}");
        foreach (var s in suspicions)
        {
            var currency = Currency.Get(s.Currency);
            Console.WriteLine($"  look at {s.AccountId}: {s.What} ({currency.Format(s.Usual)}{(s.Now is { } amount ? $", now {currency.Format(amount)}" : "")})");
        }
        var code = forAPerson.Count > 0 ? ExitCode.DoneWithParked : ExitCode.Done;
        if (request.Out is null) return code;
        Directory.CreateDirectory(request.Out);
        foreach (var file in Files) File.Copy(Path.Combine(written, file), Path.Combine(request.Out, file), overwrite: true);
        Preview.Write(request.Out, suspicions);
        Console.WriteLine($"Files: {request.Out} ({string.Join(", ", Files)}, preview.csv)");
        return code;
    }
}
