namespace MonthClose;

/// <summary>The smallest amount that the gateway charges; smaller ones are carried forward.</summary>
/// <remarks>Source: Stripe, "Minimum and maximum charge amounts"; docs/formats.md, Charge.</remarks>
public static class GatewayMinimum
{
    /// <summary>Whether an amount is due, but too small.</summary>
    public static bool IsBelow(decimal due, Currency currency) => due > 0 && due < Of(currency);

    /// <summary>The minimum in the currency's major unit.</summary>
    public static decimal Of(Currency currency) => currency.Code switch
    {
        "GBP" => 0.30m,
        "HUF" => 175m,
        _ => 0.50m,
    };
}

/// <summary>The gateway's own minor units, which are not always the currency's.</summary>
/// <remarks>Source: Stripe, "Supported currencies": zero-decimal, three-decimal and special cases.</remarks>
public static class GatewayMinorUnits
{
    /// <summary>What goes over the wire.</summary>
    /// <exception cref="ArgumentException">The amount has a fraction of the minor unit.</exception>
    public static long Of(Money amount)
    {
        var minor = amount.Amount * Factor(amount.Currency);
        return decimal.Truncate(minor) == minor ? decimal.ToInt64(minor) : throw new ArgumentException($"{amount.Amount} {amount.Currency.Code} is no whole number of the gateway's minor units.");
    }

    /// <summary>What came over the wire, in the currency's major unit.</summary>
    public static decimal ToMajor(long minor, Currency currency) => minor / Factor(currency);

    static decimal Factor(Currency currency) => currency.Code switch
    {
        // Whole forints here, hundredths there.
        "HUF" => 100m,
        "BIF" or "CLP" or "DJF" or "GNF" or "JPY" or "KMF" or "KRW" or "MGA" or "PYG" or "RWF" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 1m,
        "BHD" or "JOD" or "KWD" or "OMR" or "TND" => 1000m,
        _ => 100m,
    };
}
