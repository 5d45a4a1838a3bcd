namespace AppTests;

/// <summary>Each refusal: exit 3, every place named with its remedy, nothing changed, no card number anywhere.</summary>
public sealed class BadWorldTests
{
    const string CardNumber = "4242424242424242";

    public static TheoryData<string, string, string> Refusals => new()
    {
        // file, what it is replaced by (or a row that is added, after +), and what stderr must say
        { "accounts.csv", "-", "accounts.csv:0: the file is missing: add it, or name --accounts-from-usage CURRENCY,ZONE" },
        { "usage/2024-09.csv", "-", "usage:0: there is no usage/*.csv or usage/*.csv.gz" },
        { "accounts.csv", "account_id,name,currency,status\na,A,USD,active\n", "accounts.csv:1: time_zone: the column is missing" },
        { "accounts.csv", "+b,,b@example.org,USD,UTC,,,active,,", "accounts.csv:3: name: a value is required" },
        { "accounts.csv", "+b,B,b@example.org,XXQ,UTC,,,active,,", "accounts.csv:3: currency: \"XXQ\" is not an ISO 4217 currency code" },
        { "accounts.csv", "+b,B,b@example.org,USD,Mars/Base,,,active,,", "accounts.csv:3: time_zone: \"Mars/Base\" is not an IANA time zone" },
        { "accounts.csv", "+b,B,not an address,USD,UTC,,,active,,", "accounts.csv:3: email:" },
        { "accounts.csv", "+b,B,,USD,UTC,,1.2,active,,", "accounts.csv:3: tax_rate: 1.2 is not a fraction from 0 to 1" },
        { "accounts.csv", "+b,B,,USD,UTC,,,gone,,", "accounts.csv:3: status: \"gone\" is neither active nor closed" },
        { "accounts.csv", "+a,A,,USD,UTC,,,active,,", "accounts.csv:3: account_id: account a stands twice" },
        { "accounts.csv", "+b,B,,USD,UTC,,,active", "accounts.csv:3: the row has 8 fields, the header 10" },
        { "accounts.csv", "+b,\"B\"x,,USD,UTC,,,active,,", "accounts.csv:3: the row is not CSV" },
        { "accounts.csv", "+b,\u00ff\u00ff,,USD,UTC,,,active,,", "accounts.csv:3: the row is not UTF-8" },
        { "payment_methods.csv", "+pm_card_visa_2,nobody,false,1,2030", "payment_methods.csv:3: account_id: there is no account nobody" },
        { "payment_methods.csv", "+pm_card_visa_2,a,true,1,2030", "payment_methods.csv:3: is_default: account a has two defaults" },
        { "payment_methods.csv", "+pm_card_visa_2,a,false,13,2030", "payment_methods.csv:3: exp_month: \"13\" is not a number from 1 to 12" },
        { "payment_methods.csv", "+pm_card_visa_2,a,maybe,1,2030", "payment_methods.csv:3: is_default:" },
        { "payment_methods.csv", $"+{CardNumber},a,false,1,2030", "payment_methods.csv:3: payment_method_id: it looks like a card number (not shown)" },
        { "payment_methods.csv", "+4242 4242-4242 4242,a,false,1,2030", "payment_methods.csv:3: payment_method_id: it looks like a card number (not shown)" },
        { "credits.csv", "+c2,a,-1.00,USD,2024-09-01T00:00:00Z,,promo", "credits.csv:3: amount: -1.00 is negative" },
        { "credits.csv", "+c2,a,1.001,USD,2024-09-01T00:00:00Z,,promo", "credits.csv:3: amount: 1.001 has more decimals than USD has (2)" },
        { "credits.csv", "+c2,a,ten,USD,2024-09-01T00:00:00Z,,promo", "credits.csv:3: amount: \"ten\" is not a number" },
        { "credits.csv", "+c2,a,1.00,USD,yesterday,,promo", "credits.csv:3: granted_at: \"yesterday\" is not an instant" },
        { "credits.csv", "+c2,a,1.00,USD,2024-09-01T00:00:00Z,,gift", "credits.csv:3: kind: \"gift\" is none of promo, prepaid, goodwill" },
        { "usage/2024-09.csv", "+nobody,2024-09-03T00:00:00Z,Usage,Compute,1.00,USD", "usage/2024-09.csv:3: BillingAccountId: there is no account nobody" },
        { "usage/2024-09.csv", "+a,2024-13-03T00:00:00Z,Usage,Compute,1.00,USD", "usage/2024-09.csv:3: ChargePeriodStart:" },
        { "usage/2024-09.csv", "+a,2024-09-03T00:00:00Z,Usage,Compute,1.x,USD", "usage/2024-09.csv:3: BilledCost: \"1.x\" is not a number" },
        { "usage/2024-09.csv", "+a,2024-09-03T00:00:00Z,Usage,,1.00,USD", "usage/2024-09.csv:3: ServiceName: a value is required" },
        { "usage/2024-09.csv", "+a,2024-09-03T00:00:00Z,Usage,Compute,1.00,EURO", "usage/2024-09.csv:3: BillingCurrency: \"EURO\" is not an ISO 4217 currency code" },
        { "usage/2024-09.csv", "+a,2024-09-03T00:00:00Z,Usage,Compute,NULL,USD", "usage/2024-09.csv:3: BilledCost: a cost is required, or a ConsumedQuantity with a SkuId" },
        { "prices.csv", "sku_id\n", "prices.csv:1: unit_price: the column is missing" },
        { "prices.csv", Prices + "vm,USD,Hours,x,,,\n", "prices.csv:2: unit_price: \"x\" is not a number" },
        { "prices.csv", Prices + "vm,DOLLAR,Hours,1,,,\n", "prices.csv:2: currency: \"DOLLAR\" is not an ISO 4217 currency code" },
        { "prices.csv", Prices + "vm,USD,Hours,1,-1,,\n", "prices.csv:2: included_quantity: -1 is negative" },
        { "prices.csv", Prices + "vm,USD,Hours,1,,,\nvm,USD,Hours,2,,,0\n", "prices.csv:3: from_quantity: vm in USD has two rows from 0" },
        { "prices.csv", Prices + "vm,USD,Hours,1,,,10\n", "prices.csv:2: from_quantity: no tier of vm in USD begins at 0" },
        { "prices.csv", Prices + "vm,USD,Hours,1,,,\nvm,USD,Days,2,,,10\n", "prices.csv:3: unit: the tiers of one price differ in it" },
        { "prices.csv", Prices + "vm,USD,Hours,1,5,,\nvm,USD,Hours,2,6,,10\n", "prices.csv:3: included_quantity: the tiers of one price differ in it" },
        { "fx.csv", "as_of,base,quote\n", "fx.csv:1: rate: the column is missing" },
        { "fx.csv", Rates + "2024-09-30,USD,EUR,0\n", "fx.csv:2: rate: 0 is not positive" },
        { "fx.csv", Rates + "2024-09-30,USD,XXY,1\n", "fx.csv:2: quote: \"XXY\" is not an ISO 4217 currency code" },
        { "fx.csv", Rates + "30.9.2024,USD,EUR,1\n", "fx.csv:2: as_of: \"30.9.2024\" is not an instant" },
        { "fx.csv", Rates + "2024-09-30,USD,USD,1\n", "fx.csv:2: quote: USD is the base too" },
        { "fx.csv", Rates + "2024-09-30,USD,EUR,1\n2024-09-30T00:00:00Z,USD,EUR,2\n", "fx.csv:3: as_of: USD to EUR has two rates of one instant" },
        { "accounts.csv", "+b,B,,USD,UTC,,1.01,active,,", "accounts.csv:3: tax_rate: 1.01 is not a fraction from 0 to 1" },
    };

