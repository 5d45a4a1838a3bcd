using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>The named fields of one row of an output file; what is wrong with them is noted, not thrown.</summary>
internal sealed partial class Fields(string file, CsvRecord record, IReadOnlyDictionary<string, int> columns, List<Finding> problems)
{
    public int Line => record.Line;

    public string? Optional(string column) =>
        columns.TryGetValue(column, out var index) && index < record.Fields.Count && record.Fields[index] is not ("" or "NULL")
            ? record.Fields[index]
            : null;

    public string Text(string column) => Optional(column) ?? Missing(column, "");

    public string OneOf(string column, IReadOnlySet<string> allowed)
    {
        var value = Text(column);
        if (value.Length > 0 && !allowed.Contains(value))
        {
            Problem(column, $"'{value}' is none of {string.Join(", ", allowed.Order(StringComparer.Ordinal))}");
        }

        return value;
    }

    public Instant? Time(string column)
    {
        if (Optional(column) is not { } text)
        {
            return null;
        }

        var parsed = WrittenInstant.Parse(text);
        if (parsed.Success)
        {
            return parsed.Value;
        }

        Problem(column, $"'{text}' is no instant like 2024-10-01T07:00:00Z");
        return null;
    }

    public Instant RequiredTime(string column) => Time(column) ?? (Optional(column) is null ? Missing(column, default(Instant)) : default);

    public decimal? Money(string column, string? currency)
    {
        if (Optional(column) is not { } text)
        {
            return null;
        }

        var digits = Currencies.Digits(currency ?? "USD");
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var written = point < 0 ? 0 : text.Length - point - 1;
        if (!PlainNumber().IsMatch(text)
            || !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            Problem(column, $"'{text}' is no plain amount");
            return null;
        }

        if (written != digits)
        {
            Problem(column, $"'{text}' does not have the {digits} decimals of {currency}");
        }

        if (amount == 0 && text[0] == '-')
        {
            Problem(column, $"'{text}' is a negative zero");
        }

        return amount;
    }

    public decimal RequiredMoney(string column, string? currency) =>
        Money(column, currency) ?? (Optional(column) is null ? Missing(column, 0m) : 0m);

    public int? Number(string column)
    {
        if (Optional(column) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Problem(column, $"'{text}' is no count");
        return null;
    }

    public int RequiredNumber(string column) => Number(column) ?? (Optional(column) is null ? Missing(column, 0) : 0);

    /// <summary>A whole amount of minor units, which may be more than an int holds.</summary>
    public decimal RequiredUnits(string column)
    {
        var text = Text(column);
        if (decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var units) || text.Length == 0)
        {
            return units;
        }

        Problem(column, $"'{text}' is no whole amount");
        return 0;
    }

    private T Missing<T>(string column, T stand)
    {
        Problem(column, "a value is missing");
        return stand;
    }

    private void Problem(string column, string what) =>
        problems.Add(new Finding(0, file, Optional("account_id"), $"line {Line}, {column}: {what}"));

    private static readonly InstantPattern WrittenInstant = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");

    [GeneratedRegex(@"^-?(0|[1-9]\d*)(\.\d+)?$")]
    private static partial Regex PlainNumber();
}
