using NodaTime;

namespace MonthClose.Checking;

/// <summary>
/// Plays an account's changes and decisions in order of seq and notes how it stood at each decision: an account
/// of what the close should have known, from the files alone. A change can be left out, to ask what it altered.
/// </summary>
internal sealed class AccountReplay
{
    private static readonly HashSet<string> RefusedForGood =
    [
        "lost_card", "stolen_card", "expired_card", "pickup_card", "restricted_card", "invalid_account",
        "new_account_information_available", "revocation_of_authorization", "revocation_of_all_authorizations",
    ];

    private readonly AccountFacts _facts;
    private readonly List<Moment> _moments = [];
    private readonly Dictionary<int, PaymentRow> _charges;
    private readonly IReadOnlyList<InvoiceState> _invoices;
    private readonly CreditPool _pool = new();
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lateUsage = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _received = new(StringComparer.Ordinal);
    private readonly List<(Instant At, string Currency, decimal Amount, decimal Waited)> _landed = [];
    private string? _method;
    private string? _email;
    private string _currency;
    private bool _closed;

    private AccountReplay(AccountFacts facts, Dictionary<int, PaymentRow> charges)
    {
        _facts = facts;
        _charges = charges;
        _invoices = [.. facts.Invoices.OrderBy(i => i.IssuedAt).ThenBy(i => i.Period, StringComparer.Ordinal)
            .Select(i => new InvoiceState(i, facts.AttemptsOf(i)))];
        (_method, _email, _currency, _closed) = (facts.ImportedMethod, facts.Account.Email, facts.Account.Currency, facts.Account.Closed);
        foreach (var credit in facts.Credits)
        {
            _pool.Add(credit.CreditId, credit.Amount, credit.Currency, credit.GrantedAt, credit.ExpiresAt);
        }
    }

    public AccountFacts Facts => _facts;

    public IReadOnlyList<Moment> Moments => _moments;

    /// <summary>The currency of the account when a `late_usage` came, by change id.</summary>
    public IReadOnlyDictionary<string, string> LateUsage => _lateUsage;

    /// <summary>What bank transfers brought, by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Received => _received;

    public InvoiceState Invoice(InvoiceRow row) => _invoices.First(i => i.Row.InvoiceNumber == row.InvoiceNumber);

    public IEnumerable<Moment> MomentsOf(InvoiceRow row) => _moments.Where(m => m.Decision.InvoiceNumber == row.InvoiceNumber);

    public static AccountReplay Play(AccountFacts facts)
    {
        var replay = new AccountReplay(facts, []);
        replay.Run(leftOut: null);
        return replay;
    }

    /// <summary>The same decisions and attempts, in a world in which one change never came.</summary>
    public AccountReplay Without(ChangeRow change)
    {
        var replay = new AccountReplay(_facts, _charges);
        replay.Run(leftOut: change);
        return replay;
    }

    private void Run(ChangeRow? leftOut)
    {
        foreach (var row in _facts.Timeline)
        {
            foreach (var (_, happen) in Between(row).OrderBy(e => e.At).ToList())
            {
                happen();
            }

            switch (row)
            {
                case ChangeRow change when !ReferenceEquals(change, leftOut):
                    Apply(change);
                    break;
                case DecisionRow decision:
                    Decide(decision, counterfactual: leftOut is not null);
                    break;
            }
        }

        foreach (var invoice in _invoices.Where(i => !i.Issued))
        {
            Issue(invoice);
        }
    }

    private void Issue(InvoiceState invoice)
    {
        var (total, at) = (invoice.Row.Total ?? 0, invoice.Row.IssuedAt!.Value);
        invoice.Issued = true;
        TakeUp(invoice, at);
        invoice.Due = Math.Max(0, total);
        _pool.Add(invoice.Row.InvoiceNumber!, -total, invoice.Currency, at);
        invoice.Due -= _pool.Take(invoice.Due, invoice.Currency, at);
        if (total < 0)
        {
            ApplyWhatSuffices(at);
        }
    }

