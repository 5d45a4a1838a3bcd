namespace MonthClose.App;

/// <summary>What the command's exit codes mean (docs/formats.md).</summary>
static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int BadInput = 3;
    public const int DoneWithParked = 4;
    public const int NotExercised = 5;
    public const int Interrupted = 130;
}

/// <summary>The command was given something that it cannot do.</summary>
sealed class UsageException(string message) : Exception(message);
