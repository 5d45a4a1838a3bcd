using System.Globalization;

namespace MonthClose;

/// <summary>A currency by its ISO 4217 code, with the decimals of its minor unit. HUF bills whole forints (docs/formats.md).</summary>
public sealed record Currency
{
    // ISO 4217, active codes; those of 2 decimals are only listed.
    const string Zero = "BIF CLP DJF GNF HUF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    const string Three = "BHD IQD JOD KWD LYD OMR TND";
    const string Four = "CLF UYW";
    const string Two =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU " +
        "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG IDR ILS INR IRR JMD KES KGS KHR " +
        "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN " +
        "PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS " +
        "UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG";

    static readonly Dictionary<string, Currency> All =
        new[] { (Zero, 0), (Two, 2), (Three, 3), (Four, 4) }
            .SelectMany(g => g.Item1.Split(' ').Select(code => new Currency(code, g.Item2)))
            .ToDictionary(c => c.Code, StringComparer.Ordinal);

    Currency(string code, int digits) => (Code, Digits) = (code, digits);

    /// <summary>Three capital letters.</summary>
    public string Code { get; }

    /// <summary>How many decimals an amount has.</summary>
    public int Digits { get; }

    /// <summary>The currency with this code.</summary>
    /// <exception cref="ArgumentException">ISO 4217 has no such active code.</exception>
    public static Currency Get(string code) =>
        TryGet(code, out var currency) ? currency : throw new ArgumentException($"\"{code}\" is not an ISO 4217 currency code.");

    /// <summary>The currency with this code, if there is one.</summary>
    public static bool TryGet(string code, out Currency currency) => All.TryGetValue(code, out currency!);

    /// <summary>An amount as a person reads it: <c>$10.00</c>, <c>-€5.00</c>, <c>¥2,565</c>, <c>CHF 10.00</c>.</summary>
    public string Format(decimal amount)
    {
        var sign = amount < 0 ? "-" : "";
        var number = Math.Abs(amount).ToString("N" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Code switch
        {
            "USD" => $"{sign}${number}",
            "EUR" => $"{sign}€{number}",
            "GBP" => $"{sign}£{number}",
            "JPY" => $"{sign}¥{number}",
            _ => $"{sign}{Code} {number}",
        };
    }
}
