using System.Globalization;

namespace MonthClose.Torture;

/// <summary>
/// The gateway's side: PaymentIntents, of which each can succeed once, saved answers by key, and books of its own.
/// </summary>
/// <remarks>Source: Stripe API reference, PaymentIntents, "Idempotent requests"; Stripe docs, Testing.</remarks>
sealed class Bank(TimeProvider clock, Action<string> called, Action<string> wrong)
{
    readonly Dictionary<string, Charge> charges = new(StringComparer.Ordinal);
    readonly Dictionary<string, object> saved = new(StringComparer.Ordinal);
    readonly List<GatewayCharge> books = [];

    sealed class Charge(ChargeRequest request)
    {
        public ChargeRequest Request { get; } = request;

        public string Status { get; set; } = "requires_confirmation";

        public string? Code { get; set; }

        public DateTimeOffset Since { get; set; }

        public bool IsTried { get; set; }

        /// <summary>Whether somebody was shown that nothing had been done.</summary>
        public bool ShownUntouched { get; set; }
    }

    /// <summary>Everything that was tried, as gateway_charges.csv has it.</summary>
    public IReadOnlyList<GatewayCharge> Books => books;

    public string Customer(string accountId) => $"cus_{accountId}";

    public string Create(ChargeRequest request)
    {
        var reference = Reference(request.Key);
        if (!charges.TryGetValue(reference, out var known)) charges.Add(reference, new Charge(request));
        else if (known.Request != request)
            throw new GatewayRefusedException("idempotency_key_in_use", $"Key {request.Key} was used with other parameters.");
        return reference;
    }

    public GatewayAnswer Confirm(string reference, string methodId, string key) => Once(key, () =>
    {
        called("gateway confirm");
        var charge = charges[reference];
        if (charge is { IsTried: true, ShownUntouched: false }) wrong($"{reference} was confirmed again, and nobody had been shown that nothing was done.");
        charge.IsTried = true;
        if (charge.Status is "succeeded" or "canceled") return Answer(charge);
        charge.Code = DeclineOf(methodId);
        charge.Status = charge.Code is null ? "succeeded" : "requires_payment_method";
        charge.Since = clock.GetUtcNow();
        var r = charge.Request;
        books.Add(new GatewayCharge(
            reference, r.Key, GatewayMinorUnits.Of(r.Amount), r.Amount.Currency.Code.ToLowerInvariant(), methodId, charge.Code is null ? "succeeded" : "failed",
            Instants.ToFile(clock.GetUtcNow())));
        return Answer(charge);
    });

    public GatewayAnswer Retrieve(string reference)
    {
        var charge = charges[reference];
        if (!charge.IsTried) charge.ShownUntouched = true;
        return Answer(charge);
    }

    /// <summary>A key that was not used before: the defect of keys that count attempts.</summary>
    public string AnotherKey(string key)
    {
        var another = key;
        for (var n = 2; charges.ContainsKey(Reference(another)); n++) another = string.Create(CultureInfo.InvariantCulture, $"{key}/{n}");
        return another;
    }

    /// <summary>What an index knew some time ago.</summary>
    public GatewayAnswer Search(string reference, TimeSpan behind) =>
        charges[reference].Since > clock.GetUtcNow() - behind ? new(GatewayOutcome.NothingDone) : Retrieve(reference);

    public bool Cancel(string reference, string key) => Once(key, () =>
    {
        var charge = charges[reference];
        if (charge.Status == "succeeded") throw new GatewayRefusedException("payment_intent_unexpected_state", "It has succeeded.");
        charge.Status = "canceled";
        return true;
    });

    static string Reference(string key) => $"pi_{key.Replace('/', '_')}";

    static GatewayAnswer Answer(Charge charge) => charge.Status switch
    {
        "succeeded" => new(GatewayOutcome.Succeeded),
        "requires_confirmation" => new(GatewayOutcome.NothingDone),
        "canceled" when charge.Code is null => new(GatewayOutcome.Canceled, "canceled"),
        _ => new(charge.Code == "authentication_required" ? GatewayOutcome.ActionRequired : GatewayOutcome.Declined, charge.Code, Refusable: charge.Status != "canceled"),
    };

    static string? DeclineOf(string methodId) =>
        methodId.Contains("chargeDeclinedInsufficientFunds", StringComparison.Ordinal) ? "insufficient_funds"
        : methodId.Contains("chargeDeclinedLostCard", StringComparison.Ordinal) ? "lost_card"
        : methodId.Contains("chargeDeclinedExpiredCard", StringComparison.Ordinal) ? "expired_card"
        : methodId.Contains("chargeDeclined", StringComparison.Ordinal) ? "generic_decline"
        : methodId.Contains("authenticationRequired", StringComparison.Ordinal) ? "authentication_required" : null;

    T Once<T>(string key, Func<T> process) where T : notnull
    {
        if (saved.TryGetValue(key, out var answer)) return (T)answer;
        var made = process();
        saved.Add(key, made);
        return made;
    }
}

/// <summary>One process's way to the bank: slow, and losing requests and answers.</summary>
sealed class BankConnection(SimulatedClose close, SimulatedProcess process) : IGateway
{
    public Task<string> CustomerAsync(string accountId, string name, CancellationToken cancellation) =>
        CallAsync("gateway customer", () => close.Bank.Customer(accountId));

    public Task DescribeMethodAsync(string methodId, string customerId, int expMonth, int expYear, CancellationToken cancellation) => Task.CompletedTask;

    public Task<string> CreateAsync(ChargeRequest request, CancellationToken cancellation) => CallAsync("gateway create", () => close.Bank.Create(close.Setup.Defect switch
    {
        "new-key-per-retry" => request with { Key = close.Bank.AnotherKey(request.Key) },
        "stale-price" when close.Believed.TryGetValue(request.AccountId, out var due) && due > 0 => request with { Amount = new Money(due, request.Amount.Currency) },
        _ => request,
    }));

    public async Task<GatewayAnswer> ConfirmAsync(string reference, string methodId, string key, int send, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync("gateway confirm", () => close.Bank.Confirm(reference, methodId, $"{key}:confirm{send}"));
        }
        catch (GatewayUnavailableException)
        {
            return close.Setup.Defect == "timeout-is-failure" ? new GatewayAnswer(GatewayOutcome.Declined, "timeout") : new GatewayAnswer(GatewayOutcome.Unknown);
        }
    }

    public async Task<GatewayAnswer> RetrieveAsync(string reference, CancellationToken cancellation)
    {
        try
        {
            return await CallAsync("gateway retrieve", () => close.Setup.Defect switch
            {
                "requeue-unknown" => new GatewayAnswer(GatewayOutcome.Declined, "unknown"),
                "search-based-reconcile" => close.Bank.Search(reference, TimeSpan.FromMinutes(1)),
                _ => close.Bank.Retrieve(reference),
            });
        }
        catch (GatewayUnavailableException)
        {
            return new GatewayAnswer(GatewayOutcome.Unknown);
        }
    }

    public Task CancelAsync(string reference, string key, CancellationToken cancellation) => CallAsync("gateway cancel", () => close.Bank.Cancel(reference, $"{key}:cancel"));

    Task<T> CallAsync<T>(string place, Func<T> request) => close.CallAsync(
        process, place, request, () => new GatewayUnavailableException("The gateway did not answer.", new TimeoutException()));
}