    /// <summary>Takes up what earlier invoices carried forward; at the very second of issue the invoice tells what it knew.</summary>
    private void TakeUp(InvoiceState invoice, Instant at)
    {
        var waiting = _invoices.Where(i => i is { Carried: true, CarriedOn: null } && i != invoice).ToList();
        decimal? Sum(IEnumerable<InvoiceState> carried) =>
            carried.Aggregate((decimal?)0m, (sum, i) => sum + _facts.Carry(i.Row, invoice.Row));
        var sure = waiting.Where(i => i.CarriedAt < at).ToList();
        var taken = Sum(waiting) != invoice.Row.CarriedIn && Sum(sure) == invoice.Row.CarriedIn ? sure : waiting;
        invoice.CarriedIn = Sum(taken);
        taken.ForEach(i => i.CarriedOn = invoice.Row);
    }

    /// <summary>What has no row in the timeline and came before this one: issues, and outcomes of charges in flight.</summary>
    private IEnumerable<(Instant At, Action Happen)> Between(ITimelineRow row)
    {
        foreach (var invoice in _invoices)
        {
            if (invoice.InFlight is { SettledAt: { } settledAt, Status: not "unknown" } landed
                && (settledAt < row.At || (settledAt == row.At && (row is DecisionRow || CarriedWithout(invoice, settledAt)))))
            {
                yield return (settledAt, () => Settle(invoice, landed, settledAt));
            }

            if (!invoice.Issued && _facts.SurelyIssuedBefore(invoice.Row, row))
            {
                yield return (invoice.Row.IssuedAt!.Value, () => Issue(invoice));
            }
        }
    }

    private void Settle(InvoiceState invoice, PaymentRow payment, Instant at)
    {
        invoice.InFlight = null;
        var due = payment.Status == "succeeded" ? Math.Max(0, invoice.Due - payment.Amount) : invoice.Due;
        // Meanwhile it was unknown, and other steps went on. Files of whole seconds do not tell which came first.
        if (payment.DecidedAt < at)
        {
            _landed.Add((at, invoice.Currency, invoice.Due - due, _pool.Waiting(invoice.Currency)));
        }

        if (payment.Status == "succeeded")
        {
            invoice.Due = due;
        }
        else
        {
            invoice.LastFailed = payment.PaymentMethodId;
            if (payment is { PaymentMethodId: { } method, DeclineCode: { } code } && RefusedForGood.Contains(code))
            {
                _refused.Add(method);
            }
        }

        foreach (var open in _invoices.Where(i => i.CanBeSettled && i.Currency == invoice.Currency))
        {
            open.Due -= _pool.TakeWaiting(open.Due, open.Currency);
        }

        if (!_invoices.Any(i => i.InFlight is not null && i.Currency == invoice.Currency))
        {
            _pool.StopWaiting(invoice.Currency);
            ApplyWhatSuffices(at);
        }
    }

    /// <summary>
    /// A change of the very second in which a charge failed came during that charge, or after it. What was left too small
    /// is carried forward with what was there then, so the amount that the invoice carries tells which.
    /// </summary>
    private bool CarriedWithout(InvoiceState invoice, Instant at)
    {
        var left = invoice.Due - _pool.Usable(invoice.Currency, at);
        return invoice.Row.Status == "carried_forward" && invoice.Row.AmountDue == left && invoice.IsBelowMinimum(left);
    }

    private void Apply(ChangeRow change)
    {
        switch (change.Change)
        {
            case "grant_credit":
                _pool.Add(change.ChangeId, Amounts.Parse(change.Value), _currency, change.At);
                ApplyWhatSuffices(change.At);
                break;
            case "bank_transfer":
                Receive(change);
                break;
            case "late_usage":
                _lateUsage[change.ChangeId] = _currency;
                break;
            case "add_default_payment_method":
                _method = change.Value;
                break;
            case "remove_payment_methods":
                _method = null;
                break;
            case "change_currency":
                _currency = change.Value ?? _currency;
                break;
            case "change_email":
                _email = change.Value;
                break;
            case "close_account":
                _closed = true;
                break;
        }
    }

