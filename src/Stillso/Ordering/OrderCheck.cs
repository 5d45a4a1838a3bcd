using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Stillso;

/// <summary>A kind of job whose premise another kind writes, and nothing orders the two.</summary>
readonly record struct Unordered(string Reader, string Source, string Writer);

/// <summary>
/// Looks for jobs whose premises are written by jobs that they neither follow nor share a key with. It sees what is enqueued, and only what handlers
/// say that they write: what comes after anything is taken to be in order.
/// </summary>
sealed partial class OrderCheck
{
    // Kinds by what they write. Empty: there is nothing to look for.
    readonly ConcurrentDictionary<string, IReadOnlyList<string>> writers = new(StringComparer.Ordinal);
    readonly HashSet<Unordered> told = [];
    // Kinds that were seen to rely on their key alone, by what they believe, and kinds that were seen without anything that orders them.
    readonly HashSet<(string Source, string Kind)> keyed = [];
    readonly HashSet<string> loose = new(StringComparer.Ordinal);

    public bool IsNeeded => !writers.IsEmpty;

    public void Add(string kind, IReadOnlyList<string> writes)
    {
        foreach (var source in writes) writers.AddOrUpdate(source, [kind], (_, kinds) => [.. kinds, kind]);
    }

    /// <summary>Warns of what was enqueued together, once of the same in the life of a process.</summary>
    public void Warn(IReadOnlyList<(NewJob Job, long Id)> jobs, ILogger logger)
    {
        foreach (var (reader, source, writer) in Look(jobs)) LogUnordered(logger, reader, source, writer);
    }

    /// <summary>What was enqueued together and is not in order, as far as it was not told before.</summary>
    public IReadOnlyList<Unordered> Look(IReadOnlyList<(NewJob Job, long Id)> jobs)
    {
        if (!IsNeeded) return [];
        var free = jobs.Where(j => j.Job.After.Count + j.Job.AfterBatches.Count == 0).ToList();
        var believed = free.SelectMany(j => j.Job.Premises.Where(p => writers.ContainsKey(p.Source)), (j, p) => (j.Job, p.Source, p.Subject)).ToList();
        var followed = jobs.SelectMany(j => j.Job.After).ToHashSet();
        lock (told)
        {
            keyed.UnionWith(believed.Where(b => b.Job.OrderingKey is not null).Select(b => (b.Source, b.Job.Kind)));
            loose.UnionWith(free.Where(j => j.Job.OrderingKey is null && !followed.Contains(j.Id)).Select(j => j.Job.Kind));
            return [.. Keyless(believed).Concat(WithOtherKeys(free, believed)).Concat(Loose()).Where(told.Add)];
        }
    }

    IEnumerable<Unordered> Keyless(IEnumerable<(NewJob Job, string Source, string Subject)> believed) =>
        believed.Where(b => b.Job.OrderingKey is null).SelectMany(b => writers[b.Source], (b, writer) => new Unordered(b.Job.Kind, b.Source, writer));

    // Of jobs about one subject: a kind that believes and a kind that writes have more than one key between them.
    IEnumerable<Unordered> WithOtherKeys(List<(NewJob Job, long Id)> free, List<(NewJob Job, string Source, string Subject)> believed)
    {
        var keys = free.SelectMany(j => j.Job.Premises, (j, p) => (About: (p.Subject, j.Job.Kind), j.Job.OrderingKey)).Distinct().ToLookup(j => j.About, j => j.OrderingKey);
        return from b in believed.Select(b => (b.Job.Kind, b.Source, b.Subject)).Distinct()
               from writer in writers[b.Source]
               let theirs = keys[(b.Subject, writer)]
               where theirs.Any() && theirs.Union(keys[(b.Subject, b.Kind)]).Skip(1).Any()
               select new Unordered(b.Kind, b.Source, writer);
    }

    IEnumerable<Unordered> Loose() =>
        keyed.SelectMany(k => writers[k.Source].Where(loose.Contains), (k, writer) => new Unordered(k.Kind, k.Source, writer));

    [LoggerMessage(7, LogLevel.Warning, "A {Reader} job believes facts of {Source}, which {Writer} jobs write, and nothing says which of them runs first: " +
        "priority is not ordering. Give both the same OrderingKey, or let the one that believes come After the one that writes.")]
    static partial void LogUnordered(ILogger logger, string reader, string source, string writer);
}
