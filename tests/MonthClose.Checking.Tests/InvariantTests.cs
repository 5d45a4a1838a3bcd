namespace CheckingTests;

/// <summary>The honest close passes; each invariant, broken in one place, is reported, and nothing beside it.</summary>
public sealed class InvariantTests
{
    [Fact]
    public void An_honest_close_has_no_findings()
    {
        using var close = new HonestClose();
        Assert.Empty(close.Check().Select(f => f.ToString()));
    }

    public static TheoryData<string, int, string, string, string> Breaks => new()
    {
        { "a credit is applied short", 1, "credits_applied.csv", "promo_b,b_credit,2024-09-000002,20.00", "promo_b,b_credit,2024-09-000002,19.00" },
        { "an expired credit is applied", 1, "credits_applied.csv", "20.00,USD,2024-10-01T05:00:00Z", "20.00,USD,2025-01-01T00:00:00Z" },
        { "a refund is no credit", 1, "credits_applied.csv", "i_refund/credit,i_refund,2024-09-000008,-5.00,USD,2024-10-01T05:00:00Z\n", "" },
        { "a carried amount is called open", 1, "invoices.csv", "carried_forward", "open" },
        { "a decision found another due", 3, "decisions.csv", "due=15.00;method=pm_d", "due=25.00;method=pm_d" },
        { "earlier usage is put in the period", 3, "invoice_lines.csv", "2024-08,10.00", "2024-09,10.00" },
        { "attempts skip a number", 3, "payments.csv", "2024-09-000003,3,", "2024-09-000003,4," },
        { "the charge has no decision", 3, "decisions.csv", "b_credit,2024-09-000002,charge", "b_credit,2024-09-000002,report" },
        { "an invoice is parked without a decision", 4, "decisions.csv", "invoice,parked", "invoice,deferred" },
        { "an account is forgotten", 4, "invoices.csv", ",h_parked,2024-09,USD,,,,,,,,parked,\n", "" },
        { "an idle account is invoiced", 4, "invoices.csv", "2024-09-000010,k", ",j_idle,2024-09,USD,,,,,,,,parked,\n2024-09-000010,k" },
        { "a month is closed before it ended there", 4, "invoices.csv", "2024-10-01T07:00:00Z", "2024-10-01T06:59:59Z" },
        { "issue and number disagree", 5, "invoices.csv", "-5.00,-5.00,0.00,0.00,paid,2024-10-01T05:00:00Z", "-5.00,-5.00,0.00,0.00,paid,2024-10-01T05:00:01Z" },
        { "a mail tells an old balance", 6, "emails.csv", "f_receipt@mc,f_huf,2024-09-000006,receipt,f@example.com,2024-10-01T05:00:00Z,-100", "f_receipt@mc,f_huf,2024-09-000006,receipt,f@example.com,2024-10-01T05:00:00Z,0" },
        { "a mail goes to another address", 6, "emails.csv", "g_failed@mc,g_none,2024-09-000007,payment_failed,g@example.com", "g_failed@mc,g_none,2024-09-000007,payment_failed,x@example.com" },
        { "two notices of one cause", 6, "emails.csv", "g_invoice@mc,g_none,2024-09-000007,invoice", "g_invoice@mc,g_none,2024-09-000007,payment_failed" },
        { "an e-mail has no row", 6, "emails.csv", "a_receipt@mc,a_card,2024-09-000001,receipt,a@example.com,2024-10-01T05:00:00Z,0.00,EUR,2024-10-01T05:00:00Z\n", "" },
        { "an e-mail has another text", 6, "emails/c_placed.eml", "2024-10-15 09:00:00", "2024-10-15 13:00:00" },
        { "an e-mail has another id", 6, "emails/c_placed.eml", "<c_placed@mc>", "<other@mc>" },
        { "a hold outlives the debt", 7, "holds.csv", "2024-10-16T08:05:00Z", "2024-10-19T08:05:00Z" },
        { "a hold is released before it is paid", 7, "holds.csv", "2024-10-16T08:05:00Z", "2024-10-16T08:00:00Z" },
        { "a hold states another due", 7, "holds.csv", "30.00 USD due", "20.00 USD due" },
        { "an entry is out of balance", 8, "journal.csv", "a/charge,1,2024-10-01T05:00:00Z,2024-09,cash_gateway,12.35", "a/charge,1,2024-10-01T05:00:00Z,2024-09,cash_gateway,12.34" },
        { "revenue is of another service", 8, "journal.csv", "revenue:Late", "revenue:Compute" },
        { "cash of cards is called a transfer's", 8, "journal.csv", "e/charge,1,2024-10-01T05:00:00Z,2024-09,cash_gateway", "e/charge,1,2024-10-01T05:00:00Z,2024-09,cash_transfer" },
        { "a receivable is another account's", 8, "journal.csv", "receivable,,30.00,USD,c3", "receivable,,30.00,USD,c_hold/none" },
        { "the gateway never heard of a decline", 9, "gateway_charges.csv", "pi_c1,key_c1,3000,usd,pm_c1,failed,2024-10-01T05:00:00Z\n", "" },
        { "the gateway charged another method", 9, "gateway_charges.csv", "kwd,pm_l", "kwd,pm_a" },
        { "we never heard of a failed charge", 9, "gateway_charges.csv", "pi_l1", "pi_zz,key_zz,1,usd,pm_a,failed,2024-10-01T05:00:00Z\npi_l1" },
        { "a transfer that lowered a charge is no cause", 10, "decisions.csv", "d_transfer/change/1", "" },
        { "a credit that settled the invoice is no cause", 10, "decisions.csv", "g_none/change/1", "" },
        { "the method that was charged is no cause", 10, "decisions.csv", "c_hold/change/1", "" },
        { "late usage in the invoice is no cause", 10, "decisions.csv", "e_jpy/change/1", "" },
        { "a cause is no change", 10, "decisions.csv", "d_transfer/change/1", "d_transfer/change/1;d_transfer/change/2" },
    };

