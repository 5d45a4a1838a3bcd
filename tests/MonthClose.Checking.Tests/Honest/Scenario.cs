using System.Globalization;
using System.Text;
using MonthClose.Checking;

namespace CheckingTests;

/// <summary>
/// A store of several closes, told event by event; what an honest close writes of each follows. Texts can be replaced
/// afterwards, to break it in one place.
/// </summary>
internal sealed class Scenario : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scenario");
    private readonly Dictionary<string, List<(string Account, string At, string Row)>> _rows = [];
    private readonly Dictionary<string, int> _seqs = [];
    private readonly Dictionary<string, int> _changes = [];
    private readonly List<ClosedPeriod> _periods = [];
    private readonly List<Mail> _mails = [];
    private int _entries;

    private sealed record Mail(string Account, string At, string Id, string To, string Text);

    public string World => Path.Combine(_folder.FullName, "world");

    public CheckOptions Options { get; set; } = new("");

    public string Out(string period) => Path.Combine(_folder.FullName, period);

    public Scenario Input(string file, string text)
    {
        var path = Path.Combine(World, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>An account that pays by a card, or by nothing.</summary>
    public Scenario Accounts(params string[] rows) => Input(
        "accounts.csv", "account_id,name,email,currency,time_zone,country,tax_rate,status,display_currency\n" + string.Concat(rows.Select(r => r + "\n")));

    public Scenario Methods(params string[] rows) => Input(
        "payment_methods.csv", "payment_method_id,account_id,is_default,exp_month,exp_year\n" + string.Concat(rows.Select(r => r + "\n")));

    public Scenario Usage(string file, params string[] rows) => Input(
        "usage/" + file,
        "BillingAccountId,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,SkuId,ResourceId,ConsumedQuantity,ConsumedUnit,BilledCost,BillingCurrency\n"
        + string.Concat(rows.Select(r => r + "\n")));

    public Scenario Invoice(
        string number, string account, string currency, string at, (string Service, string Period, decimal Amount)[] lines,
        decimal tax = 0, decimal carriedIn = 0, decimal credits = 0, decimal paid = 0, string status = "paid")
    {
        var subtotal = lines.Sum(l => l.Amount);
        var total = subtotal + tax + carriedIn;
        string M(decimal amount) => Money(amount, currency);
        Add("invoices.csv", account, at, $"{number},{account},{number[..7]},{currency},{M(subtotal)},{M(tax)},{M(carriedIn)},{M(total)},{M(credits)},{M(paid)},{M(total - credits - paid)},{status},{at}");
        foreach (var (line, index) in lines.Select((l, i) => (l, i)))
        {
            Add("invoice_lines.csv", account, at, $"{number},{index + 1},{Category(line.Service)},{line.Service},{line.Period},{M(line.Amount)}");
        }

        return Post(account, at, number[..7], currency, number, [
            ("receivable", subtotal + tax),
            .. lines.GroupBy(l => Category(l.Service) == "Tax" ? "tax_payable" : "revenue:" + l.Service).Select(g => (g.Key, -g.Sum(l => l.Amount))),
            ("tax_payable", -tax)]);
    }

    /// <summary>Says how an invoice stands now: credits applied, paid, status.</summary>
    public Scenario Stands(string number, decimal credits, decimal paid, string status)
    {
        var rows = _rows["invoices.csv"];
        var index = rows.FindIndex(r => r.Row.StartsWith(number + ",", StringComparison.Ordinal));
        var cells = rows[index].Row.Split(',');
        (cells[8], cells[9]) = (Money(credits, cells[3]), Money(paid, cells[3]));
        cells[10] = Money(decimal.Parse(cells[7], CultureInfo.InvariantCulture) - credits - paid, cells[3]);
        cells[11] = status;
        rows[index] = rows[index] with { Row = string.Join(',', cells) };
        return this;
    }

    public Scenario Decide(string account, string at, string number, string step, string decision, string believed, string? found = null, string cause = "", string reason = "")
    {
        var premise = string.Join(';', believed.Split(';').Select(fact => fact.Split('=')[0]));
        Add("decisions.csv", account, at, $"{NextSeq(account)},{at},{account},{number},{step},{decision},{premise},{believed},{at},{found ?? believed},{at},{cause},{reason}");
        return this;
    }

    /// <summary>One attempt: its payment, the gateway's row and, if it succeeded, its entry.</summary>
    public Scenario Attempt(
        string account, string at, string number, int attempt, decimal amount, string currency, string method, string status = "succeeded",
        string code = "", string? postedIn = null)
    {
        var id = $"{number}/{attempt}";
        var reference = method.Length == 0 ? "" : "pi_" + id;
        Add("payments.csv", account, at, $"{id},{account},{number},{attempt},{Money(amount, currency)},{currency},{method},{status},{code},{reference},{(reference.Length == 0 ? "" : "key_" + id)},{at},{at}");
        if (reference.Length > 0)
        {
            var units = Currencies.ToGatewayUnits(amount, currency).ToString("0", CultureInfo.InvariantCulture);
            Add("gateway_charges.csv", account, at, $"{reference},key_{id},{units},{currency.ToLowerInvariant()},{method},{(status == "succeeded" ? status : "failed")},{at}");
        }

        return status == "succeeded" ? Post(account, at, postedIn ?? number[..7], currency, number, ("cash_gateway", amount), ("receivable", -amount)) : this;
    }

    /// <summary>The whole first step of an invoice that a card pays.</summary>
    public Scenario Pays(string account, string at, string number, decimal amount, string currency, string method) =>
        Decide(account, at, number, "charge", "acted", $"due={Money(amount, currency)};method={method}")
            .Attempt(account, at, number, 1, amount, currency, method);

    public Scenario Change(string account, string at, string change, string value)
    {
        var id = $"{account}/change/{_changes[account] = _changes.GetValueOrDefault(account) + 1}";
        Add("changes.csv", account, at, $"{NextSeq(account)},{at},{id},{account},{change},{value}");
        return this;
    }

    public Scenario Applied(string credit, string account, string number, decimal amount, string currency, string at, string postedIn)
    {
        Add("credits_applied.csv", account, at, $"{credit},{account},{number},{Money(amount, currency)},{currency},{at}");
        return Post(account, at, postedIn, currency, number, ("customer_credit", amount), ("receivable", -amount));
    }

    public Scenario Granted(string credit, string account, decimal amount, string currency, string at, string postedIn, string from = "promotions") =>
        Post(account, at, postedIn, currency, credit, (from, amount), ("customer_credit", -amount));

    public Scenario Transfer(string id, string account, string number, decimal amount, string currency, string at, string postedIn)
    {
        Add("payments.csv", account, at, $"{id},{account},{number},,{Money(amount, currency)},{currency},bank_transfer,succeeded,,,,{at},{at}");
        return Post(account, at, postedIn, currency, number.Length > 0 ? number : id, ("cash_transfer", amount), (number.Length > 0 ? "receivable" : "customer_credit", -amount));
    }

    public Scenario Email(string account, string at, string number, string kind, string to, decimal balance, string currency, string text)
    {
        var id = $"{kind}.{number}.{at[..10]}@mc";
        Add("emails.csv", account, at, $"{id},{account},{number},{kind},{to},{at},{Money(balance, currency)},{currency},{at}");
        _mails.Add(new Mail(account, at, id, to, text));
        return Decide(account, at, number, "email", "acted", "email=" + to);
    }

    public Scenario Hold(string account, string number, string placedAt, string releasedAt, string reason)
    {
        Add("holds.csv", account, placedAt, $"{account},{number},{placedAt},{releasedAt},{reason}");
        return this;
    }

    /// <summary>Debits are positive, credits negative; nothing posts nothing.</summary>
    public Scenario Post(string account, string at, string period, string currency, string reference, params (string Account, decimal Amount)[] lines)
    {
        var entry = $"e{++_entries:000}";
        foreach (var (line, index) in lines.Where(l => l.Amount != 0).Select((l, i) => (l, i)))
        {
            var amount = Money(Math.Abs(line.Amount), currency);
            Add("journal.csv", account, at, $"{entry},{index + 1},{at},{period},{line.Account},{(line.Amount > 0 ? amount + "," : "," + amount)},{currency},{reference}");
        }

        return this;
    }

    public Scenario Row(string file, string account, string at, string row)
    {
        Add(file, account, at, row);
        return this;
    }

    public int NextSeq(string account) => _seqs[account] = _seqs.GetValueOrDefault(account) + 1;

    /// <summary>Writes the period's folder as of now: its invoices, and everything about their accounts.</summary>
    public Scenario Close(string period, params string[] usageFiles)
    {
        var accounts = _rows["invoices.csv"].Where(r => r.Row.Split(',')[2] == period).Select(r => r.Account).ToHashSet();
        Directory.CreateDirectory(Out(period));
        foreach (var (file, header) in Vocabulary.Headers)
        {
            var rows = _rows.GetValueOrDefault(file, []).Where(r => accounts.Contains(r.Account) && (file != "invoices.csv" || r.Row.Split(',')[2] == period));
            var text = header + "\n" + string.Concat(rows.OrderBy(r => r.Account, StringComparer.Ordinal).ThenBy(r => r.At, StringComparer.Ordinal).Select(r => r.Row + "\n"));
            File.WriteAllText(Path.Combine(Out(period), file), text);
        }

        foreach (var mail in _mails.Where(m => accounts.Contains(m.Account)))
        {
            Directory.CreateDirectory(Path.Combine(Out(period), "emails"));
            File.WriteAllText(
                Path.Combine(Out(period), "emails", mail.Id + ".eml"),
                $"To: <{mail.To}>\nMessage-ID: <{mail.Id}>\nContent-Type: text/plain; charset=utf-8\n\n{mail.Text}\n", Encoding.UTF8);
        }

        _periods.RemoveAll(p => p.Period == period);
        _periods.Add(new ClosedPeriod(period, Out(period)) { UsageFiles = usageFiles.Length == 0 ? null : usageFiles });
        _periods.Sort((x, y) => string.CompareOrdinal(x.Period, y.Period));
        return this;
    }

    /// <summary>Replaces text that occurs exactly once in a file of a period's folder.</summary>
    public Scenario Break(string period, string file, string was, string becomes)
    {
        var path = Path.Combine(Out(period), file);
        var text = File.ReadAllText(path);
        Assert.Equal(2, text.Split(was).Length);
        File.WriteAllText(path, text.Replace(was, becomes, StringComparison.Ordinal));
        return this;
    }

    public IReadOnlyList<Finding> Check() => CloseChecker.Check(World, _periods, Options);

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Category(string service) => service == "Duty" ? "Tax" : "Usage";

    private static string Money(decimal amount, string currency) =>
        amount.ToString("F" + Currencies.Digits(currency), CultureInfo.InvariantCulture);

    private void Add(string file, string account, string at, string row)
    {
        if (!_rows.TryGetValue(file, out var rows))
        {
            _rows.Add(file, rows = []);
        }

        rows.Add((account, at, row));
    }
}
