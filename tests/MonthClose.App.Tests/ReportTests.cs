using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using MonthClose.Checking;
using Stillso;
using Stillso.Sqlite;

namespace AppTests;

/// <summary>What the reports say is what the journal says.</summary>
public sealed partial class ReportTests(ChangingWorld closed) : IClassFixture<ChangingWorld>
{
    public static TheoryData<string, string> Headers => new()
    {
        { "revenue.csv", "period,service_name,currency,amount" },
        { "tax.csv", "period,country,tax_rate,currency,invoices,taxable,tax,tax_lines" },
        { "receivables_aging.csv", "as_of,account_id,invoice_number,currency,issued_at,days,bucket,amount_due" },
        { "credits.csv", "as_of,credit_id,account_id,kind,currency,granted_at,expires_at,amount,applied,remaining,state" },
        { "cash_reconciliation.csv", "gateway_reference,account_id,invoice_number,currency,ours,gateway,difference,state" },
        { "trial_balance.csv", "period,ledger_account,currency,opening,debit,credit,closing" },
        { "exceptions.csv", "decision,step,reason,count" },
        {
            "focus.csv",
            "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ChargeDescription,ChargePeriodStart," +
            "ChargePeriodEnd,EffectiveCost,InvoiceIssuerName,ListCost,ContractedCost,ProviderName,PublisherName,ServiceCategory,ServiceName,SubAccountId"
        },
    };

    static readonly HashSet<string> Numbers = ["tax_rate", "days", "BilledCost", "count"];

