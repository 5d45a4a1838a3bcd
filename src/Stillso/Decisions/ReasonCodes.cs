namespace Stillso;

/// <summary>
/// Why something was decided, for a machine: short, stable words beside the sentence for a person. These are the engine's; handlers have codes of
/// their own.
/// </summary>
public static class ReasonCodes
{
    /// <summary>What the job was told is still so.</summary>
    public const string PremiseHeld = "premise_held";

    /// <summary>What the job was told is not so any more.</summary>
    public const string PremiseChanged = "premise_changed";

    /// <summary>Whether it is still so cannot be read now.</summary>
    public const string FactsUnreadable = "facts_unreadable";

    /// <summary>The job has failed as often as it may.</summary>
    public const string AttemptsUsedUp = "attempts_used_up";

    /// <summary>The job has failed, and its handler said that it is not to be tried again: <see cref="Retry.Never"/>.</summary>
    public const string GivenUp = "given_up";

    /// <summary>The job had not begun by its <see cref="NewJob.Deadline"/>, or has failed and would be tried again after it.</summary>
    public const string DeadlinePassed = "deadline_passed";

    /// <summary>Its worker was lost while it had this job alone, as often as <see cref="NewJob.MaxLosses"/> says.</summary>
    public const string WorkerLost = "worker_lost";

    /// <summary>The longest code.</summary>
    public const int Longest = 64;

    internal static string Checked(string code) => code.Length <= Longest ? code : throw new ArgumentException(
        $"The reason code \"{code[..Longest]}…\" has {code.Length} characters, {Longest} are the most: keep what is longer in the reason.");
}