    /// <summary>What cannot go wrong in one file alone is seen from other sides too.</summary>
    public static TheoryData<string, int, string, string, string> WiderBreaks => new()
    {
        { "a line is rounded wrongly", 3, "invoice_lines.csv", "000001,2,Usage,Storage,2024-09,2.35", "000001,2,Usage,Storage,2024-09,2.34" },
        { "the gateway took forints for fillér", 9, "gateway_charges.csv", "256500", "2565" },
        { "an open invoice owes nothing", 1, "invoices.csv", "12.35,0.00,paid", "12.35,0.00,open" },
        { "two attempts share a key", 2, "payments.csv", "2,30.00,USD,pm_c1,declined,lost_card,pi_c2,key_c2", "2,30.00,USD,pm_c1,canceled,,,key_c1" },
        { "the full price is charged though a transfer came first", 3, "payments.csv", "d_transfer,2024-09-000004,1,15.00", "d_transfer,2024-09-000004,1,25.00" },
        { "the old card is charged though a new one came first", 3, "payments.csv", "30.00,USD,pm_c2,succeeded", "30.00,USD,pm_c1,succeeded" },
        { "a card is charged though there is none", 3, "payments.csv", "8.00,USD,,no_payment_method", "8.00,USD,pm_g,unknown" },
        { "a decision to charge charged nothing", 3, "payments.csv", "l1,l_kwd,2024-09-000009,1,1.235,KWD,pm_l,succeeded,,pi_l1,key_l1,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z\n", "" },
        { "a superseded step charged", 3, "decisions.csv", "a_card,2024-09-000001,charge,acted", "a_card,2024-09-000001,charge,superseded" },
        { "a charge succeeds twice under one key", 2, "gateway_charges.csv", "pi_c1,key_c1", "pi_again,key_a1,1235,eur,pm_a,succeeded,2024-10-01T05:00:00Z\npi_c1,key_c1" },
        { "a second attempt succeeds as well", 2, "gateway_charges.csv", "pm_c1,failed,2024-10-04", "pm_c1,succeeded,2024-10-04" },
        { "a charge is ours alone", 9, "gateway_charges.csv", "pi_l1,key_l1,1235,kwd,pm_l,succeeded,2024-10-01T05:00:00Z\n", "" },
        { "an invoice is there twice", 4, "invoices.csv", "2024-09-000010,k", "2024-09-000011,i_refund,2024-09,USD,-5.00,0.00,0.00,-5.00,-5.00,0.00,0.00,paid,2024-10-01T08:00:00Z\n2024-09-000010,k" },
        { "a number is missing", 5, "invoices.csv", "2024-09-000010", "2024-09-000011" },
        { "a mail is sent twice", 6, "emails.csv", "f_receipt@mc,", "f_invoice@mc," },
        { "a hold is placed with nothing due", 7, "payments.csv", "pm_c1,declined,lost_card", "pm_c1,succeeded," },
        { "a hold stays on", 7, "holds.csv", "2024-10-16T08:05:00Z", "" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void One_broken_invariant_is_reported_and_no_other(string what, int invariant, string file, string was, string becomes)
    {
        using var close = new HonestClose();
        var findings = close.Break(file, was, becomes).Check();
        Assert.True(findings.Any(f => f.Invariant == invariant), $"not reported: {what}");
        Assert.All(findings, f => Assert.True(f.Invariant == invariant, f.ToString()));
    }

    [Theory]
    [MemberData(nameof(WiderBreaks))]
    public void A_wider_break_is_reported_as_what_it_breaks(string what, int invariant, string file, string was, string becomes)
    {
        using var close = new HonestClose();
        var findings = close.Break(file, was, becomes).Check();
        Assert.True(findings.Any(f => f.Invariant == invariant), $"not reported: {what}; but {string.Join("\n", findings)}");
    }

    [Fact]
    public void A_consistent_lie_about_the_price_is_still_a_lie()
    {
        // Every file agrees that 25.00 was charged and the transfer became a credit: only the order of seq says no.
        using var close = new HonestClose();
        close.Break("payments.csv", "d1,d_transfer,2024-09-000004,1,15.00", "d1,d_transfer,2024-09-000004,1,25.00")
            .Break("payments.csv", "d0,d_transfer,2024-09-000004", "d0,d_transfer,")
            .Break("gateway_charges.csv", "key_d1,1500", "key_d1,2500")
            .Break("decisions.csv", "due=15.00;method=pm_d", "due=25.00;method=pm_d")
            .Break("journal.csv", "receivable,,10.00", "customer_credit,,10.00")
            .Break("journal.csv", "cash_gateway,15.00", "cash_gateway,25.00")
            .Break("journal.csv", "receivable,,15.00", "receivable,,25.00");
        Assert.Contains(close.Check(), f => f is { Invariant: 3, File: "payments.csv", Account: "d_transfer" });
    }
}
