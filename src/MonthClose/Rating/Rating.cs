namespace MonthClose;

/// <summary>What one line costs in one currency: summed exactly, not converted, not rounded.</summary>
/// <param name="Category">FOCUS ChargeCategory.</param>
/// <param name="Service">FOCUS ServiceName.</param>
/// <param name="FromPeriod">The month that the usage is of, in the account's zone.</param>
/// <param name="Currency">Of the cost, or of the price.</param>
/// <param name="Amount">Exact.</param>
public sealed record RatedLine(string Category, string Service, string FromPeriod, string Currency, decimal Amount);

/// <summary>What an account used and was not billed yet, rated for one period's invoice.</summary>
public sealed record Rating
{
    /// <summary>The period that bills it.</summary>
    public required string Period { get; init; }

    /// <summary>The account's currency when it was rated: it chooses the price lists.</summary>
    public required string Currency { get; init; }

    /// <summary>In the order of invoice lines.</summary>
    public required IReadOnlyList<RatedLine> Lines { get; init; }

    /// <summary>The account's tax rate of the period.</summary>
    public required decimal TaxRate { get; init; }

    /// <summary>The last usage file that is in it.</summary>
    public required long ThroughFile { get; init; }

    /// <summary>The import whose prices, rates and tax rates count.</summary>
    public required long Import { get; init; }

    /// <summary>Whether price lists were used, so that another currency of the account needs another rating.</summary>
    public bool Priced { get; init; }

    /// <summary>Why it cannot be billed; null: it can.</summary>
    public string? Problem { get; init; }
}
