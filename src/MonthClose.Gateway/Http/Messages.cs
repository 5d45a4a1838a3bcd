using System.Security.Cryptography;
using System.Text;

namespace MonthClose.Gateway;

/// <summary>A request, without HTTP.</summary>
sealed record ApiRequest(string Method, string Path, FormFields Fields, string? Key, string Now, bool Authorised)
{
    string? fingerprint;

    /// <summary>What must be equal when a key is used again.</summary>
    public string Fingerprint => fingerprint ??= Hash($"{Method} {Path}\n{Fields}");

    /// <summary>Whether it confirms a PaymentIntent.</summary>
    public bool IsConfirmation => Method == "POST" && Path.EndsWith("/confirm", StringComparison.Ordinal);

    /// <summary>The key under which its answer is saved; null: it changes nothing, or it has none.</summary>
    public string? SavedUnder => Method == "POST" ? Key : null;

    public string? this[string field] => Fields[field];

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}

/// <summary>An answer, or none: the connection is cut.</summary>
/// <param name="Status">The HTTP status; 0: the connection is cut.</param>
/// <param name="Body">JSON in UTF-8.</param>
/// <param name="Wait">How long the answer takes.</param>
/// <param name="AfterWebhook">Whether the webhook arrives before the answer.</param>
sealed record ApiResponse(int Status, byte[] Body, TimeSpan Wait = default, bool AfterWebhook = false)
{
    public static readonly ApiResponse Cut = new(0, []);
}
