using System.Collections.Immutable;
using Stillso;

namespace EngineBench;

/// <summary>A job with one premise.</summary>
sealed record Believe(long N);

/// <summary>A batch's callback.</summary>
sealed record Callback(long At);

sealed class CallbackHandler : IJobHandler<Callback>
{
    public static TaskCompletionSource Ran { get; set; } = new();

    public Task RunAsync(Callback job, LeasedJob lease, CancellationToken cancellation)
    {
        Ran.TrySetResult();
        return Task.CompletedTask;
    }
}

/// <summary>Reads one fact per subject from the domain's table, one query for all.</summary>
sealed class FactSource(bool isPostgres) : IPremiseSource
{
    public string Name => "facts";

    public static Premise Of(string subject, DateTimeOffset at) => new("facts", subject, "", [new Fact("value", "1")], at, 0);

    public static void Keep(ILedger ledger, IEnumerable<string> subjects) => ledger.Write(tx =>
    {
        foreach (var subject in subjects) tx.Sql.Execute("insert into facts (subject, value) values (@subject, '1')", subject);
        return true;
    });

    public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises)
    {
        var found = new Dictionary<string, string>(premises.Count, StringComparer.Ordinal);
        object subjects = isPostgres ? premises.Select(p => p.Subject).ToArray() : System.Text.Json.JsonSerializer.Serialize(premises.Select(p => p.Subject));
        foreach (var (subject, value) in transaction.Sql.Query(
            $"select subject, value from facts where subject {(isPostgres ? "= any(@subjects)" : "in (select value from json_each(@subjects))")}",
            r => (r.GetString(0), r.GetString(1)), subjects))
            found[subject] = value;
        return [.. premises.Select(p => found.TryGetValue(p.Subject, out var value) ? (ImmutableArray<Fact>?)[new Fact("value", value)] : null)];
    }

    public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) => [];
}

/// <summary>Reads its premise again, keeps a decision, and is done.</summary>
sealed class BelievingHandler : IPhasedHandler<Believe>
{
    public void Decide(Batch<Believe> batch)
    {
        foreach (var work in batch.Works)
        {
            var verdict = work.Verdicts[0];
            batch.Transaction.Record(new Decision(
                verdict.Premise.Subject, batch.Transaction.NextSeq(verdict.Premise.Subject), batch.Now, "", work.Lease.Kind,
                verdict.Holds ? DecisionKind.Acted : DecisionKind.Revised, verdict.Premise.Believed, verdict.Premise.At, verdict.Found, verdict.FoundAt,
                verdict.Causes, "it is still so"));
            work.Complete();
            Seen.Job(0);
        }
    }
}
