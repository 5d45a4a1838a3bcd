namespace MonthClose;

/// <summary>The gateway refused a request for good, before anything was charged.</summary>
public sealed class GatewayRefusedException(string code, string message) : Exception(message)
{
    /// <summary>The gateway's code.</summary>
    public string Code { get; } = code;
}

/// <summary>The gateway did not answer, or not yet.</summary>
public sealed class GatewayUnavailableException(string message, Exception inner) : Exception(message, inner);
