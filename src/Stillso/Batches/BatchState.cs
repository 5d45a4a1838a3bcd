namespace Stillso;

/// <summary>Where a batch stands. A job that is tried again, or was put off, is pending.</summary>
/// <param name="Id">The batch's name.</param>
/// <param name="Total">How many jobs were ever counted in.</param>
/// <param name="Pending">How many have not finished.</param>
/// <param name="Superseded">How many had nothing left to do.</param>
/// <param name="Parked">How many wait for a person.</param>
/// <param name="Dead">How many have used up their attempts.</param>
/// <param name="Discarded">How many were taken back before they began.</param>
/// <param name="IsOpen">Whether it waits for <see cref="ILedgerTransaction.Seal"/>.</param>
/// <param name="IsCancelled">Whether it was cancelled.</param>
/// <param name="IsComplete">Whether all have finished and its callbacks are enqueued. Nothing can be added to it any more.</param>
public sealed record BatchState(
    string Id, long Total, long Pending, long Superseded, long Parked, long Dead, long Discarded, bool IsOpen, bool IsCancelled, bool IsComplete)
{
    /// <summary>How many did what there was to do.</summary>
    public long Completed => Total - Pending - Superseded - Parked - Dead - Discarded;

    /// <summary>How much of it is finished, from 0 to 1.</summary>
    public double Progress => Total == 0 ? (IsComplete ? 1 : 0) : (Total - Pending) / (double)Total;
}
