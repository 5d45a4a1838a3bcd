using System.Globalization;
using MonthClose;

namespace Deck;

/// <summary>What the deck's application knows of an account, and what it did to it.</summary>
sealed class Customer
{
    public required string Id { get; init; }
    public required Currency Currency { get; init; }
    public string? Card { get; set; }
    public decimal Usage { get; set; }
    public decimal Credits { get; set; }
    public decimal Transfers { get; set; }
    public decimal Invoice { get; set; }
    public bool Invoiced { get; set; }
    public bool Closed { get; set; }
    public decimal Charged { get; set; }
    public int Charges { get; set; }
    public bool Held { get; set; }
    public SortedSet<string> Wrong { get; } = new(StringComparer.Ordinal);

    /// <summary>What is really due now; negative: in credit.</summary>
    public decimal Balance => Invoice - Credits - Transfers - Charged;
}

/// <summary>
/// The deck's database, card gateway and mailer in one, and its judge: whenever a worker acts, what it was told is compared
/// with what is true at that instant.
/// </summary>
sealed class Shop(IGateway gateway, IReadOnlyDictionary<string, Customer> customers, IEnumerable<StoredScriptRow> script, DateTimeOffset start)
{
    readonly List<StoredScriptRow> rows = [.. script];
    int charges;

    public DateTimeOffset Start { get; } = start;

    public Customer this[string account] => customers[account];

    /// <summary>Runs a worker, with the script's changes before and after it. What is delivered twice runs twice.</summary>
    public async Task DeliverAsync(string step, string account, Func<Task> perform)
    {
        var twice = Fire($"before:{step}", account);
        await perform();
        if (twice) await perform();
        if (Fire($"after:{step}", account)) await perform();
    }

    public decimal GenerateInvoice(string account)
    {
        var customer = this[account];
        customer.Invoiced = true;
        customer.Invoice = new Money(customer.Usage, customer.Currency).Round().Amount;
        return Math.Max(0, customer.Balance);
    }

    public async Task<bool> ChargeAsync(string account, decimal amount, string step)
    {
        var customer = this[account];
        // Each run is a request of its own: nothing ties a second run to the first.
        var key = string.Create(CultureInfo.InvariantCulture, $"deck/{account}/{++charges}");
        var (card, due) = (customer.Card, customer.Balance);
        var request = new ChargeRequest(key, new Money(amount, customer.Currency), "cus_deck", card ?? "", account, "");
        var reference = card is null ? null : await gateway.CreateAsync(request, CancellationToken.None);
        var again = Fire($"during:{step}", account);
        if (reference is null) return false;
        var answer = await gateway.ConfirmAsync(reference, card!, key, 1, CancellationToken.None);
        if (answer.Outcome == GatewayOutcome.Unknown) answer = await gateway.RetrieveAsync(reference, CancellationToken.None);
        if (answer.Outcome == GatewayOutcome.Succeeded)
        {
            if (customer.Charges > 0) customer.Wrong.Add("charged twice");
            else if (amount != due) customer.Wrong.Add(due <= 0 ? "charged though nothing was due" : "charged the stale amount");
            customer.Charged += amount;
            customer.Charges++;
        }
        if (again) await ChargeAsync(account, amount, "again");
        return answer.Outcome == GatewayOutcome.Succeeded;
    }

    public void Mail(string account, decimal amount, string? reason = null)
    {
        var customer = this[account];
        // Lenient: a mail that was overtaken by its own charge alone counts as right.
        if (amount != customer.Balance + customer.Charged) customer.Wrong.Add("mailed a wrong balance");
        if (reason is not null && customer.Balance <= 0) customer.Wrong.Add("told of a failure though paid");
        if (reason is not null && customer.Card is null) customer.Wrong.Add("blamed a card that is not there");
    }

    public void Hold(string account)
    {
        var customer = this[account];
        customer.Held = true;
        if (customer.Balance <= 0) customer.Wrong.Add("held though paid");
        if (customer.Closed) customer.Wrong.Add("held a closed account");
    }

    /// <summary>What is wrong at the end, when nobody looks any more.</summary>
    public void Close()
    {
        foreach (var customer in customers.Values.Where(c => c.Held && c.Balance <= 0)) customer.Wrong.Add("never released");
    }

    // True when the worker is to be delivered once more.
    bool Fire(string boundary, string account)
    {
        var twice = false;
        foreach (var row in rows.Where(r => r.Boundary == boundary && r.AccountId == account).ToList())
        {
            rows.Remove(row);
            if (row.Change == "run_twice") twice = true;
            else Change(this[account], row);
        }
        return twice;
    }

    static void Change(Customer customer, StoredScriptRow row)
    {
        decimal Amount() => decimal.Parse(row.Value, CultureInfo.InvariantCulture);
        switch (row.Change)
        {
            case "grant_credit": customer.Credits += Amount(); break;
            case "bank_transfer": customer.Transfers += Amount(); break;
            case "add_default_payment_method": customer.Card = row.Value; break;
            case "remove_payment_methods": customer.Card = null; break;
            case "late_usage" when !customer.Invoiced: customer.Usage += Amount(); break;
            case "close_account": customer.Closed = true; break;
        }
    }
}