    [Theory]
    [MemberData(nameof(Headers))]
    public void Every_report_is_there_with_its_columns(string file, string header)
    {
        var text = File.ReadAllText(Path.Combine(closed.Scratch.Out, "reports", file));
        Assert.StartsWith(header + "\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        Assert.NotEmpty(Rows(file));
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void Rows_are_ordered_by_their_columns_from_left_to_right(string file, string header)
    {
        var columns = header.Split(',');
        int Compare(Dictionary<string, string> a, Dictionary<string, string> b) => columns
            .Select(c => Numbers.Contains(c) ? Number(a, c).CompareTo(Number(b, c)) : string.CompareOrdinal(a[c], b[c])).FirstOrDefault(order => order != 0);
        var rows = Rows(file);
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(Compare(pair.First, pair.Second) < 0, string.Join(',', pair.Second.Values)));
    }

    [Fact]
    public void Revenue_and_tax_are_what_the_period_has_posted()
    {
        Assert.Equal(
            Posted(j => j.LedgerAccount.StartsWith("revenue:", StringComparison.Ordinal), j => $"{j.LedgerAccount["revenue:".Length..]} {j.Currency}"),
            Rows("revenue.csv").ToDictionary(r => $"{r["service_name"]} {r["currency"]}", r => Number(r, "amount")));
        Equal(Posted(j => j.LedgerAccount == "tax_payable", j => j.Currency), Sums("tax.csv", "currency", "tax", "tax_lines"));
        Assert.Equal(closed.Files.Invoices.Count, Rows("tax.csv").Sum(r => Number(r, "invoices")));
        Equal(closed.Files.Invoices.GroupBy(i => i.Currency!).ToDictionary(g => g.Key, g => g.Sum(i => i.Subtotal!.Value + i.Tax!.Value)), Sums("focus.csv", "BillingCurrency", "BilledCost"));
    }

    [Fact]
    public void Aging_credits_and_cash_are_what_their_ledger_accounts_hold()
    {
        var due = Sums("receivables_aging.csv", "currency", "amount_due");
        foreach (var i in closed.Files.Invoices.Where(i => i.Status == "carried_forward")) due[i.Currency!] = due.GetValueOrDefault(i.Currency!) + i.AmountDue!.Value;
        Equal(Balance("receivable"), due);
        Equal(Balance("customer_credit").ToDictionary(b => b.Key, b => -b.Value), Sums("credits.csv", "currency", "remaining"));
        Equal(Balance("cash_gateway"), Sums("cash_reconciliation.csv", "currency", "ours"));
        Equal(Balance("cash_gateway"), Sums("cash_reconciliation.csv", "currency", "gateway"));
        Assert.All(Rows("cash_reconciliation.csv"), r => Assert.Equal(("matched", 0), (r["state"], Number(r, "difference"))));
        Assert.All(Rows("credits.csv"), r => Assert.Equal(Number(r, "amount"), Number(r, "applied") + Number(r, "remaining")));
    }

    [Fact]
    public void The_trial_balance_is_the_journals()
    {
        var rows = Rows("trial_balance.csv");
        Assert.All(rows, r => Assert.Equal(Number(r, "closing"), Number(r, "opening") + Number(r, "debit") - Number(r, "credit")));
        Assert.All(rows.GroupBy(r => r["currency"]), g => Assert.Equal(g.Sum(r => Number(r, "debit")), g.Sum(r => Number(r, "credit"))));
        Assert.Equal(
            closed.Files.Journal.Where(j => string.CompareOrdinal(j.Period, "2024-09") <= 0).GroupBy(j => $"{j.LedgerAccount} {j.Currency}").ToDictionary(g => g.Key, g => g.Sum(j => j.Net)),
            rows.ToDictionary(r => $"{r["ledger_account"]} {r["currency"]}", r => Number(r, "closing")));
    }

    [Fact]
    public void Exceptions_are_the_parked_and_superseded_decisions() => Assert.Equal(
        closed.Files.Decisions.Where(d => d.Decision is "parked" or "superseded").GroupBy(d => $"{d.Decision} {d.Step} {d.Reason}").ToDictionary(g => g.Key, g => (decimal)g.Count()),
        Rows("exceptions.csv").ToDictionary(r => $"{r["decision"]} {r["step"]} {r["reason"]}", r => Number(r, "count")));

    [Fact]
    public void Whatever_a_step_did_not_simply_do_has_a_code()
    {
        using var store = SqliteStore.Open(closed.Scratch["store.db"], MonthClose.Sql.SqliteMigrations);
        var decisions = store.Read(tx => closed.Files.Decisions.Select(d => d.AccountId).Distinct().SelectMany(a => tx.DecisionsOf(a!)).ToList());
        Assert.Equal(closed.Files.Decisions.Count, decisions.Count);
        Assert.Empty(decisions.Where(d => d.Kind != DecisionKind.Acted && d.Code.Length == 0).Select(d => $"{d.Step} {d.Kind}: {d.Reason}"));
    }

    [Fact]
    public void The_page_loads_nothing_and_its_figures_are_the_summarys()
    {
        var html = File.ReadAllText(Path.Combine(closed.Scratch.Out, "reports", "close.html"));
        Assert.DoesNotMatch("(https?:)?//[a-z]", html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(html.Length, 1, 300_000);
        Assert.All(Links().Matches(html).Select(m => m.Groups[1].Value), l => Assert.True(File.Exists(Path.Combine(closed.Scratch.Out, "reports", l)), l));

        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(closed.Scratch.Out, "reports", "summary.json")));
        var table = html[html.IndexOf("<section id=\"figures\"", StringComparison.Ordinal)..html.IndexOf("<section id=\"steps\"", StringComparison.Ordinal)];
        var shown = Figures().Matches(table).ToDictionary(m => m.Groups[1].Value, m => Values().Matches(m.Groups[2].Value).Select(v => v.Groups[1].Value).ToList());
        string[] columns = ["invoiced", "tax", "credited", "refunded", "charged", "transferred", "due", "carried_forward"];
        Assert.Equal(summary.RootElement.GetProperty("invoiced").EnumerateObject().Select(p => p.Name), shown.Keys);
        foreach (var (currency, values) in shown)
        {
            Assert.Equal(
                columns.Select(c => summary.RootElement.GetProperty(c).TryGetProperty(currency, out var v) ? decimal.Parse(v.GetString()!, CultureInfo.InvariantCulture) : 0),
                values.Select(v => decimal.Parse(v, CultureInfo.InvariantCulture)));
        }
        Assert.Equal("93.364", summary.RootElement.GetProperty("refunded").GetProperty("KWD").GetString());
        Assert.Equal("0.031", summary.RootElement.GetProperty("carried_forward").GetProperty("KWD").GetString());
    }

