namespace MonthClose.Checking;

/// <summary>The words docs/formats.md allows in each column.</summary>
internal static class Vocabulary
{
    public static readonly HashSet<string> InvoiceStatuses = ["paid", "open", "carried_forward", "parked"];

    public static readonly HashSet<string> Outcomes =
        ["succeeded", "declined", "action_required", "no_payment_method", "canceled", "unknown"];

    public static readonly HashSet<string> MailKinds =
        ["invoice", "receipt", "payment_failed", "hold_warning", "hold_placed", "hold_released"];

    public static readonly HashSet<string> Changes =
    [
        "grant_credit", "add_default_payment_method", "remove_payment_methods", "bank_transfer", "late_usage",
        "close_account", "change_currency", "change_email",
    ];

    public static readonly HashSet<string> Steps =
        ["rate", "invoice", "apply_credits", "charge", "failed_charge", "retry_charge", "hold", "release", "email", "report"];

    public static readonly HashSet<string> Decisions = ["acted", "revised", "superseded", "deferred", "parked"];

    public static readonly HashSet<string> Facts = ["due", "method", "status", "currency", "email", "usage"];

    public static readonly HashSet<string> GatewayStatuses = ["succeeded", "failed"];

    public static readonly HashSet<string> LedgerAccounts =
    [
        "receivable", "tax_payable", "customer_credit", "promotions", "opening_balance", "cash_gateway",
        "cash_transfer", "write_off",
    ];

    public static readonly IReadOnlyDictionary<string, string> Headers = new Dictionary<string, string>
    {
        ["invoices.csv"] = "invoice_number,account_id,period,currency,subtotal,tax,carried_in,total,credits_applied,amount_paid,amount_due,status,issued_at",
        ["invoice_lines.csv"] = "invoice_number,line,charge_category,service_name,from_period,amount",
        ["credits_applied.csv"] = "credit_id,account_id,invoice_number,amount,currency,applied_at",
        ["payments.csv"] = "payment_id,account_id,invoice_number,attempt,amount,currency,payment_method_id,status,decline_code,gateway_reference,idempotency_key,decided_at,settled_at",
        ["holds.csv"] = "account_id,invoice_number,placed_at,released_at,reason",
        ["emails.csv"] = "message_id,account_id,invoice_number,kind,to,as_of,balance,currency,sent_at",
        ["changes.csv"] = "seq,at,change_id,account_id,change,value",
        ["decisions.csv"] = "seq,at,account_id,invoice_number,step,decision,premise,believed,believed_as_of,found,found_as_of,cause,reason",
        ["journal.csv"] = "entry,line,at,period,ledger_account,debit,credit,currency,reference",
        ["gateway_charges.csv"] = "gateway_reference,idempotency_key,amount,currency,payment_method_id,status,created_at",
    };
}
