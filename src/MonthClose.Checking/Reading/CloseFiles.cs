namespace MonthClose.Checking;

/// <summary>What a close wrote under --out, typed; rows in the order of their files.</summary>
public sealed class CloseFiles
{
    private readonly List<Finding> _problems = [];

    /// <summary>Of no folder of its own: see <see cref="Merging"/>.</summary>
    internal CloseFiles() =>
        (Directory, EmlFiles, Invoices, InvoiceLines, CreditsApplied, Payments, Holds, Emails, Changes, Decisions, Journal, GatewayCharges) =
        ("", [], [], [], [], [], [], [], [], [], [], []);

    private CloseFiles(string outDir, IReadOnlyDictionary<string, string?> earlierInvoices)
    {
        Directory = outDir;
        Invoices = Rows("invoices.csv", f =>
        {
            var currency = f.Optional("currency");
            return new InvoiceRow(
                f.Line, f.Optional("invoice_number"), f.Text("account_id"), f.Text("period"), currency,
                f.Money("subtotal", currency), f.Money("tax", currency), f.Money("carried_in", currency),
                f.Money("total", currency), f.Money("credits_applied", currency), f.Money("amount_paid", currency),
                f.Money("amount_due", currency), f.OneOf("status", Vocabulary.InvoiceStatuses), f.Time("issued_at"));
        });
        var currencies = new Dictionary<string, string?>(earlierInvoices, StringComparer.Ordinal);
        foreach (var invoice in Invoices.Where(i => i.InvoiceNumber is not null))
        {
            currencies.TryAdd(invoice.InvoiceNumber!, invoice.Currency);
        }

        InvoiceLines = Rows("invoice_lines.csv", f =>
        {
            var number = f.Text("invoice_number");
            return new InvoiceLineRow(
                f.Line, number, f.RequiredNumber("line"), f.Text("charge_category"), f.Text("service_name"),
                f.Text("from_period"), f.RequiredMoney("amount", currencies.GetValueOrDefault(number)));
        });
        CreditsApplied = Rows("credits_applied.csv", f => new CreditAppliedRow(
            f.Line, f.Text("credit_id"), f.Text("account_id"), f.Text("invoice_number"),
            f.RequiredMoney("amount", f.Optional("currency")), f.Text("currency"), f.RequiredTime("applied_at")));
        Payments = Rows("payments.csv", f => new PaymentRow(
            f.Line, f.Text("payment_id"), f.Text("account_id"), f.Optional("invoice_number"), f.Number("attempt"),
            f.RequiredMoney("amount", f.Optional("currency")), f.Text("currency"), f.Optional("payment_method_id"),
            f.OneOf("status", Vocabulary.Outcomes), f.Optional("decline_code"), f.Optional("gateway_reference"),
            f.Optional("idempotency_key"), f.RequiredTime("decided_at"), f.Time("settled_at")));
        Holds = Rows("holds.csv", f => new HoldRow(
            f.Line, f.Text("account_id"), f.Text("invoice_number"), f.RequiredTime("placed_at"), f.Time("released_at"),
            f.Text("reason")));
        Emails = Rows("emails.csv", f => new EmailRow(
            f.Line, f.Text("message_id"), f.Text("account_id"), f.Optional("invoice_number"),
            f.OneOf("kind", Vocabulary.MailKinds), f.Text("to"), f.RequiredTime("as_of"),
            f.RequiredMoney("balance", f.Optional("currency")), f.Text("currency"), f.Time("sent_at")));
        Changes = Rows("changes.csv", f => new ChangeRow(
            f.Line, f.RequiredNumber("seq"), f.RequiredTime("at"), f.Text("change_id"), f.Text("account_id"),
            f.OneOf("change", Vocabulary.Changes), f.Optional("value")));
        Decisions = Rows("decisions.csv", f => new DecisionRow(
            f.Line, f.RequiredNumber("seq"), f.RequiredTime("at"), f.Text("account_id"), f.Optional("invoice_number"),
            f.OneOf("step", Vocabulary.Steps), f.OneOf("decision", Vocabulary.Decisions), f.Optional("premise"),
            f.Optional("believed"), f.Time("believed_as_of"), f.Optional("found"), f.Time("found_as_of"),
            f.Optional("cause"), f.Optional("reason")));
        Journal = Rows("journal.csv", f => new JournalRow(
            f.Line, f.Text("entry"), f.RequiredNumber("line"), f.RequiredTime("at"), f.Text("period"),
            f.Text("ledger_account"), f.Money("debit", f.Optional("currency")), f.Money("credit", f.Optional("currency")),
            f.Text("currency"), f.Optional("reference")));
        GatewayCharges = Rows("gateway_charges.csv", f => new GatewayChargeRow(
            f.Line, f.Text("gateway_reference"), f.Text("idempotency_key"), f.RequiredUnits("amount"),
            f.Text("currency"), f.Text("payment_method_id"), f.OneOf("status", Vocabulary.GatewayStatuses),
            f.RequiredTime("created_at")));
        EmlFiles = Eml.ReadFolder(Path.Combine(outDir, "emails"));
    }

    public string Directory { get; }

    public IReadOnlyList<InvoiceRow> Invoices { get; internal init; }

    public IReadOnlyList<InvoiceLineRow> InvoiceLines { get; internal init; }

    public IReadOnlyList<CreditAppliedRow> CreditsApplied { get; internal init; }

    public IReadOnlyList<PaymentRow> Payments { get; internal init; }

    public IReadOnlyList<HoldRow> Holds { get; internal init; }

    public IReadOnlyList<EmailRow> Emails { get; internal init; }

    public IReadOnlyList<ChangeRow> Changes { get; internal init; }

    public IReadOnlyList<DecisionRow> Decisions { get; internal init; }

    public IReadOnlyList<JournalRow> Journal { get; internal init; }

    public IReadOnlyList<GatewayChargeRow> GatewayCharges { get; internal init; }

    public IReadOnlyList<EmlFile> EmlFiles { get; }

    /// <summary>Values that could not be read, as findings of form.</summary>
    public IReadOnlyList<Finding> Problems => _problems;

    /// <summary>Reads every file of section 4 that is there; a missing file has no rows.</summary>
    public static CloseFiles Read(string outDir) => new(outDir, new Dictionary<string, string?>());

    /// <summary>The same for a later period's folder, whose lines may be of invoices that only an earlier folder names.</summary>
    internal static CloseFiles Read(string outDir, IReadOnlyDictionary<string, string?> earlierInvoices) => new(outDir, earlierInvoices);

    private List<TRow> Rows<TRow>(string file, Func<Fields, TRow> make)
    {
        var path = Path.Combine(Directory, file);
        if (!File.Exists(path))
        {
            return [];
        }

        using var reader = new StreamReader(path);
        var rows = new List<TRow>();
        Dictionary<string, int>? columns = null;
        foreach (var record in Csv.Read(reader))
        {
            if (columns is null)
            {
                columns = record.Fields.Select((name, index) => (name, index))
                    .DistinctBy(c => c.name).ToDictionary(c => c.name, c => c.index);
                continue;
            }

            if (record.Fields.Count != columns.Count)
            {
                _problems.Add(new Finding(0, file, null, $"line {record.Line}: {record.Fields.Count} fields under {columns.Count} columns"));
            }

            if (record.QuotedNeedlessly)
            {
                _problems.Add(new Finding(0, file, null, $"line {record.Line}: quotes where none are needed"));
            }

            rows.Add(make(new Fields(file, record, columns, _problems)));
        }

        return rows;
    }
}
