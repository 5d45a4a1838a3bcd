namespace MonthClose.Gateway;

/// <summary>Whom PaymentIntents are for.</summary>
static class Customers
{
    public static ApiResponse Create(GatewayBooks books, ApiRequest request)
    {
        var id = "cus_" + ApiRequest.Hash(request.Key ?? request.Fingerprint)[..14];
        books.Execute("insert into customers (id, name, email) values (?1, ?2, ?3) on conflict do nothing", id, request["name"], request["email"]);
        return StripeJson.Customer(id, request["name"], request["email"]);
    }

    public static ApiResponse Find(GatewayBooks books, string id) =>
        books.Query(
            "select name, email from customers where id = ?1",
            r => StripeJson.Customer(id, r.IsDBNull(0) ? null : r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1)), id)
            .FirstOrDefault() ?? StripeErrors.Missing("customer", id);
}
