using System.Text.Encodings.Web;
using System.Text.Json;

namespace MonthClose.Torture;

/// <summary>What happened in a round of real processes, in its order: history.jsonl, a line an event.</summary>
sealed class RoundHistory(string path, TimeProvider time) : IDisposable
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    readonly Lock adding = new();
    readonly StreamWriter file = new(path) { AutoFlush = true };
    readonly Dictionary<string, int> faults = new(StringComparer.Ordinal);
    readonly long started = time.GetTimestamp();

    /// <summary>How often each fault has happened.</summary>
    public IReadOnlyDictionary<string, int> Faults
    {
        get
        {
            lock (adding) return new Dictionary<string, int>(faults, StringComparer.Ordinal);
        }
    }

    /// <summary>How long the round has been going on.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    public void Add(string who, string what, string? fault = null)
    {
        lock (adding)
        {
            if (fault is not null) faults[fault] = faults.GetValueOrDefault(fault) + 1;
            file.WriteLine(JsonSerializer.Serialize(new { at = time.GetUtcNow(), seconds = Math.Round(Elapsed.TotalSeconds, 3), who, what, fault }, Plain));
        }
    }

    public void Dispose() => file.Dispose();
}
