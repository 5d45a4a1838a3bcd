namespace Stillso;

/// <summary>The names of attributes. Those of messaging and errors are OpenTelemetry's.</summary>
static class Tags
{
    public const string System = "messaging.system", Operation = "messaging.operation.name", OperationType = "messaging.operation.type",
        Destination = "messaging.destination.name", Id = "messaging.message.id", Count = "messaging.batch.message_count", Error = "error.type";

    public const string Kind = "stillso.job.kind", Attempt = "stillso.job.attempt", Outcome = "stillso.job.outcome", Phase = "stillso.phase", Decision = "stillso.decision";

    public static string Of(Phase phase) => phase switch
    {
        Stillso.Phase.Decide => "decide",
        Stillso.Phase.Prepare => "prepare",
        Stillso.Phase.Send => "send",
        Stillso.Phase.Act => "act",
        _ => "settle",
    };

    public static string Of(JobEndKind end) => end switch
    {
        JobEndKind.Completed => "completed",
        JobEndKind.Superseded => "superseded",
        JobEndKind.Cancelled => "cancelled",
        JobEndKind.Rescheduled => "rescheduled",
        JobEndKind.Retried => "retried",
        JobEndKind.Parked => "parked",
        _ => "dead",
    };

    public static string Of(DecisionKind decision) => decision switch
    {
        DecisionKind.Acted => "acted",
        DecisionKind.Revised => "revised",
        DecisionKind.Superseded => "superseded",
        DecisionKind.Deferred => "deferred",
        _ => "parked",
    };

    public static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
