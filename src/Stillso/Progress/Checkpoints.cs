using System.Text.Json;

namespace Stillso;

/// <summary>
/// For handlers that take their time: where they are is kept with the job, and the next attempt goes on from there, in whichever process. Give one to
/// your handler; hosts have it among their services.
/// </summary>
/// <param name="ledger">Where jobs are.</param>
/// <param name="json">How they are written and read: <see cref="StillsoBuilder.UseJson"/>; null: as by <see cref="JsonSerializerOptions.Default"/>.</param>
public sealed class Checkpoints(ILedger ledger, JsonSerializerOptions? json = null)
{
    readonly JsonSerializerOptions json = Json.Options(json);

    /// <summary>Where an earlier attempt got to; default: there was none, or it kept nothing.</summary>
    public T? Of<T>(LeasedJob job) => job.Checkpoint is { } kept ? JsonSerializer.Deserialize(kept, json.Type<T>()) : default;

    /// <summary>Keeps where the job is, in a transaction of its own.</summary>
    /// <param name="job">As the handler has it.</param>
    /// <param name="checkpoint">Where it is; written as JSON.</param>
    /// <param name="done">How much is done, from 0 to 1; null: as it was.</param>
    /// <param name="note">What it is at, for a person; null: as it was.</param>
    /// <exception cref="EpochOverException">The job is another worker's now: end this attempt, it must not go on.</exception>
    public void Keep<T>(LeasedJob job, T checkpoint, double? done = null, string? note = null) =>
        Note(job, JsonSerializer.Serialize(checkpoint, json.Type<T>()), done, note);

    /// <summary>Says how far the job is, and keeps nothing to go on from.</summary>
    /// <inheritdoc cref="Keep"/>
    public void Say(LeasedJob job, double done, string? note = null) => Note(job, null, done, note);

    void Note(LeasedJob job, string? checkpoint, double? done, string? note) => ledger.Write(tx => tx.Note(job, checkpoint, done, note));
}
