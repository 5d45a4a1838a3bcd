using Microsoft.Extensions.Logging;

namespace Stillso;

public sealed partial class Worker
{
    [LoggerMessage(1, LogLevel.Warning, "A {Kind} job (id {Id}) failed")]
    private partial void LogFailed(Exception error, string kind, long id);

    [LoggerMessage(2, LogLevel.Warning, "{Message}")]
    private partial void LogEpochOver(string message);
}
