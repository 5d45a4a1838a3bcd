using MonthClose.Checking;

namespace AppTests;

/// <summary>October after September over one store: what crosses the boundary of two periods.</summary>
public sealed class TwoMonthsTests : IDisposable
{
    const string Usage = "BillingAccountId,ChargePeriodStart,ChargeCategory,ServiceName,SkuId,ResourceId,ConsumedQuantity,ConsumedUnit,BilledCost,BillingCurrency";
    readonly Scratch scratch = new();

    string World => scratch["world"];

    public TwoMonthsTests()
    {
        Directory.CreateDirectory(Path.Combine(World, "usage"));
        Write("accounts.csv",
            "account_id,name,email,currency,time_zone,country,tax_rate,status,display_currency,gateway_customer_id",
            "small,Small,small@example.org,USD,UTC,,,active,,",
            "taxed,Taxed,taxed@example.org,EUR,Europe/Berlin,DE,0.19,active,USD,",
            "tiers,Tiers,tiers@example.org,USD,America/Los_Angeles,US,,active,,",
            "rich,Rich,rich@example.org,USD,UTC,,,active,,",
            "poor,Poor,poor@example.org,USD,UTC,,,active,,",
            "moves,Moves,moves@example.org,USD,UTC,,,active,,");
        Write("payment_methods.csv", "payment_method_id,account_id,is_default,exp_month,exp_year",
            "pm_card_visa_1,small,true,,", "pm_card_visa_2,taxed,true,,", "pm_card_visa_3,tiers,true,,", "pm_card_visa_4,rich,true,,",
            "pm_card_chargeDeclined_5,poor,true,,", "pm_card_visa_6,moves,true,,");
        Write("credits.csv", "credit_id,account_id,amount,currency,granted_at,expires_at,kind", "c1,rich,100.00,USD,2024-08-01T00:00:00Z,,prepaid");
        Write("prices.csv", "sku_id,currency,unit,unit_price,included_quantity,monthly_cap,from_quantity", "gb,USD,GB,10,,,", "gb,USD,GB,9,,,100", "gb,USD,GB,8,,,200");
        Write("fx.csv", "as_of,base,quote,rate", "2024-09-30,USD,EUR,0.9", "2024-10-31,USD,EUR,0.8");
        Write("usage/september.csv", Usage,
            "small,2024-09-02T00:00:00Z,Usage,Compute,,,,,0.30,USD",
            "taxed,2024-09-02T00:00:00Z,Usage,Compute,,,,,100.00,USD", "taxed,2024-09-03T00:00:00Z,Tax,Customs,,,,,5.00,EUR",
            "tiers,2024-09-02T00:00:00Z,Usage,Storage,gb,b1,90,GB,,USD",
            "rich,2024-09-02T00:00:00Z,Usage,Compute,,,,,60.00,USD",
            "poor,2024-09-02T00:00:00Z,Usage,Compute,,,,,50.00,USD",
            "moves,2024-09-02T00:00:00Z,Usage,Compute,,,,,0.40,USD");
        Write("usage/october.csv", Usage,
            "small,2024-10-02T00:00:00Z,Usage,Compute,,,,,0.40,USD",
            "taxed,2024-10-02T00:00:00Z,Usage,Compute,,,,,100.00,USD",
            "tiers,2024-10-02T00:00:00Z,Usage,Storage,gb,b1,5,GB,,USD",
            "rich,2024-10-02T00:00:00Z,Usage,Compute,,,,,60.00,USD",
            "poor,2024-10-02T00:00:00Z,Usage,Compute,,,,,7.00,USD",
            "moves,2024-10-02T00:00:00Z,Usage,Compute,,,,,9.00,EUR");
    }

