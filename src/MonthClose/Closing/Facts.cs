using System.Collections.Immutable;
using Stillso;

namespace MonthClose;

/// <summary>The facts that premises name, read from an account's book.</summary>
public static class Facts
{
    /// <summary>The amount due of the invoice, net of usable credits and waiting transfers.</summary>
    public const string Due = "due";

    /// <summary>The token of the default payment method; empty without one.</summary>
    public const string Method = "method";

    /// <summary>Whether the account is active or closed.</summary>
    public const string Status = "status";

    /// <summary>The account's currency.</summary>
    public const string Currency = "currency";

    /// <summary>The account's address; empty without one.</summary>
    public const string Email = "email";

    /// <summary>What the account's usage of the period adds up to, exactly.</summary>
    public const string Usage = "usage";

    /// <summary>Reads facts.</summary>
    /// <param name="book">Whose.</param>
    /// <param name="about">The invoice's id, or the period before there is an invoice.</param>
    /// <param name="names">Which.</param>
    /// <param name="now">When.</param>
    public static ImmutableArray<Fact> Of(AccountBook book, string about, IEnumerable<string> names, DateTimeOffset now) =>
        [.. names.Select(name => new Fact(name, Of(book, about, name, now)))];

    static string Of(AccountBook book, string about, string name, DateTimeOffset now) => name switch
    {
        Due => book.Find(about) is { } invoice ? new Money(book.NetDue(invoice, now), invoice.Currency).ToFile() : "",
        Method => book.DefaultMethod?.Id ?? "",
        Status => book.Account.Closed ? "closed" : "active",
        Currency => book.Account.Currency.Code,
        Email => book.Account.Email ?? "",
        Usage => UsageOf(book, about),
        _ => throw new ArgumentException($"There is no fact \"{name}\"."),
    };

    // Exact, each currency by itself; the account's own goes without its name.
    static string UsageOf(AccountBook book, string period)
    {
        var own = book.Account.Currency.Code;
        var sums = (book.Ratings.GetValueOrDefault(period)?.Lines ?? []).Select(l => (l.Currency, l.Amount))
            .Concat(book.LateUsage.Where(l => l.BilledBy is null).Select(l => (Currency: l.Cost.Currency.Code, l.Cost.Amount)))
            .GroupBy(l => l.Currency, StringComparer.Ordinal).OrderBy(g => g.Key, CodePoints.Order)
            .Select(g => Decimals.ToText(g.Sum(l => l.Amount)) + (g.Key == own ? "" : $" {g.Key}"));
        return string.Join(" + ", sums) is { Length: > 0 } text ? text : "0";
    }
}
