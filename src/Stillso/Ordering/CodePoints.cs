namespace Stillso;

/// <summary>
/// Orders text by code points, as databases order UTF-8. <see cref="StringComparer.Ordinal"/> orders UTF-16 units, which
/// puts code points beyond the BMP before U+E000.
/// </summary>
public sealed class CodePoints : IComparer<string?>
{
    /// <summary>The only one.</summary>
    public static CodePoints Order { get; } = new();

    CodePoints()
    {
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var same = x.AsSpan().CommonPrefixLength(y);
        if (same == x.Length || same == y.Length) return x.Length - y.Length;
        // A surrogate is half of a code point above every other unit.
        var (a, b) = (char.IsSurrogate(x[same]), char.IsSurrogate(y[same]));
        return a == b ? x[same] - y[same] : a ? 1 : -1;
    }
}
