using System.Globalization;
using Stillso;

namespace MonthClose.Torture;

/// <summary>The boundaries of every attempt: where the world changes, where jobs come twice, and how a transaction is called.</summary>
sealed class WatchedBoundaries(SimulatedClose close, SimulatedProcess process, SimulatedStore store) : IBoundaries
{
    public IReadOnlyList<Work> Before(IReadOnlyList<Work> works) => Pass("before", works);

    public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => Pass("during", works);

    public IReadOnlyList<Work> After(IReadOnlyList<Work> works) => Pass("after", works);

    public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction)
    {
    }

    public void Committing(Phase phase, IReadOnlyList<Work> works) =>
        store.Phase = $"{phase.ToString().ToLowerInvariant()}:{string.Join('+', works.Select(w => w.Lease.Kind).Distinct().Order(StringComparer.Ordinal))}";

    void Remember(Work work)
    {
        foreach (var fact in work.Lease.Premises.SelectMany(p => p.Believed).Where(f => f.Name == Facts.Due))
            close.Believed[work.Lease.OrderingKey!] = decimal.TryParse(fact.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var due) ? due : 0;
    }

    List<Work> Pass(string when, IReadOnlyList<Work> works)
    {
        var twice = new List<Work>();
        foreach (var work in works)
        {
            var place = $"{when}:{work.Lease.Kind}";
            if (close.Setup.Defect is not null) Remember(work);
            close.Operators.Pass(place, work.Lease.OrderingKey ?? close.Setup.World.SomeAccount);
            switch (close.Plan.At(place, Fault.Twice, Fault.Crash))
            {
                case Fault.Twice:
                    close.History.Add(process.Name, place, Fault.Twice);
                    twice.Add(work);
                    break;
                case Fault.Crash:
                    close.History.Add(process.Name, place, Fault.Crash);
                    close.Die(process);
                    throw new ProcessGoneException();
            }
        }
        return twice;
    }
}
