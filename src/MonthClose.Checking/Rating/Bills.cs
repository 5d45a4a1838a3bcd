using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>What each period has to bill to each account, from the usage that was imported by then (rules 1 to 4).</summary>
internal sealed class Bills
{
    private readonly IReadOnlyList<PeriodFolder> _folders;
    private readonly ILookup<string, UsageCost> _costs;
    private readonly ILookup<string, UsageQuantity> _quantities;
    private readonly HashSet<(string Account, string Period)> _issued;
    private readonly HashSet<(string Account, string Period)> _parked;

    public Bills(IReadOnlyList<PeriodFolder> folders, IReadOnlyList<InvoiceRow> invoices)
    {
        _folders = folders;
        _issued = [.. invoices.Where(i => i.InvoiceNumber is not null).Select(i => (i.AccountId, i.Period))];
        _parked = [.. invoices.Where(i => i.InvoiceNumber is null).Select(i => (i.AccountId, i.Period))];

        // A usage file is known by its name: a folder that holds it again brings nothing new.
        var owners = folders.Select(f => f.World).Distinct().SelectMany(w => w.Usage.Names.Select(n => (n, w)))
            .DistinctBy(o => o.n).ToDictionary(o => o.n, o => o.w, StringComparer.Ordinal);
        var worlds = owners.Values.Distinct().ToList();
        _costs = worlds.SelectMany(w => w.Usage.Costs.Where(c => owners[c.File] == w)).ToLookup(c => c.AccountId, StringComparer.Ordinal);
        _quantities = worlds.SelectMany(w => w.Usage.Quantities.Where(q => owners[q.File] == w)).ToLookup(q => q.AccountId, StringComparer.Ordinal);
    }

    public PeriodFolder? Folder(string period) => _folders.FirstOrDefault(f => f.Period == period);

    /// <summary>Usage that belongs on this period's invoice, whatever is said about earlier invoices that wait for a person.</summary>
    public bool MustBill(string account, PeriodFolder folder) => Has(account, folder, parkedKeepTheirs: true);

    public bool MayBill(string account, PeriodFolder folder) => Has(account, folder, parkedKeepTheirs: false);

    /// <summary>
    /// Costs of the period's invoice in their own currencies. Usage of an earlier invoice that waits for a person without
    /// a number may stay with it or come with the next: the contract leaves that open.
    /// </summary>
    public IReadOnlyList<Charge> Charges(string account, PeriodFolder folder, string currency, bool parkedKeepTheirs)
    {
        bool IsHere(string file, string period) => BilledIn(account, file, period, folder.Index, parkedKeepTheirs) == folder.Index;
        var metered = _quantities[account]
            .Where(q => BilledIn(account, q.File, q.Period, folder.Index, parkedKeepTheirs) is not null);
        return
        [
            .. _costs[account].Where(c => IsHere(c.File, c.Period)).Select(c => new Charge(c.Category, c.Service, c.Period, c.Currency, c.Cost)),
            .. Meter.Rate(metered, folder.World.Prices, currency, q => BilledIn(account, q.File, q.Period, folder.Index, parkedKeepTheirs)!.Value)
                .Where(r => IsHere(r.Row.File, r.Row.Period)).Select(r => r.Charge),
        ];
    }

    /// <summary>The lines in their order, or null when something has no price or no rate: then the invoice is to be parked.</summary>
    public static IReadOnlyList<Line>? Lines(IEnumerable<Charge> charges, PeriodFolder folder, WorldAccount account, string currency)
    {
        var end = EndOf(folder.Period, account.Zone);
        var lines = new List<Line>();
        foreach (var line in charges.GroupBy(c => (c.Category, c.Service, c.Period)))
        {
            var sum = Rational.Zero;
            foreach (var part in line.GroupBy(c => c.Currency, StringComparer.Ordinal))
            {
                if (part.Any(c => c.Cost is null) || folder.World.Rates.Find(part.Key, currency, end) is not { } conversion)
                {
                    return null;
                }

                sum += part.Aggregate(Rational.Zero, (total, c) => total + c.Cost!.Value) * conversion.Rate;
            }

            lines.Add(new Line(line.Key.Category, line.Key.Service, line.Key.Period, Currencies.Round(sum, currency)));
        }

        return [.. lines.OrderBy(l => l.Category, CodePoints.Order).ThenBy(l => l.Service, CodePoints.Order).ThenBy(l => l.Period, CodePoints.Order)];
    }

    public static Instant StartOf(string period, DateTimeZone zone) => zone.AtStartOfDay(FirstDay(period)).ToInstant();

    public static Instant EndOf(string period, DateTimeZone zone) => zone.AtStartOfDay(FirstDay(period).PlusMonths(1)).ToInstant();

    private static LocalDate FirstDay(string period) => LocalDatePattern.Iso.Parse(period + "-01").GetValueOrThrow();

    private bool Has(string account, PeriodFolder folder, bool parkedKeepTheirs) =>
        _costs[account].Any(c => BilledIn(account, c.File, c.Period, folder.Index, parkedKeepTheirs) == folder.Index)
        || _quantities[account].Any(q => BilledIn(account, q.File, q.Period, folder.Index, parkedKeepTheirs) == folder.Index);

    /// <summary>The first close, up to a certain one, that had the file and an invoice to put it on; null if it is for none of these.</summary>
    private int? BilledIn(string account, string file, string period, int upTo, bool parkedKeepTheirs)
    {
        for (var index = 0; index <= upTo; index++)
        {
            var folder = _folders[index];
            var key = (account, folder.Period);
            var takes = index == upTo || _issued.Contains(key) || (parkedKeepTheirs && _parked.Contains(key));
            if (takes && string.CompareOrdinal(period, folder.Period) <= 0 && folder.Imported.Contains(file))
            {
                return index;
            }
        }

        return null;
    }
}

/// <summary>An invoice line as it should be.</summary>
internal sealed record Line(string Category, string Service, string Period, decimal Amount);
