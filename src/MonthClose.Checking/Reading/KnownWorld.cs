namespace MonthClose.Checking;

/// <summary>All that was ever imported: what a later world repeats was known already, what it adds is new.</summary>
internal sealed class KnownWorld
{
    private KnownWorld(IReadOnlyList<WorldFiles> worlds)
    {
        Accounts = worlds.SelectMany(w => w.Accounts.Values).DistinctBy(a => a.AccountId).ToDictionary(a => a.AccountId, StringComparer.Ordinal);
        DefaultMethods = worlds.SelectMany(w => w.DefaultMethods).DistinctBy(m => m.Key).ToDictionary(StringComparer.Ordinal);
        Credits = [.. worlds.SelectMany(w => w.Credits).DistinctBy(c => c.CreditId)];
        CreditsOfAccount = Credits.ToLookup(c => c.AccountId, StringComparer.Ordinal);
        Worlds = worlds;
    }

    public IReadOnlyList<WorldFiles> Worlds { get; }

    public IReadOnlyDictionary<string, WorldAccount> Accounts { get; }

    public IReadOnlyDictionary<string, string> DefaultMethods { get; }

    public IReadOnlyList<WorldCredit> Credits { get; }

    public ILookup<string, WorldCredit> CreditsOfAccount { get; }

    public static KnownWorld Of(IReadOnlyList<WorldFiles> worlds) => new(worlds);
}
