using NodaTime;

namespace MonthClose.Checking;

/// <summary>The account's credits and unspent transfers, used in the order of rule 5.</summary>
internal sealed class CreditPool(string currency)
{
    private readonly List<Entry> _entries = [];

    public void Add(string id, decimal amount, string entryCurrency, Instant grantedAt, Instant? expiresAt = null, bool waiting = false)
    {
        // Only the invoice's currency can ever pay it.
        if (entryCurrency == currency && amount > 0)
        {
            _entries.Add(new Entry(id, grantedAt, expiresAt) { Left = amount, Waiting = waiting });
        }
    }

    public decimal Usable(Instant at) => _entries.Where(e => e.IsUsable(at)).Sum(e => e.Left);

    public decimal Waiting => _entries.Where(e => e.Waiting).Sum(e => e.Left);

    /// <summary>Takes at most <paramref name="wanted"/>; returns what was taken.</summary>
    public decimal Take(decimal wanted, Instant at) => Take(wanted, _entries
        .Where(e => e.IsUsable(at))
        .OrderBy(e => e.ExpiresAt ?? Instant.MaxValue).ThenBy(e => e.GrantedAt).ThenBy(e => e.Id, CodePoints.Order));

    /// <summary>The charge failed: the transfers that waited for it pay, the rest of them is plain credit.</summary>
    public decimal TakeWaiting(decimal wanted) => Take(wanted, _entries.Where(e => e.Waiting));

    public void StopWaiting() => _entries.ForEach(e => e.Waiting = false);

    private static decimal Take(decimal wanted, IEnumerable<Entry> entries)
    {
        var taken = 0m;
        foreach (var entry in entries.ToList())
        {
            var part = Math.Min(entry.Left, wanted - taken);
            entry.Left -= part;
            taken += part;
        }

        return taken;
    }

    private sealed class Entry(string id, Instant grantedAt, Instant? expiresAt)
    {
        public string Id => id;

        public Instant GrantedAt => grantedAt;

        public Instant? ExpiresAt => expiresAt;

        public decimal Left { get; set; }

        public bool Waiting { get; set; }

        public bool IsUsable(Instant at) => grantedAt <= at && (expiresAt is null || at < expiresAt);
    }
}
