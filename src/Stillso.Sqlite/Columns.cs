using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;

namespace Stillso.Sqlite;

/// <summary>How values are kept: instants as milliseconds since 1970 in UTC, facts and premises as JSON.</summary>
static class Columns
{
    static readonly string PlainJob = Of(new NewJob("", ""));

    public static DateTimeOffset Instant(DbDataReader r, int i) => DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(i));

    public static DateTimeOffset? InstantOrNull(DbDataReader r, int i) => r.IsDBNull(i) ? null : Instant(r, i);

    public static long Of(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    public static object? Of(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();

    /// <summary>Ids as a JSON array, for statements over many rows.</summary>
    public static string Of(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";

    /// <summary>Texts as a JSON array, for statements over many rows.</summary>
    public static string Of(IEnumerable<string> texts) => JsonSerializer.Serialize(texts, StoredJson.Default.Texts);

    /// <summary>Kinds as a JSON array; null: any.</summary>
    public static string? Of(IReadOnlyCollection<JobKind>? kinds) => kinds is null ? null : Of(kinds.Select(k => k.ToString()));

    public static string? Text(DbDataReader r, int i) => r.IsDBNull(i) ? null : r.GetString(i);

    public static string Of(IReadOnlyList<Premise> premises) => premises.Count == 0 ? "" : JsonSerializer.Serialize(premises, StoredJson.Default.Premises);

    public static IReadOnlyList<Premise> Premises(DbDataReader r, int i) =>
        r.GetString(i) is { Length: > 0 } json ? JsonSerializer.Deserialize(json, StoredJson.Default.Premises)! : [];

    public static string Of(ImmutableArray<Fact> facts) => facts.IsDefaultOrEmpty ? "" : JsonSerializer.Serialize(facts, StoredJson.Default.Facts);

    public static string Of(NewJob job) => JsonSerializer.Serialize(job, StoredJson.Default.Job);

    /// <summary>A job of a schedule or a callback. What is missing, because it was kept before there was such a property, has its default.</summary>
    // Generated readers set every init property, to nothing where it is missing: so the defaults come first, and of two of one name the last counts.
    public static NewJob Job(string json) => JsonSerializer.Deserialize($"{PlainJob.AsSpan(0, PlainJob.Length - 1)},{json.AsSpan(1)}", StoredJson.Default.Job)!;

    public static WaitingJob Waiting(DbDataReader r) =>
        new(r.GetInt64(0), r.GetString(1), r.GetString(2), Text(r, 3), Instant(r, 4), Premises(r, 5));

    /// <summary>A job that ends without having been leased: what its end needs.</summary>
    public static LeasedJob Ending(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), Text(r, 3), r.GetInt32(4), r.GetInt32(5), Instant(r, 6), [], Text(r, 7));

    /// <summary>A job that is due, as it is leased, and the limit that it is under.</summary>
    public static (LeasedJob Job, string? Limit, string LimitKey, bool HasTurn) Due(DbDataReader r, long epoch)
    {
        var plain = new LeasedJob(r.GetInt64(0), r.GetString(1), r.GetString(2), Text(r, 3), r.GetInt32(4), r.GetInt32(5), Instant(r, 6), [], null)
        {
            Epoch = epoch, Version = r.GetInt32(7),
        };
        if (r.GetInt32(8) == 1) return (plain, null, "", false);
        var job = plain with
        {
            Premises = Premises(r, 9), Batch = Text(r, 10), Occurrence = InstantOrNull(r, 11), TraceParent = Text(r, 15), Deadline = InstantOrNull(r, 16),
            LostWith = r.GetInt32(17), Checkpoint = Text(r, 18),
        };
        return (job, Text(r, 12), r.GetString(13), r.GetInt64(14) == 1);
    }

    public static RecordedChange Change(DbDataReader r) =>
        new(r.GetString(0), r.GetInt64(1), Instant(r, 2), r.GetString(3), r.GetString(4), r.GetString(5));

    public static Decision Decision(DbDataReader r) => new(
        r.GetString(0), r.GetInt64(1), Instant(r, 2), r.GetString(3), r.GetString(4), Enum.Parse<DecisionKind>(r.GetString(5)),
        Facts(r, 6), InstantOrNull(r, 7), Facts(r, 8), InstantOrNull(r, 9), [.. r.GetString(10).Split(';', StringSplitOptions.RemoveEmptyEntries)], r.GetString(11))
    {
        Code = r.GetString(12),
    };

    static ImmutableArray<Fact> Facts(DbDataReader r, int i) => r.GetString(i) is { Length: > 0 } json ? JsonSerializer.Deserialize(json, StoredJson.Default.Facts) : [];

    public static Intent Intent(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), Enum.Parse<IntentState>(r.GetString(4)),
        r.GetString(5), Text(r, 6), r.GetInt32(7), Instant(r, 8),
        InstantOrNull(r, 9), InstantOrNull(r, 10))
    {
        Outcome = Text(r, 11),
    };

    public static ScheduleState Schedule(DbDataReader r) => new(
        new Schedule(r.GetString(0), new(r.GetString(1), r.GetString(2)), Job(r.GetString(3)))
        {
            Missed = Enum.Parse<MissedRuns>(r.GetString(4)),
            MayOverlap = r.GetInt64(5) == 1,
            OnTime = TimeSpan.FromMilliseconds(r.GetInt64(6)),
        },
        InstantOrNull(r, 7), InstantOrNull(r, 8), r.GetInt64(9), r.GetInt64(10), r.GetInt64(11));
}
