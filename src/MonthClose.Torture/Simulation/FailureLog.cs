using Microsoft.Extensions.Logging;
using Stillso;

namespace MonthClose.Torture;

/// <summary>Hears of every attempt that failed. What was made to fail may; a step that fails by itself is a problem, even if everything ends well.</summary>
sealed class FailureLog(SimulatedClose close, SimulatedProcess process) : ILogger<Worker>
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is null or StoreRefusedException or ProcessGoneException or GatewayUnavailableException || process.IsDead) return;
        close.Problems.Add($"{process.Name}: a step failed by itself: {exception}");
    }
}
