namespace CheckingTests;

/// <summary>The world folder of the honest close: one account per way that a month can go.</summary>
internal static class HonestInput
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["accounts.csv"] = """
            account_id,name,email,currency,time_zone,country,tax_rate,status
            a_card,A,a@example.com,EUR,Europe/Berlin,DE,,active
            b_credit,B,,USD,America/New_York,US,,active
            c_hold,C,c@example.com,USD,America/New_York,US,,active
            d_transfer,"D, Inc.",d@example.com,USD,UTC,US,,active
            e_jpy,E,,JPY,Asia/Tokyo,JP,,active
            f_huf,F,f@example.com,HUF,Europe/Budapest,HU,,active
            g_none,G,g@example.com,USD,America/New_York,US,,active
            h_parked,H,,USD,America/New_York,US,,active
            i_refund,I,,USD,UTC,US,,active
            j_idle,J,,USD,UTC,US,,active
            k_small,K,,USD,America/Los_Angeles,US,,active
            l_kwd,L,,KWD,Asia/Kuwait,KW,,active

            """,
        ["payment_methods.csv"] = """
            payment_method_id,account_id,is_default,exp_month,exp_year
            pm_a,a_card,true,12,2030
            pm_c1,c_hold,true,12,2030
            pm_c0,c_hold,false,12,2030
            pm_d,d_transfer,true,12,2030
            pm_e,e_jpy,true,12,2030
            pm_f,f_huf,true,12,2030
            pm_l,l_kwd,true,12,2030

            """,
        ["credits.csv"] = """
            credit_id,account_id,amount,currency,granted_at,expires_at,kind
            promo_b,b_credit,50.00,USD,2024-08-01T00:00:00Z,2024-12-31T00:00:00Z,promo
            promo_c,c_hold,9.00,USD,2024-08-01T00:00:00Z,2024-10-01T05:00:00Z,promo
            promo_d,d_transfer,9.00,EUR,2024-08-01T00:00:00Z,,promo

            """,
        ["usage/one.csv"] = """
            BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,BilledCost,BillingCurrency,ChargeDescription
            a_card,2024-08-31 22:00:00,2024-08-31 23:00:00,Usage,Compute,6.005,EUR,"the first hour there, says ""it"", really"
            a_card,2024-09-30 21:59:59,2024-09-30 22:00:00,Usage,Compute,3.995,EUR,the last second there
            a_card,2024-09-30 22:00:00,2024-09-30 23:00:00,Usage,Compute,99,EUR,October there
            a_card,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Storage,2.345,EUR,NULL
            b_credit,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,20,USD,
            c_hold,2024-09-01T00:00:00Z,2024-09-01T01:00:00Z,Usage,Compute,10,USD,August there: never closed
            c_hold,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,2E1,USD,
            d_transfer,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,25,USD,
            e_jpy,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,1000.4,JPY,
            f_huf,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,2565.2,HUF,

            """,
        ["usage/two.csv.gz"] = """
            BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,BilledCost,BillingCurrency,ChargeDescription
            g_none,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,8,USD,
            h_parked,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,5,EUR,
            i_refund,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Credit,Compute,-5,USD,
            j_idle,2024-10-10T00:00:00Z,2024-10-11T00:00:00Z,Usage,Compute,5,USD,
            k_small,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,0.3,USD,
            l_kwd,2024-09-10T00:00:00Z,2024-09-11T00:00:00Z,Usage,Compute,1.2345,KWD,

            """,
    };
}
