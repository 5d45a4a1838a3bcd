using System.Collections.Immutable;
using Stillso;

/// <summary>The shop's prices: how they are set, what a job can believe of one, and how it is read again.</summary>
sealed class Prices : IPremiseSource
{
    public string Name => "prices";

    /// <summary>Sets a price and keeps the change, so that a decision can name it as its cause.</summary>
    public static bool Set(ILedgerTransaction transaction, string product, string price)
    {
        var seq = transaction.NextSeq(product);
        transaction.Sql.Execute("insert into prices values (@product, @price) on conflict do update set price = excluded.price", product, price);
        transaction.Record(new RecordedChange(product, seq, DateTimeOffset.UtcNow, $"{product}/change/{seq}", "price", price));
        return true;
    }

    /// <summary>What is so now, for a job to believe.</summary>
    public static Premise Believe(ILedgerTransaction transaction, string product) =>
        new("prices", product, "", Facts(transaction, product), DateTimeOffset.UtcNow, transaction.CurrentSeq(product));

    /// <summary>Reads them again, in the transaction that decides. SQLite has one writer at a time: nothing else is to be locked.</summary>
    public IReadOnlyList<ImmutableArray<Fact>?> Read(ILedgerTransaction transaction, IReadOnlyList<Premise> premises)
    {
        var found = new List<ImmutableArray<Fact>?>();
        foreach (var premise in premises) found.Add(Facts(transaction, premise.Subject));
        return found;
    }

    /// <summary>Of the changes since then, those that can have made a difference to a price.</summary>
    public IEnumerable<RecordedChange> Causes(Premise premise, ImmutableArray<Fact> found, IReadOnlyList<RecordedChange> since) =>
        since.Where(change => change.Name == "price" && change.Seq > premise.Seq);

    static ImmutableArray<Fact> Facts(ILedgerTransaction transaction, string product)
    {
        var price = transaction.Sql.First("select price from prices where product = @product", row => row.GetString(0), product);
        return [new Fact("price", price ?? "none")];
    }
}
