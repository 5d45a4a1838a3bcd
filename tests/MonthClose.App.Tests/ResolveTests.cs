using MonthClose.Checking;
using CloseFiles = MonthClose.Checking.CloseFiles;

namespace AppTests;

/// <summary>A charge of which the gateway never told anything, and what a person does about it.</summary>
public sealed class ResolveTests : IDisposable
{
    const string Key = "a/2024-09/charge/1";
    readonly Scratch scratch = new();

    [Theory]
    // The gateway is asked, and has charged it.
    [InlineData("0", "1", null, "charged", "paid", 1)]
    // It is asked, and shows that the confirmation never arrived: it is made sure to be dead, and dunning goes on.
    [InlineData("1", "0", null, "not charged", "paid", 2)]
    [InlineData("0", "1", "charged", "charged", "paid", 1)]
    public async Task A_parked_charge_is_resolved_by_evidence_or_by_a_persons_word_and_the_close_goes_on(
        string loseRequests, string loseAnswers, string? outcome, string said, string status, int payments)
    {
        WriteWorld();
        using var gateway = Monthclose.Start(
            "gateway", "--urls", "http://127.0.0.1:0", "--books", scratch["books"], "--lose-requests", loseRequests, "--lose-answers", loseAnswers);
        try
        {
            var address = (await gateway.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!["Listening on ".Length..];
            await CloseAsync("2024-10-01T00:00:30Z", $"simulator={address}");
            ParkAsADayLater();
            Assert.Contains($"monthclose resolve {Key} not_charged", (await Monthclose.RunAsync("status", "2024-09", "--store", scratch.Store)).Ok().Output);
            Assert.Equal("parked", Assert.Single(await CloseAsync("2024-10-02T00:00:00Z", null, 4)).Status);

            string[] words = outcome is null ? [] : [outcome];
            Assert.Contains(said, (await Monthclose.RunAsync(["resolve", Key, .. words, "--reason", "looked at it", "--store", scratch.Store])).Ok().Output);
            (await Monthclose.RunAsync("resolve", Key, "--reason", "again", "--store", scratch.Store)).Ok(3);
            gateway.Kill();
            // From here on the gateway in process answers everything.
            Assert.Equal(status, Assert.Single(await CloseAsync("2024-10-20T00:00:00Z", "simulator")).Status);
            Assert.Equal(payments, CloseFiles.Read(scratch.Out).Payments.Count);
            Assert.Contains("looked at it", (await Monthclose.RunAsync("explain", "a", "--store", scratch.Store)).Ok().Output);
        }
        finally
        {
            if (!gateway.HasExited) gateway.Kill();
            await gateway.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => scratch.Dispose();

    async Task<IReadOnlyList<InvoiceRow>> CloseAsync(string until, string? gateway, int code = 0)
    {
        string[] by = gateway is null ? [] : ["--gateway", gateway];
        (await Monthclose.RunAsync(
        [
            "close", "2024-09", "--world", scratch["world"], "--store", scratch.Store, "--out", scratch.Out, "--from", Monthclose.From, "--until", until, .. by,
        ])).Ok(code);
        return CloseFiles.Read(scratch.Out).Invoices;
    }

    // What a day of unanswered questions comes to, without the wait.
    void ParkAsADayLater() => scratch.Write(tx =>
    {
        Assert.Equal(1, tx.Sql.Execute("update stillso_intents set state = 'Parked' where intent_key = @key and state = 'Unknown'", Key));
        Assert.Equal(1, tx.Sql.Execute("update invoices set status = 'parked' where account_id = 'a'"));
        tx.Sql.Execute("delete from stillso_jobs where kind = 'resolve_charge'");
    });

    void WriteWorld()
    {
        Directory.CreateDirectory(scratch[Path.Combine("world", "usage")]);
        void Write(string name, string text) => File.WriteAllText(Path.Combine(scratch["world"], name), text);
        Write("accounts.csv", "account_id,name,email,currency,time_zone,country,tax_rate,status,display_currency,gateway_customer_id\na,A,a@example.org,USD,UTC,,,active,,\n");
        Write("payment_methods.csv", "payment_method_id,account_id,is_default,exp_month,exp_year\npm_card_visa_1,a,true,12,2030\n");
        Write("usage/2024-09.csv", "BillingAccountId,ChargePeriodStart,ChargeCategory,ServiceName,BilledCost,BillingCurrency\na,2024-09-02T00:00:00Z,Usage,Compute,12.00,USD\n");
    }
}
