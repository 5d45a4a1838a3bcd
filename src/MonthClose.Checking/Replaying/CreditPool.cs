using NodaTime;

namespace MonthClose.Checking;

/// <summary>The account's credits and unspent transfers, used in the order of rule 5; each pays in its own currency only.</summary>
internal sealed class CreditPool
{
    private readonly List<Entry> _entries = [];

    public void Add(string id, decimal amount, string currency, Instant grantedAt, Instant? expiresAt = null, bool waiting = false)
    {
        if (amount > 0)
        {
            _entries.Add(new Entry(id, currency, grantedAt, expiresAt) { Left = amount, Waiting = waiting });
        }
    }

    public decimal Usable(string currency, Instant at) => _entries.Where(e => e.IsUsable(currency, at)).Sum(e => e.Left);

    public decimal Waiting(string currency) => _entries.Where(e => e.Waiting && e.Currency == currency).Sum(e => e.Left);

    /// <summary>Takes at most <paramref name="wanted"/>; returns what was taken.</summary>
    public decimal Take(decimal wanted, string currency, Instant at) => Take(wanted, _entries
        .Where(e => e.IsUsable(currency, at))
        .OrderBy(e => e.ExpiresAt ?? Instant.MaxValue).ThenBy(e => e.GrantedAt).ThenBy(e => e.Id, CodePoints.Order));

    /// <summary>The charge failed: the transfers that waited for it pay, the rest of them is plain credit.</summary>
    public decimal TakeWaiting(decimal wanted, string currency) => Take(wanted, _entries.Where(e => e.Waiting && e.Currency == currency));

    public void StopWaiting(string currency) => _entries.Where(e => e.Currency == currency).ToList().ForEach(e => e.Waiting = false);

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

    private sealed class Entry(string id, string currency, Instant grantedAt, Instant? expiresAt)
    {
        public string Id => id;

        public string Currency => currency;

        public Instant GrantedAt => grantedAt;

        public Instant? ExpiresAt => expiresAt;

        public decimal Left { get; set; }

        public bool Waiting { get; set; }

        public bool IsUsable(string wanted, Instant at) => currency == wanted && grantedAt <= at && (expiresAt is null || at < expiresAt);
    }
}