    [Fact]
    public async Task October_takes_up_what_september_carried_forward_and_was_too_late_for()
    {
        await CloseSeptember("2024-10-20T00:00:00Z");
        Assert.Equal(["0.30 carried_forward"], Totals("2024-09", "small"));
        // 100 USD at 0.9 and the tax line, taxed by 19 % without it.
        Assert.Equal(["112.10 paid"], Totals("2024-09", "taxed"));
        Assert.Equal(["900.00 paid"], Totals("2024-09", "tiers"));
        (await Monthclose.RunAsync("change", "moves", "change_currency", "EUR", "--store", scratch.Store)).Ok();
        (await Monthclose.RunAsync("change", "rich", "late_usage", "3.00", "--store", scratch.Store)).Ok();
        // Late usage of September goes on where its invoice left off: 10 more of the first tier, then 10 of the second.
        Write("usage/september-late.csv", Usage, "tiers,2024-09-20T00:00:00Z,Usage,Storage,gb,b1,20,GB,,USD");
        // What October bills is billed by what was imported when its close began.
        Write("prices.csv", "sku_id,currency,unit,unit_price,included_quantity,monthly_cap,from_quantity", "gb,USD,GB,12,,,", "gb,USD,GB,9,,,100", "gb,USD,GB,8,,,200");

        await Close("2024-10", "2024-12-01T00:00:00Z");
        Assert.Equal(["0.70 paid"], Totals("2024-10", "small"));
        Assert.Equal(["95.20 paid"], Totals("2024-10", "taxed"));
        Assert.Equal(["270.00 paid"], Totals("2024-10", "tiers"));
        Assert.Equal(["Storage 2024-09 210.00", "Storage 2024-10 60.00"], Lines("2024-10", "tiers"));
        // 40 of the credit were left after September; 23 are charged.
        Assert.Equal(["63.00 paid"], Totals("2024-10", "rich"));
        Assert.Equal(["Compute 2024-10 60.00", "Late 2024-09 3.00"], Lines("2024-10", "rich"));
        Assert.Equal("23.00", Rows("2024-10", "payments.csv").Single(p => p["account_id"] == "rich" && p["invoice_number"].StartsWith("2024-10"))["amount"]);
        // 0.40 USD became 0.32 EUR.
        Assert.Equal(("9.00", "0.32", "9.32", "EUR"), Rows("2024-10", "invoices.csv").Where(i => i["account_id"] == "moves").Select(i => (i["subtotal"], i["carried_in"], i["total"], i["currency"])).Single());
        Assert.Equal("0.40", Rows("2024-09", "invoices.csv").Single(i => i["account_id"] == "moves")["amount_due"]);
        CheckBoth();
    }

    [Fact]
    public async Task An_account_that_changes_its_currency_before_the_invoice_is_rated_by_the_price_list_of_the_new_one()
    {
        File.AppendAllLines(Path.Combine(World, "prices.csv"), ["gb,EUR,GB,7,,,"]);
        File.WriteAllLines(scratch["script.csv"], ["boundary,account_id,change,value", "before:invoice,tiers,change_currency,EUR"]);
        (await Monthclose.RunAsync([.. Arguments("2024-09", "2024-10-20T00:00:00Z"), "--script", scratch["script.csv"]])).Ok();
        Assert.Equal(["630.00 paid"], Totals("2024-09", "tiers"));
        Assert.Equal("revised", Assert.Single(Rows("2024-09", "decisions.csv"), d => d["step"] == "invoice")["decision"]);
        Assert.Empty(CloseChecker.Check(World, scratch["2024-09"], new CheckOptions("2024-09") { RequireReports = true, RequirePdf = true }).Select(f => f.ToString()));
    }

