namespace MonthClose.Checking;

/// <summary>Finds the account behind whatever a row without an account refers to.</summary>
internal sealed class References
{
    private readonly Dictionary<string, string> _accounts = new(StringComparer.Ordinal);

    public References(CloseView view)
    {
        var known = view.Numbered.Select(i => (i.InvoiceNumber!, i.AccountId))
            .Concat(view.Close.Payments.Select(p => (p.PaymentId, p.AccountId)))
            .Concat(view.Close.Payments.Where(p => p.GatewayReference is not null).Select(p => (p.GatewayReference!, p.AccountId)))
            .Concat(view.Close.Payments.Where(p => p.IdempotencyKey is not null).Select(p => (p.IdempotencyKey!, p.AccountId)))
            .Concat(view.Close.Changes.Select(c => (c.ChangeId, c.AccountId)))
            .Concat(view.Close.CreditsApplied.Select(c => (c.CreditId, c.AccountId)))
            .Concat(view.World.Credits.Select(c => (c.CreditId, c.AccountId)))
            .Concat(view.World.Accounts.Keys.Select(id => (id, id)));
        foreach (var (reference, account) in known)
        {
            _accounts.TryAdd(reference, account);
        }
    }

    public string? AccountOf(string? reference) => reference is null ? null : _accounts.GetValueOrDefault(reference);
}
