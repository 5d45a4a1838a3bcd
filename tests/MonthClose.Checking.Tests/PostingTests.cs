namespace CheckingTests;

/// <summary>In which period an entry is posted: whole entries, moved to another one in both folders' journals.</summary>
public sealed class PostingTests
{
    [Theory]
    [InlineData("an issue in the month after its close", "revenue:Compute,,6.00", "2024-09", "2024-10", "it belongs to the close of 2024-09")]
    [InlineData("a first charge in the month after its close", "cash_gateway,6.00", "2024-09", "2024-10", "it belongs to the close of 2024-09")]
    [InlineData("an issue in the month before its close", "revenue:Late,,4.00", "2024-10", "2024-09", "it belongs to the close of 2024-10")]
    [InlineData("a dunning payment in the closed month", "cash_transfer,15.00", "2024-10", "2024-09", "open was then 2024-10")]
    [InlineData("a dunning payment in the month after the open one", "cash_transfer,15.00", "2024-10", "2024-11", "open was then 2024-10")]
    [InlineData("what was carried away in another month", "write_off,0.40", "2024-10", "2024-09", "open was then")]
    public void An_entry_in_the_wrong_period_is_reported(string what, string line, string period, string other, string says)
    {
        using var store = SeveralPeriodsTests.Honest();
        foreach (var folder in new[] { "2024-09", "2024-10" })
        {
            Repost(Path.Combine(store.Out(folder), "journal.csv"), line, period, other);
        }

        var findings = store.Check();
        Assert.True(findings.Any(f => f.Invariant == 8 && f.Message.Contains(says, StringComparison.Ordinal)), $"not reported: {what}; but {string.Join("\n", findings)}");
    }

    /// <summary>A charge that was unknown keeps no period open: its outcome of the second in which the last account is decided came before the lock, or after.</summary>
    [Theory]
    [InlineData("2024-09", "2024-10-01T00:00:10Z", true)]
    [InlineData("2024-10", "2024-10-01T00:00:10Z", true)]
    [InlineData("2024-09", "2024-10-01T00:00:11Z", true)]
    [InlineData("2024-10", "2024-10-01T00:00:11Z", false)]
    public void An_outcome_of_the_second_of_the_lock_posts_in_either_month(string period, string lastDecision, bool right)
    {
        const string start = "2024-10-01T00:00:00Z", settled = "2024-10-01T00:00:10Z", first = "2024-09-000001", second = "2024-09-000002";
        using var close = new Scenario()
            .Accounts("a,A,a@example.com,USD,UTC,,,active,", "b,B,b@example.com,USD,UTC,,,active,").Methods("pm_a,a,true,12,2030", "pm_b,b,true,12,2030")
            .Usage("one.csv", SeveralPeriodsTests.Row("a", "2024-09", "10"), SeveralPeriodsTests.Row("b", "2024-09", "5"))
            .Invoice(first, "a", "USD", start, [("Compute", "2024-09", 10)], paid: 10)
            .Decide("a", start, first, "charge", "acted", "due=10.00;method=pm_a")
            .Row("payments.csv", "a", start, $"p1,a,{first},1,10.00,USD,pm_a,succeeded,,pi_1,key_1,{start},{settled}")
            .Row("gateway_charges.csv", "a", start, $"pi_1,key_1,1000,usd,pm_a,succeeded,{start}")
            .Post("a", settled, period, "USD", first, ("cash_gateway", 10), ("receivable", -10))
            .Email("a", settled, first, "receipt", "a@example.com", 0, "USD", SeveralPeriodsTests.AsOf(settled, "$0.00"))
            .Invoice(second, "b", "USD", start, [("Compute", "2024-09", 5)], paid: 5)
            .Pays("b", lastDecision, second, 5, "USD", "pm_b")
            .Close("2024-09");
        var findings = close.Check();
        Assert.True(right == (findings.Count == 0), string.Join("\n", findings));
    }

    [Fact]
    public void Nothing_is_added_to_a_closed_period()
    {
        using var store = SeveralPeriodsTests.Honest();
        File.AppendAllText(
            Path.Combine(store.Out("2024-10"), "journal.csv"),
            "x,1,2024-10-01T00:00:00Z,2024-09,promotions,1.00,,USD,e_dunned\nx,2,2024-10-01T00:00:00Z,2024-09,customer_credit,,1.00,USD,e_dunned\n");
        Assert.Contains(store.Check(), f => f.Invariant == 8 && f.Message.Contains("was added to 2024-09 after", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_that_a_closed_period_had_never_changes()
    {
        using var store = SeveralPeriodsTests.Honest();
        store.Break("2024-10", "journal.csv", "2024-09,receivable,6.00,,USD", "2024-09,receivable,6.00,,EUR");
        Assert.Contains(store.Check(), f => f.Invariant == 8 && f.Message.Contains("is not what an earlier folder said", StringComparison.Ordinal));
    }

    private static void Repost(string path, string line, string period, string other)
    {
        var lines = File.ReadAllLines(path);
        if (lines.FirstOrDefault(l => l.Contains(line, StringComparison.Ordinal))?.Split(',')[0] is { } entry)
        {
            File.WriteAllText(path, string.Concat(lines.Select(l =>
                (l.StartsWith(entry + ",", StringComparison.Ordinal) ? l.Replace($",{period},", $",{other},", StringComparison.Ordinal) : l) + "\n")));
        }
    }
}