    [Fact]
    public async Task Dunning_and_holds_of_september_go_on_in_october_and_post_there()
    {
        await CloseSeptember("2024-10-31T00:00:00Z");
        Assert.Single(Rows("2024-09", "holds.csv"), h => h["account_id"] == "poor" && h["released_at"] == "");
        await Close("2024-10", "2024-12-01T00:00:00Z");
        Assert.Equal(2, Rows("2024-09", "holds.csv").Concat(Rows("2024-10", "holds.csv")).DistinctBy(h => h["invoice_number"]).Count());

        (await Monthclose.RunAsync("change", "poor", "bank_transfer", "50.00", "--store", scratch.Store)).Ok();
        await Close("2024-10", "2024-12-02T00:00:00Z");
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch["2024-09"])).Ok();
        Assert.NotEqual("", Rows("2024-09", "holds.csv").First()["released_at"]);
        Assert.Equal("", Rows("2024-10", "holds.csv").Last()["released_at"]);
        // October's invoice still keeps the account: nobody is told that it is free.
        Assert.DoesNotContain(Rows("2024-10", "emails.csv"), m => m["kind"] == "hold_released");
        Assert.Equal("2024-11", Rows("2024-10", "journal.csv").Single(j => j["ledger_account"] == "cash_transfer")["period"]);

        (await Monthclose.RunAsync("change", "poor", "bank_transfer", "7.00", "--store", scratch.Store)).Ok();
        await Close("2024-10", "2024-12-03T00:00:00Z");
        Assert.Single(Rows("2024-10", "emails.csv"), m => m["kind"] == "hold_released");
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch["2024-09"])).Ok();
        CheckBoth();
    }

    [Fact]
    public async Task Periods_close_in_their_order()
    {
        await Close("2024-10", "2024-12-01T00:00:00Z");
        var answer = (await Monthclose.RunAsync(Arguments("2024-09", "2024-12-02T00:00:00Z"))).Ok(2);
        Assert.Contains("2024-10 was closed already", answer.Errors);
        // What no close of September billed is on October's invoice.
        Assert.Equal(["Compute 2024-09 60.00", "Compute 2024-10 60.00"], Lines("2024-10", "rich"));
    }

    [Fact]
    public async Task What_cannot_be_rated_parks_its_own_invoice_and_no_other()
    {
        Write("usage/more.csv", Usage, "tiers,2024-09-05T00:00:00Z,Usage,New,new-sku,,1,,,USD", "poor,2024-09-05T00:00:00Z,Usage,Far,,,,,1,JPY");
        var closed = (await Monthclose.RunAsync(Arguments("2024-09", "2024-10-02T00:00:00Z"))).Ok(4);
        Assert.Equal([" parked"], Totals("2024-09", "tiers"));
        Assert.Equal([" parked"], Totals("2024-09", "poor"));
        Assert.Equal(["112.10 paid"], Totals("2024-09", "taxed"));
        var reasons = Rows("2024-09", "decisions.csv").Where(d => d["decision"] == "parked").Select(d => d["reason"]).ToList();
        Assert.Contains("there is no price of new-sku in USD", reasons);
        Assert.Contains(reasons, r => r.StartsWith("there is no exchange rate from JPY to USD"));
        Assert.Contains("2 invoices or jobs wait for a person", closed.Output);
    }

    [Fact]
    public async Task What_could_not_be_rated_is_rated_again_once_there_is_a_price_and_a_person_says_so()
    {
        Write("usage/more.csv", Usage, "tiers,2024-09-05T00:00:00Z,Usage,New,new-sku,,3,,,USD");
        (await Monthclose.RunAsync(Arguments("2024-09", "2024-10-20T00:00:00Z"))).Ok(4);
        Assert.Contains("monthclose resolve tiers/2024-09 rate_again", (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output);
        await Close("2024-10", "2024-11-10T00:00:00Z");
        // What is parked in September is not billed by October.
        Assert.Equal(["Storage 2024-10 50.00"], Lines("2024-10", "tiers"));

        Assert.Contains("rate_again", (await Monthclose.RunAsync("resolve", "tiers/2024-09", "retry", "--reason", "x", "--store", scratch.Store)).Ok(3).Errors);
        Write("prices.csv", "sku_id,currency,unit,unit_price,included_quantity,monthly_cap,from_quantity", "gb,USD,GB,10,,,", "gb,USD,GB,9,,,100", "gb,USD,GB,8,,,200", "new-sku,USD,,5,,,");
        (await Monthclose.RunAsync("import", "--world", World, "--store", scratch.Store)).Ok();
        (await Monthclose.RunAsync("resolve", "tiers/2024-09", "rate_again", "--reason", "the price list was late", "--store", scratch.Store)).Ok();
        await Close("2024-10", "2024-11-20T00:00:00Z");
        (await Monthclose.RunAsync("report", "2024-09", "--store", scratch.Store, "--out", scratch["2024-09"])).Ok();
        Assert.Equal(["915.00 paid"], Totals("2024-09", "tiers"));
        Assert.Equal("2024-11", Rows("2024-09", "journal.csv").First(j => j["entry"] == "tiers/2024-09/issued")["period"]);
        Assert.Contains("the price list was late", (await Monthclose.RunAsync("explain", "tiers", "--store", scratch.Store)).Ok().Output);
    }

    [Fact]
    public async Task A_period_is_reopened_for_a_reason_while_the_next_one_is_open()
    {
        await Close("2024-09", "2024-10-20T00:00:00Z");
        (await Monthclose.RunAsync("reopen", "2024-09", "--store", scratch.Store)).Ok(2);
        (await Monthclose.RunAsync("reopen", "2024-09", "--reason", "a credit was forgotten", "--store", scratch.Store)).Ok();
        Assert.Contains("reopened at 2024-10-20T00:00:00Z: a credit was forgotten", (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output);
        // A later period does not begin over an open one: what is locked would change.
        Assert.Contains("2024-09 was reopened", (await Monthclose.RunAsync(Arguments("2024-10", "2024-12-01T00:00:00Z"))).Ok(2).Errors);
        (await Monthclose.RunAsync("change", "rich", "grant_credit", "1.00", "--store", scratch.Store)).Ok();
        await Close("2024-09", "2024-10-21T00:00:00Z");
        Assert.Equal("2024-09", Rows("2024-09", "journal.csv").Last(j => j["entry"].StartsWith("rich/change"))["period"]);
        Assert.Equal(6, Rows("2024-09", "invoices.csv").Count);
        await Close("2024-10", "2024-12-01T00:00:00Z");
        Assert.Contains("2024-10 is closed", (await Monthclose.RunAsync("reopen", "2024-09", "--reason", "too late", "--store", scratch.Store)).Ok(3).Errors);
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_invoiced_and_what_looks_wrong_and_changes_nothing()
    {
        await Close("2024-09", "2024-10-20T00:00:00Z");
        var before = (await Monthclose.RunAsync("status", "2024-10", "--store", scratch.Store)).Ok().Output;
        Write("usage/october.csv", Usage,
            "taxed,2024-10-02T00:00:00Z,Usage,Compute,,,,,100.00,USD", "tiers,2024-10-02T00:00:00Z,Usage,Storage,gb,b1,500,GB,,USD",
            "rich,2024-10-02T00:00:00Z,Usage,Compute,,,,,60.00,USD", "poor,2024-10-02T00:00:00Z,Usage,Compute,,,,,7.00,USD");
        // That file was imported with September already: these rows come in addition.
        File.Move(Path.Combine(World, "usage", "october.csv"), Path.Combine(World, "usage", "more-october.csv"));
        var preview = (await Monthclose.RunAsync([.. Arguments("2024-10", "2024-12-01T00:00:00Z"), "--dry-run"])).Ok();
        Assert.Contains("Nothing was changed.", preview.Output);
        Assert.Contains("look at tiers: 4.8 times the usual amount ($900.00, now $4,340.00)", preview.Output);
        // October has not ended by the store's clock: each account is previewed as of its month's end.
        Assert.Equal(
            ["2024-11-01T00:00:00Z", "2024-11-01T07:00:00Z"],
            Rows("2024-10", "invoices.csv").Where(i => i["account_id"] is "rich" or "tiers").Select(i => i["issued_at"]));
        Assert.Equal("invoices.csv invoice_lines.csv credits_applied.csv decisions.csv preview.csv".Split(' ').Order(), Directory.EnumerateFiles(scratch["2024-10"]).Select(f => Path.GetFileName(f)).Order());
        Assert.Equal(before, (await Monthclose.RunAsync("status", "2024-10", "--store", scratch.Store)).Ok().Output);

        await Close("2024-10", "2024-12-01T00:00:00Z");
        Assert.Equal(["4340.00 paid"], Totals("2024-10", "tiers"));
    }

    [Fact]
    public async Task A_dry_run_names_what_could_not_be_issued_apart_from_the_invoices_and_ends_as_the_close_would()
    {
        Write("usage/more.csv", Usage, "tiers,2024-09-05T00:00:00Z,Usage,New,new-sku,,1,,,USD");
        var preview = (await Monthclose.RunAsync([.. Arguments("2024-09", "2024-12-01T00:00:00Z"), "--dry-run"])).Ok(4).Output;
        Assert.Contains("2024-09 would have 5 invoices of €112.10, $110.70.", preview);
        Assert.Contains("  tiers/2024-09: could not be issued: there is no price of new-sku in USD", preview);
        // What September left for a person is not October's.
        (await Monthclose.RunAsync(Arguments("2024-09", "2024-12-01T00:00:00Z"))).Ok(4);
        Assert.DoesNotContain("tiers/2024-09", (await Monthclose.RunAsync([.. Arguments("2024-10", "2024-12-01T00:00:00Z"), "--dry-run"])).Ok().Output);
    }

    [Fact]
    public async Task A_dry_run_of_a_world_that_was_never_imported_leaves_no_store()
    {
        (await Monthclose.RunAsync([.. Arguments("2024-09", "2024-12-01T00:00:00Z"), "--dry-run"])).Ok();
        Assert.Equal(["112.10 open"], Totals("2024-09", "taxed"));
        // A month that is over is previewed as of now.
        Assert.All(Rows("2024-09", "invoices.csv"), i => Assert.True(string.CompareOrdinal(i["issued_at"], "2024-10-02") > 0, i["issued_at"]));
        Assert.False(File.Exists(scratch["store.db"]));
    }

    public void Dispose() => scratch.Dispose();

    void Write(string name, params string[] lines) => File.WriteAllLines(Path.Combine(World, name), lines);

    string[] Arguments(string period, string until) =>
        ["close", period, "--world", World, "--store", scratch.Store, "--out", scratch[period], "--from", Monthclose.From, "--until", until];

    // The world as September saw it is kept: later imports change prices and rates.
    async Task CloseSeptember(string until)
    {
        await Close("2024-09", until);
        CopyFolder(World, scratch["september"]);
    }

    void CheckBoth() => Assert.Empty(CloseChecker.Check(
        World,
        [
            new ClosedPeriod("2024-09", scratch["2024-09"]) { WorldDir = scratch["september"], UsageFiles = ["september.csv", "october.csv"] },
            new ClosedPeriod("2024-10", scratch["2024-10"]),
        ],
        new CheckOptions { RequireReports = true, RequirePdf = true }).Select(f => f.ToString()));

    static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    async Task Close(string period, string until) => (await Monthclose.RunAsync(Arguments(period, until))).Ok();

    List<Dictionary<string, string>> Rows(string period, string file)
    {
        using var text = File.OpenText(Path.Combine(scratch[period], file));
        var records = Csv.Read(text).ToList();
        return [.. records.Skip(1).Select(r => records[0].Fields.Zip(r.Fields).ToDictionary(f => f.First, f => f.Second))];
    }

    List<string> Totals(string period, string account) => [.. Rows(period, "invoices.csv").Where(i => i["account_id"] == account).Select(i => $"{i["total"]} {i["status"]}")];

    List<string> Lines(string period, string account)
    {
        var number = Rows(period, "invoices.csv").Single(i => i["account_id"] == account)["invoice_number"];
        return [.. Rows(period, "invoice_lines.csv").Where(l => l["invoice_number"] == number).Select(l => $"{l["service_name"]} {l["from_period"]} {l["amount"]}")];
    }
}
