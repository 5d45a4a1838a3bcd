using System.Diagnostics;
using static Stillso.Tags;

namespace Stillso;

/// <summary>The spans of jobs and of their transactions, and who follows whom.</summary>
static class Spans
{
    // As many as OpenTelemetry keeps of one span.
    const int MostLinks = 128;
    static readonly ActivitySource Source = new(StillsoTelemetry.ActivitySourceName);

    public static bool AreListenedTo => Source.HasListeners();

    /// <summary>Jobs that are enqueued now follow the current span, unless they say whom they follow.</summary>
    public static IReadOnlyList<NewJob> Following(IReadOnlyList<NewJob> jobs) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } current } ? Following(jobs, current) : jobs;

    static NewJob[] Following(IReadOnlyList<NewJob> jobs, string span) => [.. jobs.Select(j => j.TraceParent is null ? j with { TraceParent = span } : j)];

    /// <summary>
    /// The outside part of a job. Its parent is the span that enqueued it, not a mere link, so that one trace shows what came of a request
    /// however long it waited.
    /// </summary>
    public static Activity? Process(Phase phase, Work work)
    {
        if (!AreListenedTo) return null;
        var job = work.Lease;
        var span = Source.StartActivity($"process {job.Kind}", ActivityKind.Consumer, Context(job.TraceParent ?? work.TraceParent),
        [
            Tag(Tags.System, "stillso"), Tag(Operation, "process"), Tag(OperationType, "process"), Tag(Destination, job.Kind),
            Tag(Id, $"{job.Id}"), Tag(Attempt, job.Attempt), Tag(Tags.Phase, Of(phase)),
        ]);
        work.TraceParent = span?.Id ?? work.TraceParent;
        return span;
    }

    /// <summary>A transaction of many jobs. Its parent is the span that all of them follow.</summary>
    public static Activity? Transaction(Phase phase, IReadOnlyList<Work> works) => AreListenedTo ? Started(phase, works) : null;

    static Activity? Started(Phase phase, IReadOnlyList<Work> works)
    {
        var first = works[0];
        var parent = works.Count == 1 ? first.TraceParent : works.All(w => w.Lease.TraceParent == first.Lease.TraceParent) ? first.Lease.TraceParent : null;
        var links = parent is not null ? [] : works.Select(w => w.TraceParent).OfType<string>().Distinct(StringComparer.Ordinal).Take(MostLinks);
        var span = Source.StartActivity(
            $"{Of(phase)} transaction", ActivityKind.Internal, Context(parent), [Tag(Tags.Phase, Of(phase)), Tag(Count, works.Count)],
            links.Select(l => new ActivityLink(Context(l))));
        if (works.Count == 1) first.TraceParent ??= span?.Id;
        return span;
    }

    public static void Failed(this Activity? span, Exception error) =>
        span?.SetTag(Error, error.GetType().FullName).AddException(error).SetStatus(ActivityStatusCode.Error);

    static ActivityContext Context(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;
}
