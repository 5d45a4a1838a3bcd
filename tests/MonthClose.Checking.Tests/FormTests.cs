namespace CheckingTests;

/// <summary>The form of each file is fixed; what breaks it is reported as invariant 0.</summary>
public sealed class FormTests
{
    [Theory]
    [InlineData("holds.csv", "placed_at,released_at,reason", "placed_at,released_at,reason,more", "header")]
    [InlineData("holds.csv", "reason\n", "reason\r\n", "LF")]
    [InlineData("invoices.csv", "a_card,2024-09,EUR,12.35,0.00", "a_card,2024-09,EUR,12.35,-0.00", "negative zero")]
    [InlineData("invoices.csv", "0,1200,0,1200,0,paid", "0,1200.00,0,1200,0,paid", "decimals of JPY")]
    [InlineData("invoices.csv", "a_card,2024-09,EUR,12.35", "a_card,2024-09,EUR,+12.35", "no plain amount")]
    [InlineData("holds.csv", "30.00 USD due", "\"30.00 USD due\"", "quotes")]
    [InlineData("holds.csv", "2024-10-15T13:00:00Z", "2024-10-15 13:00:00", "no instant")]
    [InlineData("payments.csv", "pm_l,succeeded", "pm_l,success", "is none of")]
    [InlineData("decisions.csv", "1,2024-10-01T05:00:00Z,l_kwd", "2,2024-10-01T05:00:00Z,l_kwd", "seq")]
    [InlineData("changes.csv", "g_none/change/1,", "f_huf/change/1,", "have the id")]
    [InlineData("payments.csv", "2,30.00,USD,pm_c1,declined,lost_card", "2,30.00,USD,pm_c1,declined,", "no code")]
    [InlineData("payments.csv", "key_l1", "key_l1:confirm", "suffix")]
    [InlineData("decisions.csv", "email,email=g@example.com,2024-10-01T05:00:00Z,email=g@example.com,2024-10-01T05:00:00Z,,\n6", "weather,email=g@example.com,2024-10-01T05:00:00Z,email=g@example.com,2024-10-01T05:00:00Z,,\n6", "no fact")]
    [InlineData("credits_applied.csv", "g_none/change/1,g_none,2024-09-000007,8.00,USD,2024-10-02T10:00:00Z\ni_refund/credit,i_refund,2024-09-000008,-5.00,USD,2024-10-01T05:00:00Z\n", "i_refund/credit,i_refund,2024-09-000008,-5.00,USD,2024-10-01T05:00:00Z\ng_none/change/1,g_none,2024-09-000007,8.00,USD,2024-10-02T10:00:00Z\n", "order")]
    public void A_file_out_of_form_is_reported(string file, string was, string becomes, string says)
    {
        using var close = new HonestClose();
        var form = close.Break(file, was, becomes).Check().Where(f => f.Invariant == 0).ToList();
        Assert.Contains(form, f => f.File.EndsWith(".csv", StringComparison.Ordinal) && f.Message.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("invoices.csv")]
    [InlineData("journal.csv")]
    [InlineData("gateway_charges.csv")]
    public void A_missing_file_is_reported(string file)
    {
        using var close = new HonestClose();
        File.Delete(Path.Combine(close.Out, file));
        Assert.Contains(close.Check(), f => f.Invariant == 0 && f.File == file && f.Message == "is missing");
    }
}
