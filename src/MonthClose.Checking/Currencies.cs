namespace MonthClose.Checking;

/// <summary>Digits after the point, as billed and as the gateway counts them: two tables, on purpose.</summary>
public static class Currencies
{
    private static readonly HashSet<string> NoDigits =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF", "HUF"];

    private static readonly HashSet<string> ThreeDigits = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    // Stripe keeps ISK, UGX and HUF in hundredths for old times' sake, and has no fifths of an ariary.
    private static readonly HashSet<string> GatewayNoDigits =
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];

    public static int Digits(string currency) =>
        NoDigits.Contains(currency) ? 0
        : ThreeDigits.Contains(currency) ? 3
        : currency is "CLF" or "UYW" ? 4
        : 2;

    public static int GatewayDigits(string currency) =>
        GatewayNoDigits.Contains(currency) ? 0 : ThreeDigits.Contains(currency) ? 3 : 2;

    /// <summary>Rounds once, half away from zero, and never to a negative zero.</summary>
    public static decimal Round(decimal exact, string currency)
    {
        var rounded = Math.Round(exact, Digits(currency), MidpointRounding.AwayFromZero);
        return rounded == 0 ? 0m : rounded;
    }

    internal static decimal Round(Rational exact, string currency) => exact.Round(Digits(currency));

    public static decimal ToGatewayUnits(decimal amount, string currency)
    {
        var factor = 1m;
        for (var digit = 0; digit < GatewayDigits(currency); digit++)
        {
            factor *= 10;
        }

        return amount * factor;
    }

    /// <summary>Below this a gateway takes no charge (rule 6).</summary>
    public static decimal GatewayMinimum(string currency) => currency switch
    {
        "GBP" => 0.30m,
        "HUF" => 175m,
        _ => 0.50m,
    };
}
