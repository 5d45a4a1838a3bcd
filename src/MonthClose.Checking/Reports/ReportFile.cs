using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>How a column of a report is put in order.</summary>
internal enum Cell
{
    Text,
    Number,
}

/// <summary>One file of reports/, and what is wrong with it.</summary>
internal sealed class ReportFile
{
    private readonly List<Finding> _findings = [];
    private readonly List<string> _columns;

    private ReportFile(string name, string header, string text)
    {
        Name = name;
        _columns = [.. header.Split(',')];
        if (text.Split('\n')[0] != header)
        {
            Report($"its header is not {header}");
        }

        if (text.Contains('\r', StringComparison.Ordinal) || !text.EndsWith('\n'))
        {
            Report("its lines do not all end with LF");
        }

        using var reader = new StringReader(text);
        var records = Csv.Read(reader).Skip(1).ToList();
        foreach (var record in records.Where(r => r.QuotedNeedlessly || r.Fields.Count != _columns.Count))
        {
            Report($"line {record.Line} has needless quotes or another number of fields than the header");
        }

        Rows = [.. records.Where(r => r.Fields.Count == _columns.Count).Select(r => r.Fields)];
        foreach (var cell in Rows.SelectMany(r => r).Where(IsDangerous).Distinct())
        {
            Report($"'{cell}' would be a formula in a spreadsheet");
        }
    }

    public string Name { get; }

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    public IReadOnlyList<Finding> Findings => _findings;

    public static ReportFile? Read(string outDir, string name, string header)
    {
        var path = Path.Combine(outDir, "reports", name);
        return File.Exists(path) ? new ReportFile("reports/" + name, header, File.ReadAllText(path, Encoding.UTF8)) : null;
    }

    public string At(IReadOnlyList<string> row, string column) => row[_columns.IndexOf(column)];

    public void Report(string what, string? account = null) => _findings.Add(new Finding(8, Name, account, what));

    /// <summary>The rows are those of one of the sets given: what the folder's own files say, or all files of the store.</summary>
    public void MustHave(params IReadOnlyList<IReadOnlyList<string>>[] readings)
    {
        var written = Rows.Select(Joined).Order(StringComparer.Ordinal).ToList();
        var expected = readings.Select(r => r.Select(Joined).Order(StringComparer.Ordinal).ToList()).ToList();
        if (expected.Any(e => e.SequenceEqual(written)))
        {
            return;
        }

        var best = expected.MinBy(e => Left(e, written).Count + Left(written, e).Count)!;
        foreach (var row in Left(written, best).Take(5))
        {
            Report($"has '{row}', which the other files do not give");
        }

        foreach (var row in Left(best, written).Take(5))
        {
            Report($"lacks '{row}', which the other files give");
        }
    }

    /// <summary>Rows are in the order of their columns from left to right.</summary>
    public void MustBeInOrder(params Cell[] kinds)
    {
        var order = Comparer<IReadOnlyList<string>>.Create((x, y) =>
            x.Zip(y, kinds).Select(c => c.Third == Cell.Number ? Compare(c.First, c.Second) : CodePoints.Order.Compare(c.First, c.Second))
                .FirstOrDefault(difference => difference != 0));
        for (var i = 1; i < Rows.Count; i++)
        {
            if (order.Compare(Rows[i - 1], Rows[i]) > 0)
            {
                Report($"'{Joined(Rows[i])}' should come before the row above it");
                return;
            }
        }
    }

    /// <summary>The one instant that the rows are as of, if there is any.</summary>
    public Instant? AsOf()
    {
        var written = Rows.Select(r => At(r, "as_of")).Distinct().ToList();
        if (written.Count > 1)
        {
            Report($"is as of {string.Join(" and ", written)}");
        }

        return written.Count == 0 ? null : InstantPattern.ExtendedIso.Parse(written[0]) is { Success: true } parsed ? parsed.Value : null;
    }

    public static string Money(decimal amount, string currency)
    {
        var text = amount.ToString("F" + Currencies.Digits(currency), CultureInfo.InvariantCulture);
        return amount == 0 ? text.TrimStart('-') : text;
    }

    public static string Time(Instant? instant) =>
        instant is { } at ? InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'").Format(at) : "";

    /// <summary>What a spreadsheet would take for a formula has an apostrophe before it.</summary>
    public static string Text(string? text) => text is not null && IsFormula(text) ? "'" + text : text ?? "";

    private static bool IsFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';

    private static bool IsDangerous(string cell) => cell.Length > 0 && IsFormula(cell) && Amounts.TryParse(cell) is null;

    private static int Compare(string x, string y) => Nullable.Compare(Amounts.TryParse(x), Amounts.TryParse(y));

    private static string Joined(IReadOnlyList<string> row) => string.Join(',', row);

    private static List<string> Left(List<string> rows, List<string> without)
    {
        var counts = without.CountBy(r => r).ToDictionary(StringComparer.Ordinal);
        return [.. rows.Where(r =>
        {
            var left = counts.GetValueOrDefault(r);
            counts[r] = left - 1;
            return left <= 0;
        })];
    }
}
