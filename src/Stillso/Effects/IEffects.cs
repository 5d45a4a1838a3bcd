namespace Stillso;

/// <summary>Does things outside the database at most once.</summary>
public interface IEffects
{
    /// <summary>
    /// Does something once. That it is sent is committed before it is; what came of it is committed after. An attempt that broke off in between is
    /// followed by one that asks first. A call that throws has not been answered: the attempt fails, and the next one asks.
    /// </summary>
    /// <param name="job">The job that does it, as the handler has it.</param>
    /// <param name="effect">What is to be done.</param>
    /// <param name="call">Does it, under the effect's key.</param>
    /// <param name="lookup">
    /// What became of it: the answer; or null if the other side shows that nothing was done and nothing is under way, so that it is sent again.
    /// It throws if it cannot tell.
    /// </param>
    /// <param name="cancellation">As the handler has it.</param>
    /// <returns>The answer, now or of before: asked again, it calls nobody.</returns>
    /// <exception cref="EpochOverException">The job is another worker's now.</exception>
    /// <exception cref="InvalidOperationException">It was withdrawn, or waits for a person; or its debt has another one open.</exception>
    Task<Answer> OnceAsync<T>(
        LeasedJob job, Effect<T> effect, Func<Effect<T>, CancellationToken, Task<Answer>> call, Func<Effect<T>, CancellationToken, Task<Answer?>> lookup,
        CancellationToken cancellation);

    /// <summary>What was sent and not answered, the oldest first: <see cref="Intent.SentAt"/> says since when.</summary>
    /// <param name="before">Only what was sent before this; what is younger may just be under way.</param>
    IReadOnlyList<Intent> Unanswered(DateTimeOffset before);

    /// <summary>Asks about everything of a kind that was sent before an instant and not answered, and keeps the answers.</summary>
    /// <param name="kind">The kind of effect.</param>
    /// <param name="before">Only what was sent before this.</param>
    /// <param name="lookup">As in <see cref="OnceAsync"/>; where it throws or answers null, the effect stays as it is.</param>
    /// <param name="cancellation">Ends it between two effects.</param>
    /// <returns>How many are settled now.</returns>
    Task<int> ReconcileAsync<T>(string kind, DateTimeOffset before, Func<Effect<T>, CancellationToken, Task<Answer?>> lookup, CancellationToken cancellation);
}
