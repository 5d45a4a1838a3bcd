using System.Globalization;

namespace MonthClose.Gateway;

/// <summary>What the gateway was told about test tokens: whose they are, and when they expire.</summary>
static class PaymentMethods
{
    public static ApiResponse Find(GatewayBooks books, string id)
    {
        if (TestTokens.Find(id) is null) return StripeErrors.Missing("PaymentMethod", id);
        return books.Query(
            "select customer, exp_month, exp_year from payment_methods where id = ?1",
            r => StripeJson.Method(id, r.IsDBNull(0) ? null : r.GetString(0), r.IsDBNull(1) ? null : r.GetInt64(1), r.IsDBNull(2) ? null : r.GetInt64(2)), id)
            .FirstOrDefault() ?? StripeJson.Method(id, null, null, null);
    }

    public static ApiResponse Update(GatewayBooks books, ApiRequest request, string id)
    {
        if (TestTokens.Find(id) is null) return StripeErrors.Missing("PaymentMethod", id);
        books.Execute(
            "insert into payment_methods (id, exp_month, exp_year) values (?1, ?2, ?3) on conflict (id) do update set exp_month = excluded.exp_month, exp_year = excluded.exp_year",
            id, Number(request["card[exp_month]"]), Number(request["card[exp_year]"]));
        return Find(books, id);
    }

    public static ApiResponse Attach(GatewayBooks books, string id, string? customer)
    {
        if (TestTokens.Find(id) is null) return StripeErrors.Missing("PaymentMethod", id);
        books.Execute("insert into payment_methods (id, customer) values (?1, ?2) on conflict (id) do update set customer = excluded.customer", id, customer);
        return Find(books, id);
    }

    /// <summary>Whether its expiry month has passed.</summary>
    public static bool IsExpired(GatewayBooks books, string id, string now)
    {
        var expiry = books.Query(
            "select exp_year, exp_month from payment_methods where id = ?1 and exp_year is not null and exp_month is not null",
            r => r.GetInt64(0) * 12 + r.GetInt64(1), id);
        if (expiry.Count == 0) return false;
        var instant = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
        return (instant.Year * 12) + instant.Month > expiry[0];
    }

    /// <summary>Takes what goes wrong once per method, ever: also after a restart.</summary>
    public static bool TakeFault(GatewayBooks books, string id) => books.Execute(
        "insert into payment_methods (id, fault_used) values (?1, 1) on conflict (id) do update set fault_used = 1 where fault_used = 0", id) == 1;

    static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
