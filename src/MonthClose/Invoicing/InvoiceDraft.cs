using System.Globalization;

namespace MonthClose;

/// <summary>An invoice before it has a number: lines, tax, and what earlier invoices carried forward.</summary>
sealed class InvoiceDraft
{
    readonly AccountBook book;
    readonly Rating rating;
    readonly List<LateUsage> late;
    readonly List<CarriedAmount> carried;
    readonly IReadOnlyList<InvoiceLine> lines;
    readonly List<string> notes;

    InvoiceDraft(
        AccountBook book, Rating rating, List<LateUsage> late, IReadOnlyList<InvoiceLine> lines, List<CarriedAmount> carried, List<string> notes, string? problem)
    {
        (this.book, this.rating, this.late, this.lines, this.carried, this.notes) = (book, rating, late, lines, carried, notes);
        Problem = problem;
    }

    /// <summary>Whether there is no usage to bill: then an amount carried forward waits on.</summary>
    public bool IsEmpty => lines.Count == 0 && Problem is null;

    /// <summary>Why it cannot be issued; null: it can.</summary>
    public string? Problem { get; }

    /// <summary>What the account's book says now.</summary>
    public static InvoiceDraft Of(AccountBook book, Rating rating, ExchangeRates rates)
    {
        var late = book.LateUsage.Where(l => l.BilledBy is null).ToList();
        var at = BillingPeriod.Parse(rating.Period).End(Zones.Get(book.Account.TimeZone));
        var conversions = new Conversions(rates, book.Account.Currency, at);
        var lines = InvoiceLines.Of(rating, late, conversions);
        var carried = lines.Count == 0 ? [] : CarriedAmount.Of(book, conversions).ToList();
        return new InvoiceDraft(book, rating, late, lines, carried, conversions.Notes, rating.Problem ?? conversions.Problem);
    }

    /// <summary>Issues it: the debt, its entries, and what it has taken up.</summary>
    public Invoice Issue(string id, string number, DateTimeOffset now)
    {
        var (currency, rate) = (book.Account.Currency, rating.TaxRate);
        var subtotal = lines.Sum(l => l.Amount);
        var taxable = subtotal - lines.Where(l => l.Category == InvoiceLines.TaxCategory).Sum(l => l.Amount);
        var tax = Math.Max(0, new Money(taxable * rate, currency).Round().Amount);
        var carriedIn = carried.Sum(c => c.Amount);
        var total = subtotal + tax + carriedIn;
        var invoice = book.Save(new Invoice
        {
            Id = id, Number = number, Period = rating.Period, Currency = currency, Lines = lines, Subtotal = subtotal, TaxRate = rate, Tax = tax,
            CarriedIn = carriedIn, Total = total, Status = InvoiceStatus.Open, IssuedAt = now, Notes = notes,
            PostedIn = Posting.PeriodFor(book, rating.Period),
        });
        // One that was parked before issue gives way.
        book.Invoices.RemoveAll(i => i.Id == id);
        book.Invoices.Add(invoice);
        foreach (var usage in late)
        {
            usage.BilledBy = id;
            book.Save(usage);
        }
        InvoiceLines.Post(book, invoice, now);
        foreach (var amount in carried) amount.MoveTo(book, invoice, now);
        if (invoice.Total < 0)
        {
            CreditLedger.FromNegativeTotal(book, invoice, now);
            invoice.Status = InvoiceStatus.Paid;
        }
        return invoice;
    }
}

/// <summary>Converts into an account's currency by the rates of one instant, and notes by which.</summary>
sealed class Conversions(ExchangeRates rates, Currency to, DateTimeOffset at)
{
    /// <summary>Which rates were used, for the customer.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What could not be converted; null: everything could.</summary>
    public string? Problem { get; private set; }

    public Currency Currency => to;

    /// <summary>The amount in the account's currency, exact.</summary>
    public decimal Convert(decimal amount, string from)
    {
        if (from == to.Code) return amount;
        if (rates.Convert(amount, from, to.Code, at) is not { } converted)
        {
            Problem ??= $"there is no exchange rate from {from} to {to.Code} at {Instants.ToFile(at)} or before";
            return 0;
        }
        var rate = rates.Convert(1, from, to.Code, at)!.Value;
        var note = string.Create(
            CultureInfo.InvariantCulture, $"Converted at 1 {from} = {NoticeText.Rate(rate.Amount)} {to.Code}, the rate of {rate.AsOf:yyyy-MM-dd}.");
        if (!Notes.Contains(note)) Notes.Add(note);
        return converted.Amount;
    }
}