    [Fact]
    public void Amounts_are_never_wrapped_where_there_is_no_terminal()
    {
        var lines = closed.Answer.Output.Split('\n');
        Assert.Contains(lines, l => l.StartsWith("Invoiced ", StringComparison.Ordinal) && l.EndsWith("$9,881.61", StringComparison.Ordinal));
        Assert.Contains("Turned into credit   KWD 93.364", lines);
        Assert.Contains("Carried forward      KWD 0.031", lines);
        Assert.DoesNotContain(lines, l => l.StartsWith("Tax ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update credits set remaining = '1' where credit_id = 'acct_000001/change/1'", "reports/credits.csv was not written: in USD")]
    [InlineData("update invoices set amount_due = '1' where account_id = 'acct_000006'", "reports/receivables_aging.csv was not written: in USD")]
    [InlineData("update payments set amount = '1' where account_id = 'acct_000002' and status = 'succeeded'", "reports/cash_reconciliation.csv was not written: in USD")]
    [InlineData("update invoices set tax = '1' where account_id = 'acct_000002'", "reports/tax.csv was not written: in USD")]
    [InlineData("update journal set debit = '1' where account_id = 'acct_000002' and ledger_account = 'receivable' and debit <> '0'", "reports/trial_balance.csv was not written: in USD")]
    public async Task A_report_that_disagrees_with_the_ledger_is_not_written(string damage, string message)
    {
        using var scratch = new Scratch();
        foreach (var file in Directory.GetFiles(closed.Scratch.Folder)) File.Copy(file, scratch[Path.GetFileName(file)]);
        using (var connection = new SqliteConnection($"Data Source={scratch["store.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = damage;
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        var answer = await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch.Out);
        Assert.Equal(1, answer.Code);
        Assert.Contains(message, answer.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(scratch.Out, "reports", "close.html")));
    }

    [Fact]
    public async Task A_store_without_anything_has_reports_of_nothing()
    {
        using var scratch = new Scratch();
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch.Out)).Ok();
        foreach (var header in Headers)
            Assert.Equal(header.Data.Item2 + "\n", await File.ReadAllTextAsync(Path.Combine(scratch.Out, "reports", header.Data.Item1), TestContext.Current.CancellationToken));
        var html = await File.ReadAllTextAsync(Path.Combine(scratch.Out, "reports", "close.html"), TestContext.Current.CancellationToken);
        Assert.Contains("No invoice was issued.", html);
        Assert.DoesNotContain("NaN", html);
    }

    [GeneratedRegex("href=\"([^\"#]+)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<tr><th scope=\"row\">([A-Z]{3})</th>(.*)</tr>")]
    private static partial Regex Figures();

    [GeneratedRegex("<data value=\"([^\"]+)\">")]
    private static partial Regex Values();

    List<Dictionary<string, string>> Rows(string file)
    {
        using var reader = new StreamReader(Path.Combine(closed.Scratch.Out, "reports", file));
        var records = Csv.Read(reader).ToList();
        Assert.DoesNotContain(records, r => r.QuotedNeedlessly);
        return [.. records.Skip(1).Select(r => records[0].Fields.Zip(r.Fields).ToDictionary(f => f.First, f => f.Second))];
    }

    Dictionary<string, decimal> Sums(string file, string currency, params string[] columns) =>
        Rows(file).GroupBy(r => r[currency]).ToDictionary(g => g.Key, g => g.Sum(r => columns.Sum(c => Number(r, c))));

    Dictionary<string, decimal> Posted(Func<JournalRow, bool> which, Func<JournalRow, string> key) =>
        closed.Files.Journal.Where(j => j.Period == "2024-09" && which(j)).GroupBy(key).ToDictionary(g => g.Key, g => -g.Sum(j => j.Net));

    Dictionary<string, decimal> Balance(string account) =>
        closed.Files.Journal.Where(j => j.LedgerAccount == account).GroupBy(j => j.Currency).ToDictionary(g => g.Key, g => g.Sum(j => j.Net));

    // A currency that is nowhere is one of nothing.
    static void Equal(Dictionary<string, decimal> expected, Dictionary<string, decimal> told) => Assert.Equal(
        expected.Where(e => e.Value != 0).OrderBy(e => e.Key, StringComparer.Ordinal), told.Where(t => t.Value != 0).OrderBy(t => t.Key, StringComparer.Ordinal));

    static decimal Number(Dictionary<string, string> row, string column) =>
        row[column].Length == 0 ? 0 : decimal.Parse(row[column], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