    private void Receive(ChangeRow change)
    {
        var left = Amounts.Parse(change.Value);
        var currency = TransferCurrency.Of(change, _invoices, _currency, _facts.Payments);
        _received[currency] = _received.GetValueOrDefault(currency) + left;
        foreach (var invoice in _invoices.Where(i => i.CanBeSettled && i.Currency == currency))
        {
            var used = Math.Min(invoice.Due, left);
            invoice.Due -= used;
            left -= used;
        }

        _pool.Add(change.ChangeId, left, currency, change.At, waiting: _invoices.Any(i => i.InFlight is not null && i.Currency == currency));
        ApplyWhatSuffices(change.At);
    }

    /// <summary>
    /// Rule 5: a credit is applied at once if it settles an open invoice without a charge in flight. Rule 6: what it
    /// leaves too small for the gateway after the first charge is carried forward at once.
    /// </summary>
    private void ApplyWhatSuffices(Instant at)
    {
        foreach (var invoice in _invoices.Where(i => i.CanBeSettled))
        {
            var left = invoice.Due - _pool.Usable(invoice.Currency, at);
            var carries = invoice.Started && invoice.IsBelowMinimum(left);
            if (left <= 0 || carries)
            {
                invoice.Due -= _pool.Take(invoice.Due, invoice.Currency, at);
            }

            if (carries)
            {
                invoice.CarryForward(at);
            }
        }
    }

    private void Decide(DecisionRow decision, bool counterfactual)
    {
        if (_invoices.FirstOrDefault(i => i.Row.InvoiceNumber == decision.InvoiceNumber) is not { } invoice)
        {
            return;
        }

        var offersNewMethod = _method is not null && _method != invoice.LastFailed && !_refused.Contains(_method);
        var attempts = decision.Acted
            && (decision.Step is "charge" or "retry_charge" || (decision.Step == "failed_charge" && offersNewMethod));
        var usable = _pool.Usable(invoice.Currency, decision.At);
        var net = invoice.Due - usable;
        var carries = invoice.IsBelowMinimum(net) && (decision.IsChargingStep
            || decision is { Step: "hold", Decision: "superseded" } or { Step: "release", Decision: "acted" });
        if (invoice is { InFlight: null, Carried: false } && (attempts || carries || (net <= 0 && decision.Decision == "superseded")))
        {
            invoice.Due -= _pool.Take(invoice.Due, invoice.Currency, decision.At);
        }

        invoice.Started |= decision.Step == "charge" && decision.Decision != "deferred";
        if (carries)
        {
            invoice.CarryForward(decision.At);
        }

        var chargeIsDue = attempts && net >= Currencies.GatewayMinimum(invoice.Currency);
        var payment = attempts ? PaymentOf(invoice, decision, chargeIsDue, counterfactual) : null;
        var mine = _invoices.Where(i => i.Issued && i.CarriedOn is null && i.Currency == invoice.Currency).ToList();
        _moments.Add(new Moment(
            decision, net, invoice.Due, _pool.Waiting(invoice.Currency),
            mine.Sum(i => i.Due) - _pool.Usable(invoice.Currency, decision.At), mine.Where(i => i.Carried).Sum(i => i.Due),
            _method, _method is not null && _refused.Contains(_method), _email, _closed, invoice.Carried, payment, chargeIsDue,
            _landed.Where(l => l.At == decision.At && l.Currency == invoice.Currency).Sum(l => l.Amount),
            _landed.Where(l => l.At == decision.At && l.Currency == invoice.Currency).Sum(l => l.Waited)));
        if (payment is { GatewayReference: null, Status: "no_payment_method" })
        {
            Settle(invoice, payment, decision.At);
        }
        else if (payment is not null)
        {
            invoice.InFlight = payment;
        }
    }

    private PaymentRow? PaymentOf(InvoiceState invoice, DecisionRow decision, bool chargeIsDue, bool counterfactual)
    {
        if (counterfactual)
        {
            return _charges.GetValueOrDefault(decision.Seq);
        }

        if (!invoice.Attempts.TryPeek(out var next)
            || next.DecidedAt > decision.At
            || next.SettledAt < decision.At
            || (!chargeIsDue && next.DecidedAt != decision.At))
        {
            return null;
        }

        _charges[decision.Seq] = next;
        return invoice.Attempts.Dequeue();
    }
}
