namespace MonthClose.Checking;

/// <summary>Something wrong in the files. <paramref name="Invariant"/> is 1 to 10 of docs/formats.md, or 0: form.</summary>
public sealed record Finding(int Invariant, string File, string? Account, string Message)
{
    public override string ToString() =>
        $"({Invariant}) {File}{(Account is null ? "" : $" [{Account}]")}: {Message}";
}

/// <summary>How the world was imported, which period was closed (when it is one alone), and what must be there.</summary>
public sealed record CheckOptions(string Period = "")
{
    public string AccountColumn { get; init; } = "BillingAccountId";

    /// <summary>`--accounts-from-usage CURRENCY,ZONE`, for a world without accounts.csv.</summary>
    public (string Currency, string Zone)? AccountsFromUsage { get; init; }

    /// <summary>False for a gateway whose own books are not written (`--gateway stripe`).</summary>
    public bool HasGatewayBooks { get; init; } = true;

    /// <summary>
    /// Requests may reach the gateway after whoever made them has given up and, shown that nothing was done, has repeated them:
    /// then a card can be refused twice for one attempt. It can still be charged only once.
    /// </summary>
    public bool RequestsMayBeLate { get; init; }

    /// <summary>Every file of reports/ must be there; otherwise those that are there must be right.</summary>
    public bool RequireReports { get; init; }

    /// <summary>False where mails were not written as files, but in <c>emails.csv</c> alone.</summary>
    public bool HasMailFiles { get; init; } = true;

    /// <summary>Every mail must have its invoice as a PDF.</summary>
    public bool RequirePdf { get; init; }
}
