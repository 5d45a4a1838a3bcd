using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MonthClose.Torture;

/// <summary>What happened in a simulated close, in its order: a line an event. The same seed makes the same lines.</summary>
sealed class History(VirtualTime time, LeapingClock business)
{
    readonly StringBuilder text = new();

    public void Add(string who, string what, Fault fault = Fault.None) => text.Append(string.Create(
        CultureInfo.InvariantCulture, $"{time.Elapsed.TotalMilliseconds:F0}\t{Instants.ToFile(business.GetUtcNow())}\t{who}\t{what}{(fault == Fault.None ? "" : $"\t{fault}")}\n"));

    /// <summary>What tells histories apart.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));

    public override string ToString() => text.ToString();
}
