using System.Runtime.CompilerServices;
using Stillso;

namespace MonthClose;

/// <summary>Loads the books of many accounts at once, one query per kind of fact, and saves what was decided in them.</summary>
static class AccountBooks
{
    sealed class Loaded
    {
        public SortedDictionary<string, AccountBook> Books { get; } = new(CodePoints.Order);

        public HashSet<string> WithRatings { get; } = new(StringComparer.Ordinal);
    }

    // Within one transaction everybody sees the same book: premises are read and jobs decide on the same objects.
    static readonly ConditionalWeakTable<ILedgerTransaction, Loaded> Cache = [];

    /// <summary>The books of these accounts, which nobody else writes until the transaction ends; an id that is unknown is missing from the answer.</summary>
    public static IReadOnlyDictionary<string, AccountBook> Load(
        ILedgerTransaction transaction, IReadOnlyCollection<string> accountIds, bool withRatings = false)
    {
        var loaded = Cache.GetOrCreateValue(transaction);
        var missing = accountIds.Where(id => !loaded.Books.ContainsKey(id)).ToHashSet(StringComparer.Ordinal);
        if (missing.Count > 0)
        {
            Locks.Accounts(transaction, missing);
            foreach (var book in BookReader.Read(transaction, missing)) loaded.Books.Add(book.Account.Id, book);
        }
        if (withRatings)
        {
            var unrated = accountIds.Where(id => loaded.Books.ContainsKey(id) && loaded.WithRatings.Add(id)).ToHashSet(StringComparer.Ordinal);
            if (unrated.Count > 0) BookReader.ReadRatings(transaction.Sql, unrated, loaded.Books);
        }
        return loaded.Books;
    }

    /// <summary>Saves every book of the transaction that was written in, in order of account id.</summary>
    public static void Save(ILedgerTransaction transaction, DateTimeOffset now)
    {
        var jobs = new List<NewJob>();
        foreach (var book in Cache.GetOrCreateValue(transaction).Books.Values)
        {
            if (book.IsUntouched) continue;
            BookWriter.Write(transaction, book, now, jobs);
            book.Clear();
        }
        if (jobs.Count > 0) transaction.Enqueue(jobs, now);
    }
}
