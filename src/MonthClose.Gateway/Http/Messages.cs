using System.Security.Cryptography;
using System.Text;

namespace MonthClose.Gateway;

/// <summary>A request, without HTTP.</summary>
sealed record ApiRequest(string Method, string Path, IReadOnlyDictionary<string, string> Fields, string? Key, string Now, bool Authorised)
{
    /// <summary>What must be equal when a key is used again.</summary>
    public string Fingerprint => Hash($"{Method} {Path}\n{string.Join('\n', Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"))}");

    public string? this[string field] => Fields.TryGetValue(field, out var value) && value.Length > 0 ? value : null;

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
}

/// <summary>An answer, or none: the connection is cut.</summary>
/// <param name="Status">The HTTP status; 0: the connection is cut.</param>
/// <param name="Body">JSON.</param>
/// <param name="Wait">How long the answer takes.</param>
sealed record ApiResponse(int Status, string Body, TimeSpan Wait = default)
{
    public static readonly ApiResponse Cut = new(0, "");
}
