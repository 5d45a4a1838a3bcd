using Stillso;

namespace MonthClose.App;

/// <summary>Queue and ledger of one open store.</summary>
sealed record OpenedStore(ILedger Ledger, IJobStore Jobs, IDisposable Both) : IDisposable
{
    public static OpenedStore Of<TStore>(TStore store) where TStore : ILedger, IJobStore, IDisposable => new(store, store, store);

    public void Dispose() => Both.Dispose();
}