    const string Prices = "sku_id,currency,unit,unit_price,included_quantity,monthly_cap,from_quantity\n";
    const string Rates = "as_of,base,quote,rate\n";

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_bad_world_is_refused_whole(string file, string content, string says)
    {
        using var scratch = new Scratch();
        var world = WriteWorld(scratch, file, content);
        var answer = (await Monthclose.RunAsync(Monthclose.Close(world, scratch))).Ok(3);
        Assert.Contains(says, answer.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.Out));
        var status = (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok();
        Assert.Contains("2024-09 is open", status.Output);
        Assert.Contains("rated     0 of 0 accounts", status.Output);
        NoCardNumber(scratch, answer);
    }

    [Fact]
    public async Task Everything_wrong_is_named_not_only_the_first()
    {
        using var scratch = new Scratch();
        var world = WriteWorld(scratch, "credits.csv", "+c1,nobody,-1.00,XXX,never,,gift");
        File.AppendAllText(Path.Combine(world, "accounts.csv"), "a,A,,USD,Nowhere,,,active,,\n");
        var answer = (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok(3);
        Assert.Equal(8, answer.Errors.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task What_was_imported_with_other_values_is_refused_and_names_change_as_the_remedy()
    {
        using var scratch = new Scratch();
        var world = WriteWorld(scratch, "business.csv", "key,value\n");
        (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok();
        (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok();
        File.WriteAllText(Path.Combine(world, "credits.csv"), File.ReadAllText(Path.Combine(world, "credits.csv")).Replace("5.00", "6.00"));
        File.AppendAllText(Path.Combine(world, "usage", "2024-09.csv"), "a,2024-09-04T00:00:00Z,Usage,Compute,1.00,USD\n");
        var answer = (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok(3);
        Assert.Contains("credits.csv:2: credit c1 was imported with other values before: use \"monthclose change\"", answer.Errors);
        Assert.Contains("usage/2024-09.csv:0: a file of this name with other content was imported before", answer.Errors);
    }

    [Theory]
    [InlineData("before:charge,a,grant_credit,-5", "value: \"-5\" is not a positive amount")]
    [InlineData("before:charge,a,grant_credit,5.001", "value: 5.001 has more decimals than USD has (2)")]
    [InlineData("between:charge,a,grant_credit,5", "boundary: \"between:charge\" is none of")]
    [InlineData("during:hold,a,grant_credit,5", "boundary: \"during:hold\" is none of")]
    [InlineData("before:charge,nobody,grant_credit,5", "account_id: there is no account nobody")]
    [InlineData("before:charge,a,explode,", "change: there is no change \"explode\"")]
    [InlineData("before:charge,a,change_currency,EURO", "value: \"EURO\" is not an ISO 4217 currency code")]
    [InlineData("before:charge,a,crash,now", "value: crash takes no value")]
    [InlineData("before:charge,a,add_default_payment_method,4242424242424242", "value: it looks like a card number (not shown)")]
    public async Task A_bad_script_is_refused_before_anything_runs(string row, string says)
    {
        using var scratch = new Scratch();
        var world = WriteWorld(scratch, "business.csv", "key,value\n");
        File.WriteAllText(scratch["script.csv"], $"boundary,account_id,change,value\n{row}\n");
        var answer = (await Monthclose.RunAsync(Monthclose.Close(world, scratch, scratch["script.csv"]))).Ok(3);
        Assert.Contains($"script.csv:2: {says}", answer.Errors, StringComparison.Ordinal);
        var status = (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output;
        Assert.Contains("2024-09 is open", status);
        Assert.Contains("rated     0 of 0 accounts", status);
        NoCardNumber(scratch, answer);
    }

    [Fact]
    public async Task Another_script_or_another_period_is_refused_on_a_store_that_has_begun_one()
    {
        using var scratch = new Scratch();
        var world = WriteWorld(scratch, "business.csv", "key,value\n");
        File.WriteAllText(scratch["script.csv"], "boundary,account_id,change,value\nbefore:charge,a,grant_credit,1\n");
        (await Monthclose.RunAsync(Monthclose.Close(world, scratch, scratch["script.csv"]))).Ok();
        File.WriteAllText(scratch["script.csv"], "boundary,account_id,change,value\nbefore:charge,a,grant_credit,2\n");
        Assert.Contains("this close has begun with another script", (await Monthclose.RunAsync(Monthclose.Close(world, scratch, scratch["script.csv"]))).Ok(3).Errors);
    }

    [Fact]
    public async Task A_transfer_with_a_fraction_of_a_cent_is_refused_by_the_script_and_by_the_command()
    {
        using var scratch = new Scratch();
        var world = WriteWorld(scratch, "business.csv", "key,value\n");
        File.WriteAllText(scratch["script.csv"], "boundary,account_id,change,value\nbefore:charge,a,bank_transfer,1.0001\n");
        var answer = (await Monthclose.RunAsync(Monthclose.Close(world, scratch, scratch["script.csv"]))).Ok();
        Assert.Contains("bank_transfer was refused: 1.0001 has more decimals than USD has (2)", answer.Errors);
        (await Monthclose.RunAsync("change", "a", "bank_transfer", "0.001", "--store", scratch.Store)).Ok(3);
        Assert.DoesNotContain("bank transfer", (await Monthclose.RunAsync("explain", "a", "--store", scratch.Store)).Ok().Output);
    }

    [Fact]
    public async Task A_bad_change_is_refused_and_changes_nothing()
    {
        using var scratch = new Scratch();
        var world = WriteWorld(scratch, "business.csv", "key,value\n");
        (await Monthclose.RunAsync("import", "--world", world, "--store", scratch.Store)).Ok();
        foreach (var change in new[] { new[] { "nobody", "grant_credit", "5" }, ["a", "grant_credit", "five"], ["a", "add_default_payment_method", CardNumber], ["a", "crash"] })
        {
            var answer = (await Monthclose.RunAsync(["change", .. change, "--store", scratch.Store])).Ok(3);
            Assert.NotEmpty(answer.Errors);
            NoCardNumber(scratch, answer);
        }
        Assert.DoesNotContain("change", (await Monthclose.RunAsync("explain", "a", "--store", scratch.Store)).Ok().Output);
    }

    [Theory]
    [InlineData("close", "2024-13")]
    [InlineData("close")]
    [InlineData("close", "2024-09", "--store", "mysql:x")]
    [InlineData("close", "2024-09", "--from", "tomorrow", "--until", "2024-11-01T00:00:00Z")]
    [InlineData("frobnicate")]
    public async Task A_command_that_cannot_be_understood_ends_with_2(params string[] arguments)
    {
        using var scratch = new Scratch();
        await Task.CompletedTask;
        (await Monthclose.RunAsync(arguments.Contains("--store") || arguments.Length < 2 ? arguments : [.. arguments, "--store", scratch.Store])).Ok(2);
    }

    static string WriteWorld(Scratch scratch, string file, string content)
    {
        var world = scratch["world"];
        Directory.CreateDirectory(Path.Combine(world, "usage"));
        void Write(string name, string text) => File.WriteAllText(Path.Combine(world, name), text);
        Write("accounts.csv", "account_id,name,email,currency,time_zone,country,tax_rate,status,display_currency,gateway_customer_id\na,A,a@example.org,USD,UTC,,,active,,\n");
        Write("payment_methods.csv", "payment_method_id,account_id,is_default,exp_month,exp_year\npm_card_visa_1,a,true,12,2030\n");
        Write("credits.csv", "credit_id,account_id,amount,currency,granted_at,expires_at,kind\nc1,a,5.00,USD,2024-08-01T00:00:00Z,,promo\n");
        Write("usage/2024-09.csv", "BillingAccountId,ChargePeriodStart,ChargeCategory,ServiceName,BilledCost,BillingCurrency\na,2024-09-02T00:00:00Z,Usage,Compute,12.00,USD\n");
        var path = Path.Combine(world, file);
        if (content == "-") File.Delete(path);
        else if (content.StartsWith('+')) File.AppendAllText(path, content[1..] + "\n", System.Text.Encoding.Latin1);
        else File.WriteAllText(path, content);
        return world;
    }

    static void NoCardNumber(Scratch scratch, Answer answer)
    {
        var everything = answer.Output + answer.Errors + string.Concat(Directory.EnumerateFiles(scratch.Folder).Where(f => Path.GetFileName(f) is not "script.csv")
            .Select(f => File.ReadAllText(f, System.Text.Encoding.Latin1)));
        Assert.DoesNotContain(CardNumber, new string([.. everything.Where(c => c is not (' ' or '-'))]));
    }
}
