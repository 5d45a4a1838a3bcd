namespace MonthClose.Torture;

/// <summary>What can go wrong in one place.</summary>
enum Fault
{
    None,

    /// <summary>The store refuses the transaction before it begins.</summary>
    Refused,

    /// <summary>The store cannot be used, for nobody's fault; the worker begins anew.</summary>
    Away,

    /// <summary>The process dies with its transaction not committed.</summary>
    CrashBeforeCommit,

    /// <summary>The process dies with its transaction committed.</summary>
    CrashAfterCommit,

    /// <summary>The transaction is committed, and the process does not learn it.</summary>
    CommitUnanswered,

    /// <summary>The job is delivered twice.</summary>
    Twice,

    /// <summary>The process dies between two transactions.</summary>
    Crash,

    /// <summary>The process stands still until others take it for lost, and goes on then.</summary>
    Stopped,

    /// <summary>The request is lost on its way.</summary>
    RequestLost,

    /// <summary>The request is carried out, its answer lost.</summary>
    AnswerLost,

    /// <summary>The request is carried out long after whoever made it has given up.</summary>
    RequestLate,

    /// <summary>The request comes twice.</summary>
    RequestTwice,

    /// <summary>The answer comes after whoever waits for it counts as lost.</summary>
    AnswerLate,

    /// <summary>The process dies while it waits for an answer; the request is carried out.</summary>
    CrashInCall,
}
