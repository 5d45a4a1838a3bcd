namespace MonthClose.Checking;

/// <summary>
/// Plays an account's changes and decisions in order of seq and notes how it stood at each decision: an account
/// of what the close should have known, from the files alone. A change can be left out, to ask what it altered.
/// </summary>
internal sealed class AccountReplay
{
    private static readonly HashSet<string> RefusedForGood = ["lost_card", "stolen_card", "expired_card", "pickup_card"];

    private readonly AccountFacts _facts;
    private readonly List<Moment> _moments = [];
    private readonly Dictionary<int, PaymentRow> _charges;
    private readonly Queue<PaymentRow> _attempts;
    private readonly CreditPool _pool;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private string? _method;
    private string? _lastFailed;
    private string? _email;
    private string _currency;
    private bool _closed;
    private bool _issued;
    private bool _carried;
    private decimal _due;
    private PaymentRow? _inFlight;

    private AccountReplay(AccountFacts facts, Dictionary<int, PaymentRow> charges)
    {
        _facts = facts;
        _charges = charges;
        _attempts = new Queue<PaymentRow>(facts.Attempts);
        _pool = new CreditPool(facts.Currency);
        (_method, _email, _currency, _closed) = (facts.ImportedMethod, facts.Account.Email, facts.Account.Currency, facts.Account.Closed);
        foreach (var credit in facts.Credits)
        {
            _pool.Add(credit.CreditId, credit.Amount, credit.Currency, credit.GrantedAt, credit.ExpiresAt);
        }
    }

    public AccountFacts Facts => _facts;

    public IReadOnlyList<Moment> Moments => _moments;

    /// <summary>Attempts that no decision made.</summary>
    public IEnumerable<PaymentRow> Unexplained => _attempts;

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
            if (!_issued && _facts.SurelyIssuedBefore(row))
            {
                Issue();
            }

            Land(row);
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
    }

    private void Issue()
    {
        _issued = true;
        var total = _facts.Invoice.Total ?? 0;
        _due = Math.Max(0, total);
        _pool.Add(_facts.Invoice.InvoiceNumber!, -total, _facts.Currency, _facts.IssuedAt);
        _due -= _pool.Take(_due, _facts.IssuedAt);
    }

    /// <summary>Learns the outcome of the charge in flight, if it came before this row.</summary>
    private void Land(ITimelineRow row)
    {
        // A change of the same instant may still have come during the charge; a decision comes after it.
        if (_inFlight is { SettledAt: { } settledAt, Status: not "unknown" } landed
            && (settledAt < row.At || (settledAt == row.At && row is DecisionRow)))
        {
            _inFlight = null;
            Settle(landed);
        }
    }

    private void Settle(PaymentRow payment)
    {
        if (payment.Status == "succeeded")
        {
            _due = Math.Max(0, _due - payment.Amount);
        }
        else
        {
            _lastFailed = payment.PaymentMethodId;
            if (payment is { PaymentMethodId: { } method, DeclineCode: { } code } && RefusedForGood.Contains(code))
            {
                _refused.Add(method);
            }

            _due -= _pool.TakeWaiting(_due);
        }

        _pool.StopWaiting();
    }

    private void Apply(ChangeRow change)
    {
        switch (change.Change)
        {
            case "grant_credit":
                _pool.Add(change.ChangeId, Amounts.Parse(change.Value), _currency, change.At);
                if (_issued && !_carried && _inFlight is null && _pool.Usable(change.At) >= _due)
                {
                    _due -= _pool.Take(_due, change.At);
                }

                break;
            case "bank_transfer":
                Receive(change);
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
        var amount = Amounts.Parse(change.Value);
        // What was carried forward waits for the next invoice: nothing settles it here.
        var isOpen = _issued && !_carried && _due > 0;
        if (isOpen && _inFlight is null)
        {
            var used = Math.Min(_due, amount);
            _due -= used;
            amount -= used;
        }

        _pool.Add(change.ChangeId, amount, isOpen ? _facts.Currency : _currency, change.At, waiting: _inFlight is not null);
    }

    private void Decide(DecisionRow decision, bool counterfactual)
    {
        var aboutInvoice = decision.InvoiceNumber == _facts.Invoice.InvoiceNumber;
        var offersNewMethod = _method is not null && _method != _lastFailed && !_refused.Contains(_method);
        var attempts = aboutInvoice && decision.Acted
            && (decision.Step is "charge" or "retry_charge" || (decision.Step == "failed_charge" && offersNewMethod));
        if (attempts && _inFlight is null)
        {
            _due -= _pool.Take(_due, decision.At);
        }

        var net = _due - _pool.Usable(decision.At);
        var minimum = Currencies.GatewayMinimum(_facts.Currency);
        var chargeIsDue = attempts && net >= minimum;
        _carried |= aboutInvoice && decision.IsChargingStep && net > 0 && net < minimum;
        var payment = attempts ? PaymentOf(decision, chargeIsDue, counterfactual) : null;
        _moments.Add(new Moment(
            decision, net, _due, _pool.Waiting, _method, _method is not null && _refused.Contains(_method), _email, _closed,
            _carried, payment, chargeIsDue));
        if (payment is { GatewayReference: null, Status: "no_payment_method" })
        {
            Settle(payment);
        }
        else if (payment is not null)
        {
            _inFlight = payment;
        }
    }

    private PaymentRow? PaymentOf(DecisionRow decision, bool chargeIsDue, bool counterfactual)
    {
        if (counterfactual)
        {
            return _charges.GetValueOrDefault(decision.Seq);
        }

        if (!_attempts.TryPeek(out var next)
            || next.DecidedAt > decision.At
            || next.SettledAt < decision.At
            || (!chargeIsDue && next.DecidedAt != decision.At))
        {
            return null;
        }

        _charges[decision.Seq] = next;
        return _attempts.Dequeue();
    }
}
