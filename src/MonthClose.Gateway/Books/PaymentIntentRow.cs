using Microsoft.Data.Sqlite;

namespace MonthClose.Gateway;

/// <summary>A PaymentIntent as the books have it.</summary>
sealed record PaymentIntentRow(
    string Id, string Key, long Amount, string Currency, string? Customer, string? Method, string Status, string? ErrorCode,
    string? DeclineCode, string CreatedAt, long Events)
{
    const string Columns =
        "id, idempotency_key, amount, currency, customer, payment_method, status, error_code, decline_code, created_at, events";

    public static PaymentIntentRow? Find(GatewayBooks books, string id) =>
        books.Query($"select {Columns} from payment_intents where id = ?1", Read, id).FirstOrDefault();

    public static List<PaymentIntentRow> OfCustomer(GatewayBooks books, string customer, string after, int limit) =>
        books.Query($"select {Columns} from payment_intents where customer = ?1 and id > ?2 order by id limit ?3", Read, customer, after, limit);

    /// <summary>What a reference is derived from without a key: the same request again is another PaymentIntent.</summary>
    public static string NextUnkeyed(GatewayBooks books, ApiRequest request) =>
        $"{request.Fingerprint}/{books.Query("select count(*) from payment_intents", r => r.GetInt64(0))[0]}";

    public void Insert(GatewayBooks books) => books.Execute(
        $"insert into payment_intents ({Columns}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        Id, Key, Amount, Currency, Customer, Method, Status, ErrorCode, DeclineCode, CreatedAt, Events);

    /// <summary>Writes what it has come to, without a charge.</summary>
    public void Update(GatewayBooks books) => books.Execute(
        "update payment_intents set status = ?2, payment_method = ?3, error_code = ?4, decline_code = ?5, events = ?6 where id = ?1",
        Id, Status, Method, ErrorCode, DeclineCode, Events);

    /// <summary>Writes what it has come to by a charge.</summary>
    public void Charge(GatewayBooks books, string chargeStatus, string now) => books.Execute(
        """
        update payment_intents set status = ?2, payment_method = ?3, error_code = ?4, decline_code = ?5, events = ?6, charge_status = ?7, charged_at = ?8
        where id = ?1
        """,
        Id, Status, Method, ErrorCode, DeclineCode, Events, chargeStatus, now);

    public static List<BookedCharge> Charges(GatewayBooks books, string after, int limit) => books.Query(
        "select id, idempotency_key, amount, currency, payment_method, charge_status, charged_at from payment_intents where charge_status is not null and id > ?1 order by id limit ?2",
        r => new BookedCharge(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6)), after, limit);

    static PaymentIntentRow Read(SqliteDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), Text(r, 4), Text(r, 5), r.GetString(6), Text(r, 7), Text(r, 8),
        r.GetString(9), r.GetInt64(10));

    static string? Text(SqliteDataReader r, int i) => r.IsDBNull(i) ? null : r.GetString(i);
}
