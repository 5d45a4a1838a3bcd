namespace Stillso;

/// <summary>Which state of an intent may follow which; every store refuses the rest.</summary>
public static class IntentTransitions
{
    /// <summary>Whether <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    public static bool Allowed(IntentState from, IntentState to) => (from, to) switch
    {
        (IntentState.Ready, IntentState.Ready or IntentState.Sending or IntentState.Withdrawn) => true,
        // Back to ready: the other side shows that nothing was taken, not even begun.
        (IntentState.Sending, IntentState.Ready or IntentState.Sending or IntentState.Unknown or IntentState.Succeeded or IntentState.Refused or IntentState.Parked) => true,
        (IntentState.Unknown, IntentState.Sending or IntentState.Unknown or IntentState.Succeeded or IntentState.Refused or IntentState.Parked) => true,
        (IntentState.Parked, IntentState.Succeeded or IntentState.Refused) => true,
        _ => false,
    };
}
