using System.Globalization;

namespace MonthClose;

/// <summary>close.html: the summary that a person reads, made of what the other reports were made of.</summary>
sealed record ClosePage
{
    public required CloseSummary Summary { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required LedgerTotals Ledger { get; init; }

    public required IReadOnlyList<ServiceRevenue> Revenue { get; init; }

    public required IReadOnlyList<ExceptionCount> Exceptions { get; init; }

    public required ReceivablesAging Aging { get; init; }

    /// <summary>Null: the gateway's books are its own.</summary>
    public required CashReconciliation? Cash { get; init; }

    public required PageProgress Progress { get; init; }

    public required PageActivity? Activity { get; init; }

    public required IReadOnlyList<RaceCount> Races { get; init; }

    public required (long Asked, long Parked) UnansweredCharges { get; init; }

    public required long UnansweredMails { get; init; }

    /// <summary>Who bills.</summary>
    public required string Seller { get; init; }

    /// <summary>The period in words.</summary>
    public string Month => PageWords.Month(Summary.Period);

    /// <summary>Where the close stands.</summary>
    public string State => Summary.State;

    /// <summary>Where the close stands, in words.</summary>
    public string StateInWords => Summary.State switch { "closed" => "Closed", "closing" => "Closing, not finished", _ => "Open, not begun" };

    /// <summary>The instant that everything is as of.</summary>
    public string AsOf => PageNumbers.Instant(Now);

    /// <summary>The figures to see first.</summary>
    public IReadOnlyList<PageCell> Highlights
    {
        get
        {
            var s = Summary;
            var invoices = s.Invoices.Values.Sum();
            var paid = CloseSummary.Of(s.Invoices, "paid");
            return
            [
                new("Invoices", PageNumbers.Count(invoices)),
                new("Paid", invoices == 0 ? "0" : $"{PageNumbers.Count(paid)} ({PageNumbers.Percent(paid, invoices)})"),
                new("Open", PageNumbers.Count(CloseSummary.Of(s.Invoices, "open"))),
                new("Holds in force", PageNumbers.Count(s.Holds - s.Released)),
                new("Waiting for a person", PageNumbers.Count(s.Parked)),
            ];
        }
    }

    /// <summary>Its parts.</summary>
    public IReadOnlyList<PageSection> Sections =>
    [
        FiguresSection.Of(this), StepsSection.Of(this), ActivitySection.Of(this), RevenueSection.Of(this), ReceivablesSection.Of(this),
        RacesSection.Of(this), ExceptionsSection.Of(this), CashSection.Of(this), TrialBalanceSection.Of(this),
    ];

    /// <summary>The files beside it.</summary>
    public IReadOnlyList<PageLink> Links { get; } =
    [
        new("revenue.csv", "Revenue by service"), new("tax.csv", "Tax by country and rate"), new("receivables_aging.csv", "Every open invoice, by age"),
        new("credits.csv", "Every credit, and what is left of it"), new("cash_reconciliation.csv", "Our charges against the gateway's books"),
        new("trial_balance.csv", "Trial balance"), new("exceptions.csv", "Parked and superseded decisions"), new("focus.csv", "The period's charges in FOCUS 1.0"),
        new("summary.json", "The figures above, for programs"), new("../invoices.csv", "Invoices"), new("../payments.csv", "Payments"), new("../journal.csv", "Journal"),
        new("../decisions.csv", "Decisions"),
    ];

    public void Write(string path)
    {
        var partial = path + ".partial";
        File.WriteAllText(partial, ClosePageRenderer.Render(this));
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>The sum of a dictionary of the summary in one currency.</summary>
    public static decimal Amount(IReadOnlyDictionary<string, string> amounts, string currency) =>
        amounts.TryGetValue(currency, out var text) ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;
}

/// <summary>A file that belongs to the page.</summary>
/// <param name="Href">Where it is, from the page.</param>
/// <param name="Text">What it has.</param>
sealed record PageLink(string Href, string Text)
{
    /// <summary>Its name.</summary>
    public string Name => Path.GetFileName(Href);
}
