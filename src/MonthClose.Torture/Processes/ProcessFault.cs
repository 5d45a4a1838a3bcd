namespace MonthClose.Torture;

/// <summary>What is done to a connection between a close and somebody else.</summary>
enum Cut
{
    /// <summary>Cut before the request has passed.</summary>
    Before,

    /// <summary>Cut when the answer comes.</summary>
    After,

    /// <summary>The request passes seconds later, perhaps when nobody waits for it any more.</summary>
    HeldBack,

    /// <summary>Nothing passes, on any connection, for some seconds.</summary>
    StandStill,

    /// <summary>Every connection is reset.</summary>
    Reset,
}

/// <summary>What goes wrong among real processes, in the words of the report.</summary>
static class ProcessFault
{
    public const string Killed = "worker: killed (SIGKILL)";
    public const string Stopped = "worker: stopped until others had its jobs (SIGSTOP, SIGCONT)";
    public const string Ended = "worker: ended and started again (SIGTERM)";
    public const string GatewayKilled = "gateway: killed (SIGKILL) and started again";
    public const string GatewayHungUp = "gateway: hung up without an answer";
    public const string MailPutOff = "mail server: put a mail off (451)";
    public const string MailHungUp = "mail server: hung up before it took the mail";
    public const string MailUnanswered = "mail server: took the mail and hung up";
    public const string MailSlow = "mail server: took its time";
    public const string DiskFull = "disk: full";
    public const string Database = "database";
    public const string DatabaseRestarted = "database: stopped at once and started again";

    public static IReadOnlyList<string> OfProcesses { get; } = [Killed, Stopped, Ended, GatewayKilled, DiskFull];

    public static IReadOnlyList<string> OfDatabase { get; } = [DatabaseRestarted, .. Enum.GetValues<Cut>().Select(c => Of(Database, c))];

    public static IReadOnlyList<string> OfMailServer { get; } = [MailPutOff, MailHungUp, MailUnanswered, MailSlow];

    public static IReadOnlyList<string> All { get; } =
    [
        .. OfProcesses, .. OfDatabase, GatewayHungUp, .. Enum.GetValues<Cut>().Select(c => Of("gateway", c)), .. Enum.GetValues<Cut>().Select(c => Of("mail server", c)), .. OfMailServer,
    ];

    /// <summary>What a proxy in front of somebody did.</summary>
    public static string Of(string before, Cut cut) => $"{before}: " + cut switch
    {
        Cut.Before => "connection cut before the request passed",
        Cut.After => "connection cut after the request passed, before its answer",
        Cut.HeldBack => "request held back",
        Cut.StandStill => "all connections stood still",
        _ => "all connections reset",
    };
}
