namespace CheckingTests;

/// <summary>What an honest close of that world writes, by hand.</summary>
internal static class HonestOutput
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["invoices.csv"] = """
            invoice_number,account_id,period,currency,subtotal,tax,carried_in,total,credits_applied,amount_paid,amount_due,status,issued_at
            2024-09-000001,a_card,2024-09,EUR,12.35,0.00,0.00,12.35,0.00,12.35,0.00,paid,2024-10-01T05:00:00Z
            2024-09-000002,b_credit,2024-09,USD,20.00,0.00,0.00,20.00,20.00,0.00,0.00,paid,2024-10-01T05:00:00Z
            2024-09-000003,c_hold,2024-09,USD,30.00,0.00,0.00,30.00,0.00,30.00,0.00,paid,2024-10-01T05:00:00Z
            2024-09-000004,d_transfer,2024-09,USD,25.00,0.00,0.00,25.00,0.00,25.00,0.00,paid,2024-10-01T05:00:00Z
            2024-09-000005,e_jpy,2024-09,JPY,1200,0,0,1200,0,1200,0,paid,2024-10-01T05:00:00Z
            2024-09-000006,f_huf,2024-09,HUF,2565,0,0,2565,0,2565,0,paid,2024-10-01T05:00:00Z
            2024-09-000007,g_none,2024-09,USD,8.00,0.00,0.00,8.00,8.00,0.00,0.00,paid,2024-10-01T05:00:00Z
            ,h_parked,2024-09,USD,,,,,,,,parked,
            2024-09-000008,i_refund,2024-09,USD,-5.00,0.00,0.00,-5.00,-5.00,0.00,0.00,paid,2024-10-01T05:00:00Z
            2024-09-000010,k_small,2024-09,USD,0.30,0.00,0.00,0.30,0.00,0.00,0.30,carried_forward,2024-10-01T07:00:00Z
            2024-09-000009,l_kwd,2024-09,KWD,1.235,0.000,0.000,1.235,0.000,1.235,0.000,paid,2024-10-01T05:00:00Z

            """,
        ["invoice_lines.csv"] = """
            invoice_number,line,charge_category,service_name,from_period,amount
            2024-09-000001,1,Usage,Compute,2024-09,10.00
            2024-09-000001,2,Usage,Storage,2024-09,2.35
            2024-09-000002,1,Usage,Compute,2024-09,20.00
            2024-09-000003,1,Usage,Compute,2024-08,10.00
            2024-09-000003,2,Usage,Compute,2024-09,20.00
            2024-09-000004,1,Usage,Compute,2024-09,25.00
            2024-09-000005,1,Usage,Compute,2024-09,1000
            2024-09-000005,2,Usage,Late,2024-09,200
            2024-09-000006,1,Usage,Compute,2024-09,2565
            2024-09-000007,1,Usage,Compute,2024-09,8.00
            2024-09-000008,1,Credit,Compute,2024-09,-5.00
            2024-09-000010,1,Usage,Compute,2024-09,0.30
            2024-09-000009,1,Usage,Compute,2024-09,1.235

            """,
        ["credits_applied.csv"] = """
            credit_id,account_id,invoice_number,amount,currency,applied_at
            promo_b,b_credit,2024-09-000002,20.00,USD,2024-10-01T05:00:00Z
            g_none/change/1,g_none,2024-09-000007,8.00,USD,2024-10-02T10:00:00Z
            i_refund/credit,i_refund,2024-09-000008,-5.00,USD,2024-10-01T05:00:00Z

            """,
        ["payments.csv"] = """
            payment_id,account_id,invoice_number,attempt,amount,currency,payment_method_id,status,decline_code,gateway_reference,idempotency_key,decided_at,settled_at
            a1,a_card,2024-09-000001,1,12.35,EUR,pm_a,succeeded,,pi_a1,key_a1,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            c1,c_hold,2024-09-000003,1,30.00,USD,pm_c1,declined,insufficient_funds,pi_c1,key_c1,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            c2,c_hold,2024-09-000003,2,30.00,USD,pm_c1,declined,lost_card,pi_c2,key_c2,2024-10-04T13:00:00Z,2024-10-04T13:00:00Z
            c3,c_hold,2024-09-000003,3,30.00,USD,pm_c2,succeeded,,pi_c3,key_c3,2024-10-16T08:00:00Z,2024-10-16T08:05:00Z
            d0,d_transfer,2024-09-000004,,10.00,USD,bank_transfer,succeeded,,,,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            d1,d_transfer,2024-09-000004,1,15.00,USD,pm_d,succeeded,,pi_d1,key_d1,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            e1,e_jpy,2024-09-000005,1,1200,JPY,pm_e,succeeded,,pi_e1,key_e1,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            f1,f_huf,2024-09-000006,1,2565,HUF,pm_f,succeeded,,pi_f1,key_f1,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            f2,f_huf,,,100,HUF,bank_transfer,succeeded,,,,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            g1,g_none,2024-09-000007,1,8.00,USD,,no_payment_method,,,,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z
            l1,l_kwd,2024-09-000009,1,1.235,KWD,pm_l,succeeded,,pi_l1,key_l1,2024-10-01T05:00:00Z,2024-10-01T05:00:00Z

            """,
        ["holds.csv"] = """
            account_id,invoice_number,placed_at,released_at,reason
            c_hold,2024-09-000003,2024-10-15T13:00:00Z,2024-10-16T08:05:00Z,30.00 USD due

            """,
        ["emails.csv"] = """
            message_id,account_id,invoice_number,kind,to,as_of,balance,currency,sent_at
            a_invoice@mc,a_card,2024-09-000001,invoice,a@example.com,2024-10-01T05:00:00Z,0.00,EUR,2024-10-01T05:00:00Z
            a_receipt@mc,a_card,2024-09-000001,receipt,a@example.com,2024-10-01T05:00:00Z,0.00,EUR,2024-10-01T05:00:00Z
            c_invoice@mc,c_hold,2024-09-000003,invoice,c@example.com,2024-10-01T05:00:00Z,30.00,USD,2024-10-01T05:00:00Z
            c_failed1@mc,c_hold,2024-09-000003,payment_failed,c@example.com,2024-10-01T05:00:00Z,30.00,USD,2024-10-01T05:00:00Z
            c_failed2@mc,c_hold,2024-09-000003,payment_failed,c@example.com,2024-10-04T13:00:00Z,30.00,USD,2024-10-04T13:00:00Z
            c_warning@mc,c_hold,2024-09-000003,hold_warning,c@example.com,2024-10-12T13:00:00Z,30.00,USD,2024-10-12T13:00:00Z
            c_placed@mc,c_hold,2024-09-000003,hold_placed,c@example.com,2024-10-15T13:00:00Z,30.00,USD,2024-10-15T13:00:00Z
            c_receipt@mc,c_hold,2024-09-000003,receipt,c@example.com,2024-10-16T08:05:00Z,0.00,USD,2024-10-16T08:05:00Z
            c_released@mc,c_hold,2024-09-000003,hold_released,c@example.com,2024-10-16T08:05:00Z,0.00,USD,2024-10-16T08:05:00Z
            d_invoice@mc,d_transfer,2024-09-000004,invoice,d@example.com,2024-10-01T05:00:00Z,0.00,USD,2024-10-01T05:00:00Z
            d_receipt@mc,d_transfer,2024-09-000004,receipt,d@example.com,2024-10-01T05:00:00Z,0.00,USD,2024-10-01T05:00:00Z
            f_invoice@mc,f_huf,2024-09-000006,invoice,f@example.com,2024-10-01T05:00:00Z,-100,HUF,2024-10-01T05:00:00Z
            f_receipt@mc,f_huf,2024-09-000006,receipt,f@example.com,2024-10-01T05:00:00Z,-100,HUF,2024-10-01T05:00:00Z
            g_invoice@mc,g_none,2024-09-000007,invoice,g@example.com,2024-10-01T05:00:00Z,8.00,USD,2024-10-01T05:00:00Z
            g_failed@mc,g_none,2024-09-000007,payment_failed,g@example.com,2024-10-01T05:00:00Z,8.00,USD,2024-10-01T05:00:00Z

            """,
        ["changes.csv"] = """
            seq,at,change_id,account_id,change,value
            11,2024-10-16T08:00:00Z,c_hold/change/1,c_hold,add_default_payment_method,pm_c2
            1,2024-10-01T05:00:00Z,d_transfer/change/1,d_transfer,bank_transfer,10.00
            1,2024-10-01T05:00:00Z,e_jpy/change/1,e_jpy,late_usage,200
            2,2024-10-01T05:00:00Z,f_huf/change/1,f_huf,bank_transfer,100
            5,2024-10-02T10:00:00Z,g_none/change/1,g_none,grant_credit,8.00

            """,
        ["gateway_charges.csv"] = """
            gateway_reference,idempotency_key,amount,currency,payment_method_id,status,created_at
            pi_a1,key_a1,1235,eur,pm_a,succeeded,2024-10-01T05:00:00Z
            pi_c1,key_c1,3000,usd,pm_c1,failed,2024-10-01T05:00:00Z
            pi_c2,key_c2,3000,usd,pm_c1,failed,2024-10-04T13:00:00Z
            pi_c3,key_c3,3000,usd,pm_c2,succeeded,2024-10-16T08:00:00Z
            pi_d1,key_d1,1500,usd,pm_d,succeeded,2024-10-01T05:00:00Z
            pi_e1,key_e1,1200,jpy,pm_e,succeeded,2024-10-01T05:00:00Z
            pi_f1,key_f1,256500,huf,pm_f,succeeded,2024-10-01T05:00:00Z
            pi_l1,key_l1,1235,kwd,pm_l,succeeded,2024-10-01T05:00:00Z

            """,
        ["decisions.csv"] = HonestDecisions.Csv,
        ["journal.csv"] = HonestJournal.Csv,
    };
}
