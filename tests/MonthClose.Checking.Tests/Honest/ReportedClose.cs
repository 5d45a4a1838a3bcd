using MonthClose.Checking;

namespace CheckingTests;

/// <summary>A small close with every report, written by hand: one account per thing a report tells.</summary>
internal static class ReportedClose
{
    private const string Start = "2024-10-01T00:00:00Z";
    private const string Granted = "2024-10-02T10:00:00Z";
    private const string Now = "2024-11-05T00:00:00Z";

    public static Scenario Write()
    {
        var close = new Scenario { Options = new CheckOptions { RequireReports = true } }
            .Accounts("a,Ada,,USD,UTC,DE,0.2,active,", "b,@Bob,,USD,UTC,,,active,", "c,Cy,,EUR,UTC,,,active,", "d,Di,,USD,UTC,,,active,", "e,Ed,,USD,UTC,,,active,", "f,Flo,,USD,UTC,,,active,")
            .Methods("pm_a,a,true,12,2030")
            .Input("credits.csv", "credit_id,account_id,amount,currency,granted_at,expires_at,kind\npromo_e,e,3,USD,2024-08-01T00:00:00Z,2024-10-20T00:00:00Z,promo\npromo_x,x,3,USD,2024-08-01T00:00:00Z,,promo\n")
            .Usage(
                "one.csv",
                Row("a", "Compute", "100"), Row("b", "=Evil", "10"), Row("c", "Compute", "-5", "EUR"), Row("d", "Compute", "8"), Row("e", "Compute", "1"),
                Row("f", "Compute", "0.3"))
            .Invoice("2024-09-000001", "a", "USD", Start, [("Compute", "2024-09", 100)], tax: 20, paid: 120)
            .Pays("a", Start, "2024-09-000001", 120, "USD", "pm_a")
            .Invoice("2024-09-000002", "b", "USD", Start, [("=Evil", "2024-09", 10)], status: "open")
            .Decide("b", Start, "2024-09-000002", "charge", "acted", "due=10.00;method=")
            .Attempt("b", Start, "2024-09-000002", 1, 10, "USD", "", "no_payment_method")
            .Decide("b", Start, "2024-09-000002", "failed_charge", "acted", "due=10.00;method=")
            .Change("b", Granted, "grant_credit", "4")
            .Granted("b/change/1", "b", 4, "USD", Granted, "2024-10")
            .Invoice("2024-09-000003", "c", "EUR", Start, [("Compute", "2024-09", -5)], credits: -5)
            .Row("credits_applied.csv", "c", Start, $"c/credit,c,2024-09-000003,-5.00,EUR,{Start}")
            .Post("c", Start, "2024-09", "EUR", "2024-09-000003", ("receivable", 5), ("customer_credit", -5))
            .Decide("c", Start, "2024-09-000003", "charge", "acted", "due=-5.00")
            .Invoice("2024-09-000004", "d", "USD", Start, [("Compute", "2024-09", 8)], paid: 8)
            .Change("d", Start, "bank_transfer", "10")
            .Transfer("d1", "d", "2024-09-000004", 8, "USD", Start, "2024-09")
            .Transfer("d2", "d", "", 2, "USD", Start, "2024-09")
            .Decide("d", Start, "2024-09-000004", "charge", "superseded", "due=8.00", "due=-2.00", "d/change/1", "nothing is due")
            .Granted("promo_e", "e", 3, "USD", Start, "2024-09")
            .Invoice("2024-09-000005", "e", "USD", Start, [("Compute", "2024-09", 1)], credits: 1)
            .Applied("promo_e", "e", "2024-09-000005", 1, "USD", Start, "2024-09")
            .Decide("e", Start, "2024-09-000005", "charge", "acted", "due=-2.00")
            .Invoice("2024-09-000006", "f", "USD", Start, [("Compute", "2024-09", 0.3m)], status: "carried_forward")
            .Decide("f", Start, "2024-09-000006", "charge", "acted", "due=0.30")
            .Close("2024-09");
        foreach (var (name, text) in Reports())
        {
            var path = Path.Combine(close.Out("2024-09"), "reports", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return close;
    }

    private static Dictionary<string, string> Reports() => new()
    {
        ["revenue.csv"] = """
            period,service_name,currency,amount
            2024-09,'=Evil,USD,10.00
            2024-09,Compute,EUR,-5.00
            2024-09,Compute,USD,109.30

            """,
        ["tax.csv"] = """
            period,country,tax_rate,currency,invoices,taxable,tax,tax_lines
            2024-09,,0,EUR,1,-5.00,0.00,0.00
            2024-09,,0,USD,4,19.30,0.00,0.00
            2024-09,DE,0.2,USD,1,100.00,20.00,0.00

            """,
        ["receivables_aging.csv"] = $"""
            as_of,account_id,invoice_number,currency,issued_at,days,bucket,amount_due
            {Now},b,2024-09-000002,USD,{Start},35,31-60,10.00

            """,
        ["credits.csv"] = $"""
            as_of,credit_id,account_id,kind,currency,granted_at,expires_at,amount,applied,remaining,state
            {Now},b/change/1,b,goodwill,USD,{Granted},,4.00,0.00,4.00,usable
            {Now},c/credit,c,goodwill,EUR,{Start},,5.00,0.00,5.00,usable
            {Now},d/rest,d,prepaid,USD,{Start},,2.00,0.00,2.00,usable
            {Now},promo_e,e,promo,USD,2024-08-01T00:00:00Z,2024-10-20T00:00:00Z,3.00,1.00,2.00,expired

            """,
        ["cash_reconciliation.csv"] = """
            gateway_reference,account_id,invoice_number,currency,ours,gateway,difference,state
            pi_2024-09-000001/1,a,2024-09-000001,USD,120.00,120.00,0.00,matched

            """,
        ["trial_balance.csv"] = """
            period,ledger_account,currency,opening,debit,credit,closing
            2024-09,cash_gateway,USD,0.00,120.00,0.00,120.00
            2024-09,cash_transfer,USD,0.00,10.00,0.00,10.00
            2024-09,customer_credit,EUR,0.00,0.00,5.00,-5.00
            2024-09,customer_credit,USD,0.00,1.00,5.00,-4.00
            2024-09,promotions,USD,0.00,3.00,0.00,3.00
            2024-09,receivable,EUR,0.00,5.00,5.00,0.00
            2024-09,receivable,USD,0.00,139.30,129.00,10.30
            2024-09,revenue:=Evil,USD,0.00,0.00,10.00,-10.00
            2024-09,revenue:Compute,EUR,0.00,5.00,0.00,5.00
            2024-09,revenue:Compute,USD,0.00,0.00,109.30,-109.30
            2024-09,tax_payable,USD,0.00,0.00,20.00,-20.00

            """,
        ["exceptions.csv"] = """
            decision,step,reason,count
            superseded,charge,nothing is due,1

            """,
        ["focus.csv"] = FocusReport.Header + "\n" + string.Concat(
            Focus("-5.00", "c", "Cy", "EUR", "Usage", "Compute"), Focus("0.30", "f", "Flo", "USD", "Usage", "Compute"),
            Focus("1.00", "e", "Ed", "USD", "Usage", "Compute"), Focus("8.00", "d", "Di", "USD", "Usage", "Compute"),
            Focus("10.00", "b", "'@Bob", "USD", "Usage", "'=Evil"), Focus("20.00", "a", "Ada", "USD", "Tax", "Sales tax"),
            Focus("100.00", "a", "Ada", "USD", "Usage", "Compute")),
        ["summary.json"] = """
            {"period":"2024-09","state":"closed","invoices":{"carried_forward":1,"open":1,"paid":4},"invoiced":{"EUR":"-5.00","USD":"139.30"},
             "credited":{"EUR":"0.00","USD":"1.00"},"refunded":{"EUR":"5.00","USD":"0.00"},"charged":{"USD":"120.00"},"transferred":{"USD":"10.00"},"due":{"EUR":"0.00","USD":"10.30"},
             "holds":0,"released":0,"emails":{},"decisions":{"acted":6,"superseded":1}}
            """,
        ["close.html"] = "<!DOCTYPE html><title>2024-09</title><style>p{color:#123}</style><a href=\"https://example.com\">seller</a><svg></svg>",
    };

    private static string Focus(string cost, string account, string name, string currency, string category, string service) =>
        $"{cost},{account},{name},{currency},2024-09-01T00:00:00Z,{Start},{category},what it was for,2024-09-01T00:00:00Z,{Start},{cost},Northwind,{cost},{cost},Northwind,Northwind,Other,{service},\n";

    private static string Row(string account, string service, string cost, string currency = "USD") =>
        $"{account},2024-09-10T00:00:00Z,,Usage,{service},,,,,{cost},{currency}";
}
