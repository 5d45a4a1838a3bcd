namespace MonthClose.Torture;

/// <summary>A defect that is planted on purpose, to see whether the checkers find it.</summary>
/// <param name="Name">By which it is asked for.</param>
/// <param name="What">What is wrong then.</param>
/// <param name="WaitsFor">What is missing to plant it; null: it can be planted.</param>
sealed record Defect(string Name, string What, string? WaitsFor = null)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Defect> All { get; } =
    [
        new("no-fencing", "a worker whose epoch is over goes on, and jobs are entered twice"),
        new("complete-by-id", "jobs are completed by their id alone, whoever holds them now"),
        new("new-key-per-retry", "every attempt to create a charge has a key of its own"),
        new("timeout-is-failure", "a confirmation without an answer counts as declined"),
        new("charge-in-transaction", "the charge is confirmed before the line commits"),
        new("stale-price", "what is charged is what was due when the job was enqueued"),
        new("enqueue-after-commit", "jobs that follow are enqueued in a transaction of their own"),
        new("ack-before-fsync", "a commit that was answered is lost with the power", "a simulated disk that loses what was not synced"),
        new("blind-resend", "a charge is sent again under a key that the gateway has forgotten", "a simulated gateway that forgets its keys after a day"),
        new("dropped-outbox", "a process that starts forgets the mails that wait"),
        new("skip-without-reason", "what is superseded leaves no decision"),
        new("local-clock-lease", "a process takes others for lost by a clock that is minutes ahead"),
        new("search-based-reconcile", "what became of a charge is looked up in an index that lags a minute behind"),
        new("double-month", "a month whose end comes twice is closed twice", "a close that a schedule starts"),
        new("webhook-without-dedupe", "an event that comes twice counts twice", "a close that listens to webhooks"),
        new("requeue-unknown", "a charge of which nothing is known is given up when it is asked about, and made anew"),
        new("swallowed-mail-error", "a mail that was lost counts as sent"),
        new("lost-sweeper", "nobody takes up the jobs of the dead"),
        new("report-without-snapshot", "files are read while the store changes", "files written while a simulated close goes on"),
        new("audit-after-commit", "decisions are kept in a transaction of their own"),
    ];

    /// <summary>No defect that is planted at run time: what this build itself does wrong.</summary>
    public static Defect AsBuilt { get; } = new("as-built", "whatever is wrong with this build");

    /// <summary>The defect of a name.</summary>
    public static Defect Named(string name) => All.Append(AsBuilt).FirstOrDefault(d => d.Name == name)
        ?? throw new ArgumentException($"There is no defect \"{name}\": {string.Join(", ", All.Select(d => d.Name))}.");
}
