namespace CheckingTests;

internal static class HonestDecisions
{
    private const string Start = "2024-10-01T05:00:00Z";

    public static string Csv { get; } =
        "seq,at,account_id,invoice_number,step,decision,premise,believed,believed_as_of,found,found_as_of,cause,reason\n"
        + string.Concat(Rows());

    private static IEnumerable<string> Rows()
    {
        const string a = "a_card,2024-09-000001", c = "c_hold,2024-09-000003", d = "d_transfer,2024-09-000004",
            e = "e_jpy,2024-09-000005", f = "f_huf,2024-09-000006", g = "g_none,2024-09-000007";
        yield return Row(1, Start, a, "charge", "acted", "due=12.35;method=pm_a");
        yield return Row(2, Start, a, "email", "acted", "email=a@example.com");
        yield return Row(3, Start, a, "email", "acted", "email=a@example.com");
        yield return Row(1, Start, "b_credit,2024-09-000002", "charge", "acted", "due=0.00;method=");
        yield return Row(1, Start, c, "charge", "acted", "due=30.00;method=pm_c1");
        yield return Row(2, Start, c, "failed_charge", "acted", "due=30.00;method=pm_c1");
        yield return Row(3, Start, c, "email", "acted", "email=c@example.com");
        yield return Row(4, Start, c, "email", "acted", "email=c@example.com");
        yield return Row(5, "2024-10-04T13:00:00Z", c, "retry_charge", "acted", "due=30.00;method=pm_c1");
        yield return Row(6, "2024-10-04T13:00:00Z", c, "failed_charge", "acted", "due=30.00;method=pm_c1");
        yield return Row(7, "2024-10-04T13:00:00Z", c, "email", "acted", "email=c@example.com");
        yield return Row(8, "2024-10-12T13:00:00Z", c, "email", "acted", "email=c@example.com");
        yield return Row(9, "2024-10-15T13:00:00Z", c, "hold", "acted", "due=30.00;status=active");
        yield return Row(10, "2024-10-15T13:00:00Z", c, "email", "acted", "email=c@example.com");
        yield return Row(12, "2024-10-16T08:00:00Z", c, "retry_charge", "revised", "due=30.00;method=pm_c1", "due=30.00;method=pm_c2", "c_hold/change/1");
        yield return Row(13, "2024-10-16T08:05:00Z", c, "release", "acted", "due=0.00");
        yield return Row(14, "2024-10-16T08:05:00Z", c, "email", "acted", "email=c@example.com");
        yield return Row(15, "2024-10-16T08:05:00Z", c, "email", "acted", "email=c@example.com");
        yield return Row(2, Start, d, "charge", "revised", "due=25.00;method=pm_d", "due=15.00;method=pm_d", "d_transfer/change/1");
        yield return Row(3, Start, d, "email", "acted", "email=d@example.com");
        yield return Row(4, Start, d, "email", "acted", "email=d@example.com");
        yield return Row(2, Start, e, "invoice", "revised", "usage=1000", "usage=1200", "e_jpy/change/1");
        yield return Row(3, Start, e, "charge", "acted", "due=1200;method=pm_e");
        yield return Row(1, Start, f, "charge", "acted", "due=2565;method=pm_f");
        yield return Row(3, Start, f, "email", "acted", "email=f@example.com");
        yield return Row(4, Start, f, "email", "acted", "email=f@example.com");
        yield return Row(1, Start, g, "charge", "acted", "due=8.00;method=");
        yield return Row(2, Start, g, "failed_charge", "acted", "due=8.00;method=");
        yield return Row(3, Start, g, "email", "acted", "email=g@example.com");
        yield return Row(4, Start, g, "email", "acted", "email=g@example.com");
        yield return Row(6, "2024-10-02T10:00:00Z", g, "retry_charge", "superseded", "due=8.00", "due=0.00", "g_none/change/1");
        yield return Row(1, Start, "h_parked,", "invoice", "parked", "usage=5", reason: "no rate from EUR to USD");
        yield return Row(1, Start, "i_refund,2024-09-000008", "charge", "acted", "due=0.00");
        yield return Row(1, "2024-10-01T07:00:00Z", "k_small,2024-09-000010", "charge", "acted", "due=0.30");
        yield return Row(1, Start, "l_kwd,2024-09-000009", "charge", "acted", "due=1.235;method=pm_l");
    }

    private static string Row(
        int seq, string at, string invoice, string step, string decision, string believed, string? found = null,
        string cause = "", string reason = "")
    {
        var premise = string.Join(';', believed.Split(';').Select(fact => fact.Split('=')[0]));
        return $"{seq},{at},{invoice},{step},{decision},{premise},{believed},{at},{found ?? believed},{at},{cause},{reason}\n";
    }
}
