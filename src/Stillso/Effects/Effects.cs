using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Stillso;

/// <summary>Effects by the ledger's intents.</summary>
/// <param name="ledger">Where they are kept.</param>
/// <param name="clock">The business clock.</param>
/// <param name="logger">Where a question that was not answered is told.</param>
/// <param name="json">How what is frozen is written and read: <see cref="StillsoBuilder.UseJson"/>; null: as by <see cref="JsonSerializerOptions.Default"/>.</param>
public sealed partial class Effects(ILedger ledger, TimeProvider clock, ILogger<Effects> logger, JsonSerializerOptions? json = null) : IEffects
{
    readonly JsonSerializerOptions json = Json.Options(json);

    /// <inheritdoc/>
    public async Task<Answer> OnceAsync<T>(
        LeasedJob job, Effect<T> effect, Func<Effect<T>, CancellationToken, Task<Answer>> call, Func<Effect<T>, CancellationToken, Task<Answer?>> lookup,
        CancellationToken cancellation)
    {
        var (intent, isNew) = ledger.Write(tx => Begin(tx, job, effect));
        if (Kept(intent) is { } kept) return kept;
        if (!isNew)
        {
            if (await lookup(Of<T>(intent), cancellation) is { } found) return Settle(intent.Key, found);
            intent = ledger.Write(tx => SendAgain(tx, job, intent.Key));
        }
        Answer answer;
        try
        {
            answer = await call(Of<T>(intent), cancellation);
        }
        catch (Exception)
        {
            ledger.Write(tx => Unanswered(tx, job, intent.Key));
            throw;
        }
        return Settle(intent.Key, answer);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Intent> Unanswered(DateTimeOffset before) => ledger.Read(tx => tx.Unanswered(before));

    /// <inheritdoc/>
    public async Task<int> ReconcileAsync<T>(string kind, DateTimeOffset before, Func<Effect<T>, CancellationToken, Task<Answer?>> lookup, CancellationToken cancellation)
    {
        var settled = 0;
        foreach (var intent in Unanswered(before).Where(i => i.Kind == kind && i.State != IntentState.Parked))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                // Nothing was done, it says: whose job it is sends it again, nobody else does.
                if (await lookup(Of<T>(intent), cancellation) is not { } answer) continue;
                if (ledger.Write(tx => SettleUnlessSettled(tx, intent.Key, answer))) settled++;
            }
            catch (Exception e) when (e is not OperationCanceledException and not StoreUnavailableException and not CommitUnknownException)
            {
                LogUnanswered(kind, intent.Key, e.Message);
            }
        }
        return settled;
    }

    (Intent, bool IsNew) Begin<T>(ILedgerTransaction tx, LeasedJob job, Effect<T> effect)
    {
        tx.Fence(job.Epoch);
        if (tx.FindIntent(effect.Key) is { } found)
        {
            if (found.State is IntentState.Withdrawn or IntentState.Parked) throw new InvalidOperationException($"The {found.Kind} {found.Key} is {found.State}: it is not sent.");
            return found.State == IntentState.Ready ? (Sent(tx, found), true) : (found, false);
        }
        var now = clock.GetUtcNow();
        var intent = new Intent(
            effect.Key, effect.Kind, effect.Subject ?? effect.Key, effect.Debt ?? effect.Key, IntentState.Ready, JsonSerializer.Serialize(effect.Frozen, json.Type<T>()),
            effect.Reference, 0, now, null, null);
        tx.Add(intent);
        return (Sent(tx, intent), true);
    }

    Intent SendAgain(ILedgerTransaction tx, LeasedJob job, string key)
    {
        tx.Fence(job.Epoch);
        return Sent(tx, tx.FindIntent(key)!);
    }

    Intent Sent(ILedgerTransaction tx, Intent intent)
    {
        var sent = intent with { State = IntentState.Sending, Sends = intent.Sends + 1, SentAt = intent.SentAt ?? clock.GetUtcNow() };
        tx.Update(sent);
        return sent;
    }

    static bool Unanswered(ILedgerTransaction tx, LeasedJob job, string key)
    {
        tx.Fence(job.Epoch);
        tx.Update(tx.FindIntent(key)! with { State = IntentState.Unknown });
        return true;
    }

    // What was answered is so, whoever was asking: no epoch can take that back.
    Answer Settle(string key, Answer answer)
    {
        ledger.Write(tx => SettleUnlessSettled(tx, key, answer));
        return answer;
    }

    bool SettleUnlessSettled(ILedgerTransaction tx, string key, Answer answer)
    {
        var intent = tx.FindIntent(key)!;
        if (intent.SettledAt is not null) return false;
        tx.Update(intent with
        {
            State = answer.Succeeded ? IntentState.Succeeded : IntentState.Refused, SettledAt = clock.GetUtcNow(),
            Outcome = answer.Code, Reference = answer.Reference ?? intent.Reference,
        });
        return true;
    }

    static Answer? Kept(Intent intent) => intent.State switch
    {
        IntentState.Succeeded => new(true, intent.Outcome, intent.Reference),
        IntentState.Refused => new(false, intent.Outcome, intent.Reference),
        _ => null,
    };

    Effect<T> Of<T>(Intent intent) => new(intent.Key, intent.Kind, JsonSerializer.Deserialize(intent.Frozen, json.Type<T>())!)
    {
        Subject = intent.Subject, Debt = intent.Debt, Reference = intent.Reference,
    };

    [LoggerMessage(20, LogLevel.Warning, "What became of the {Kind} {Key} cannot be told now: {Reason}")]
    private partial void LogUnanswered(string kind, string key, string reason);
}
