using Microsoft.Extensions.Logging;

namespace Stillso;

public sealed partial class Worker
{
    [LoggerMessage(1, LogLevel.Warning, "Attempt {Attempt} of {Kind} job {Id} failed: {Reason}")]
    private partial void LogFailed(string kind, long id, int attempt, string reason);

    [LoggerMessage(3, LogLevel.Debug, "What failed in job {Id}")]
    private partial void LogFailure(Exception error, long id);

    void LogFailed(Work work)
    {
        LogFailed(work.Lease.Kind, work.Lease.Id, work.Lease.Attempt, work.Failure!.Message);
        LogFailure(work.Failure, work.Lease.Id);
    }

    [LoggerMessage(4, LogLevel.Warning, "A heartbeat failed: {Reason}")]
    private partial void LogHeartbeatFailed(string reason);

    [LoggerMessage(5, LogLevel.Warning, "The store cannot be used now, and is tried again in {Seconds} seconds: {Reason}")]
    private partial void LogStoreUnavailable(string reason, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "{Message}")]
    private partial void LogEpochOver(string message);
}
