using System.Globalization;
using System.Text.Json;
using Stillso;

namespace MonthClose;

/// <summary>A period's close: open → closing → closed.</summary>
public static class PeriodClose
{
    /// <summary>Begins the close, unless it has begun: a batch around every account's first steps, then the report.</summary>
    /// <returns>Whether it began now.</returns>
    public static bool Begin(ILedger ledger, string period, DateTimeOffset now) => ledger.Write(tx =>
    {
        if (tx.Sql.Execute(Sql.Text["begin_period"], period, now.ToUnixTimeMilliseconds()) == 0) return false;
        var month = BillingPeriod.Parse(period);
        var batch = BatchOf(tx, period);
        tx.Open(new NewBatch(batch)
        {
            OnComplete = Report(period),
        });
        var jobs = tx.Sql.Query(
            Sql.Text["accounts_and_zones"],
            r =>
            {
                var ended = month.End(Zones.Get(r.GetString(1)));
                return StepJob.Of(new RateJob(r.GetString(0), period), ended > now ? ended : now, batch);
            });
        // A world without accounts closes at once.
        tx.Enqueue(jobs.Count > 0 ? jobs : [Report(period)], now);
        return true;
    });

    static NewJob Report(string period) => new(ReportJob.Name, JsonSerializer.Serialize(new ReportJob(period))) { MaxLosses = StepJob.MaxLosses };

    /// <summary>When the period has ended for the last account.</summary>
    public static DateTimeOffset LastEnd(ILedger ledger, BillingPeriod period) =>
        ledger.Read(tx => tx.Sql.Query(Sql.Text["zones_of_accounts"], r => period.End(Zones.Get(r.GetString(0))))).DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    /// <summary>Whether the close stopped before its end, for a person to look at.</summary>
    public static bool IsStuck(ILedger ledger) => ledger.Read(tx => tx.Sql.Number(Sql.Text["report_is_parked"])) == 1;

    /// <summary>Why this period cannot be closed now; null: it can. Periods close one after the other, in their order.</summary>
    public static string? WhyNot(ILedger ledger, string period)
    {
        var others = ledger.Read(tx => tx.Sql.Query(Sql.Text["other_periods"], r => (Period: r.GetString(0), State: r.GetString(1)), period));
        if (others.Find(o => o.State == "closing").Period is { } closing) return $"{closing} is still closing: finish it first.";
        // A reopened period takes entries: with a later one closed they would change what is locked.
        if (others.Find(o => o.State == "open" && string.CompareOrdinal(o.Period, period) < 0).Period is { } reopened) return $"{reopened} was reopened: close it first.";
        return StateOf(ledger, period) == "open" && others.Find(o => string.CompareOrdinal(o.Period, period) > 0).Period is { } later
            ? $"{later} was closed already: what {period} has not billed is billed with the next invoice." : null;
    }

    /// <summary>Whether any period of this store has begun to close.</summary>
    public static bool AnyHasBegun(ILedger ledger) => ledger.Read(tx => tx.Sql.Query(Sql.Text["other_periods"], r => r.GetString(0), "")).Count > 0;

    /// <summary>The period's state: <c>open</c>, <c>closing</c> or <c>closed</c>.</summary>
    public static string StateOf(ILedger ledger, string period) =>
        ledger.Read(tx => tx.Sql.First(Sql.Text["period_state"], r => r.GetString(0), period)) ?? "open";

    /// <summary>Opens a closed period again, for a reason that is kept. A later <see cref="Begin"/> closes it.</summary>
    /// <returns>Why it cannot be reopened; null: it is open.</returns>
    public static string? Reopen(ILedger ledger, string period, string reason, DateTimeOffset now) => ledger.Write(tx =>
    {
        var later = tx.Sql.Query(Sql.Text["other_periods"], r => (Period: r.GetString(0), State: r.GetString(1)), period)
            .Find(o => o.State != "open" && string.CompareOrdinal(o.Period, period) > 0);
        if (later.Period is not null) return $"{later.Period} is {later.State}: what came later is posted there already.";
        if (tx.Sql.Execute(Sql.Text["reopen_period"], period) == 0) return $"{period} is not closed.";
        tx.Sql.Execute(Sql.Text["insert_reopening"], period, now.ToUnixTimeMilliseconds(), reason);
        return null;
    });

    /// <summary>The batch of a period's close; of the next one, when it has been reopened.</summary>
    internal static string BatchOf(ILedgerTransaction tx, string period)
    {
        var before = tx.Sql.Number(Sql.Text["count_reopenings"], period);
        return before == 0 ? $"close:{period}" : string.Create(CultureInfo.InvariantCulture, $"close:{period}/{before + 1}");
    }
}

/// <summary>When every account is invoiced and its first charge settled, unknown or parked: checks the books and closes the period.</summary>
public sealed class ReportHandler(ILedger ledger) : IPhasedHandler<ReportJob>
{
    /// <inheritdoc/>
    public void Decide(Batch<ReportJob> batch)
    {
        foreach (var work in batch.Works) work.Act();
    }

    /// <inheritdoc/>
    public Task ActAsync(Work<ReportJob> work, CancellationToken cancellation)
    {
        work.State = ledger.Read(tx => TrialBalance.Of(tx.Sql, work.Job.Period));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Settle(Batch<ReportJob> batch)
    {
        foreach (var work in batch.Works)
        {
            var (left, dead) = batch.Transaction.Sql.First(Sql.Text["first_steps_left"], r => (r.GetInt64(0), r.GetInt64(1)), work.Job.Period);
            if (left > 0) work.Reschedule(batch.Now.AddSeconds(1));
            else if (dead > 0) work.Park($"{dead} jobs of {work.Job.Period} are dead: their accounts are not invoiced or charged", CloseReasons.JobsDead);
            else if (((TrialBalance)work.State!).Unbalanced is { } currency) work.Park($"the journal of {work.Job.Period} does not balance in {currency}", CloseReasons.Unbalanced);
            else
            {
                batch.Transaction.Sql.Execute(Sql.Text["close_period"], batch.Now.ToUnixTimeMilliseconds(), work.Job.Period);
                work.Complete();
            }
        }
    }
}
