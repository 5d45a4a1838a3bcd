namespace MonthClose.Torture;

/// <summary>What many closes came to.</summary>
sealed class Tally
{
    readonly Lock adding = new();
    readonly SortedDictionary<string, long> faults = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> changes = new(StringComparer.Ordinal);
    readonly List<CheckedClose> failed = [];
    readonly List<TimeSpan> recoveries = [];

    public long Closes { get; private set; }

    public long Charges { get; private set; }

    /// <summary>How many closes had at least one fault and one change.</summary>
    public long Eventful { get; private set; }

    /// <summary>How often each kind of fault was injected.</summary>
    public IReadOnlyDictionary<string, long> Faults => faults;

    /// <summary>How often each change was made.</summary>
    public IReadOnlyDictionary<string, long> Changes => changes;

    public IReadOnlyList<CheckedClose> Failed => failed;

    /// <summary>How long jobs were in the hands of the dead, shortest first.</summary>
    public IReadOnlyList<TimeSpan> Recoveries => [.. recoveries.Order()];

    public void Add(CheckedClose close)
    {
        lock (adding)
        {
            Closes++;
            Charges += close.Charges;
            if (close.Faults.Count > 0 && close.Changes.Count > 0) Eventful++;
            recoveries.AddRange(close.Recoveries);
            foreach (var fault in close.Faults) faults[fault.Fault.ToString()] = faults.GetValueOrDefault(fault.Fault.ToString()) + 1;
            foreach (var change in close.Changes) changes[change.Change] = changes.GetValueOrDefault(change.Change) + 1;
            if (close.Violations.Count > 0) failed.Add(close);
        }
    }
}
