namespace Stillso;

/// <summary>
/// Jobs that were begun when their worker was lost: one of them may have taken it down. They come back in ever smaller groups, until the guilty
/// one is alone. What was only leased is above suspicion.
/// </summary>
public static class Suspicion
{
    /// <summary>How many may be begun together with a job.</summary>
    /// <param name="lostWith">How many were begun, itself included, when its worker was last lost; 0: none was.</param>
    public static int MostTogether(int lostWith) => lostWith == 0 ? int.MaxValue : Math.Max(1, lostWith / 2);

    /// <summary>What a person reads of a job that is parked for it.</summary>
    public static string Reason(int losses) => $"{losses} times a worker was lost while it had this job alone: look at what it does to a process before you run it again.";
}
