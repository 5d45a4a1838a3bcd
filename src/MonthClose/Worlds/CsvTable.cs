using System.Globalization;
using System.IO.Compression;
using System.Text.Unicode;
using CsvHelper;

namespace MonthClose;

/// <summary>A CSV file of the world (RFC 4180, UTF-8, header first), read row by row; what is wrong with it is collected.</summary>
sealed class CsvTable(string path, string name, List<BadRow> bad)
{
    static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss"];
    const int InstantsKept = 10_000;
    readonly Dictionary<string, DateTimeOffset> instants = new(StringComparer.Ordinal);
    Dictionary<string, int> columns = [];

    public string Name => name;

    /// <summary>The rows. An empty answer when a required column is missing.</summary>
    public IEnumerable<WorldRow> Rows(params string[] required)
    {
        if (!File.Exists(path))
        {
            bad.Add(new BadRow(name, 0, "", "the file is missing"));
            yield break;
        }
        var broken = false;
        using var stream = OpenRead();
        using var reader = CsvReader.Create(stream, new CsvReaderOptions
        {
            HasHeader = false, Separator = ',', TrackLineNumbers = true, PoolStrings = true, IncludeValuesInExceptions = false,
            OnMalformedRecord = _ => broken = true,
        }, false);
        if (!Next(reader))
        {
            bad.Add(new BadRow(name, 1, "", "the file is empty: a header is needed"));
            yield break;
        }
        var width = reader.FieldCount;
        columns = [];
        for (var i = 0; i < width; i++) columns.TryAdd(reader.GetString(i), i);
        var missing = required.Where(c => !columns.ContainsKey(c)).ToList();
        foreach (var column in missing) bad.Add(new BadRow(name, 1, column, "the column is missing"));
        if (missing.Count > 0) yield break;
        while (Next(reader))
        {
            var row = new WorldRow(this, reader, (int)reader.LineNumber);
            if (!Utf8.IsValid(reader.RawRecord)) bad.Add(new BadRow(name, row.Line, "", "the row is not UTF-8: save the file as UTF-8"));
            else if (broken) bad.Add(new BadRow(name, row.Line, "", "the row is not CSV (RFC 4180): a quote stands where none may"));
            else if (reader.FieldCount != width) bad.Add(new BadRow(name, row.Line, "", $"the row has {reader.FieldCount} fields, the header {width}"));
            else if (HasAll(row, required)) yield return row;
            broken = false;
        }
    }

    static bool HasAll(WorldRow row, string[] required)
    {
        var all = true;
        foreach (var column in required)
        {
            if (row[column] is null) all = row.Wrong(column, "a value is required");
        }
        return all;
    }

    public bool Has(string column) => columns.ContainsKey(column);

    internal int IndexOf(string column) => columns.GetValueOrDefault(column, -1);

    // Usage begins and ends at the same few hours in row after row: each is parsed once.
    internal bool TryInstant(string text, out DateTimeOffset instant)
    {
        if (instants.TryGetValue(text, out instant)) return true;
        if (!DateTimeOffset.TryParseExact(
            text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant)) return false;
        if (instants.Count < InstantsKept) instants.Add(text, instant);
        return true;
    }

    internal void Wrong(int line, string column, string what) => bad.Add(new BadRow(name, line, column, what));

    Stream OpenRead()
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    bool Next(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception e) when (e is InvalidDataException or CsvFormatException)
        {
            bad.Add(new BadRow(name, (int)reader.LineNumber, "", e is InvalidDataException ? "the file is not gzip" : "the file is not CSV"));
            return false;
        }
    }
}

/// <summary>One row; valid until the next is read.</summary>
readonly struct WorldRow(CsvTable table, CsvReader reader, int line)
{
    public int Line => line;

    /// <summary>The value; null when it is empty, the word NULL, or the column is not there.</summary>
    public string? this[string column] =>
        table.IndexOf(column) is var i and >= 0 && reader.GetString(i) is { Length: > 0 } value && value != "NULL" ? value : null;

    public bool Wrong(string column, string what)
    {
        table.Wrong(line, column, what);
        return false;
    }

    public bool Decimal(string column, out decimal? value)
    {
        value = null;
        if (this[column] is not { } text) return true;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
            return Wrong(column, $"\"{Cards.Mask(text)}\" is not a number");
        value = number;
        return true;
    }

    public bool Instant(string column, out DateTimeOffset? value)
    {
        value = null;
        if (this[column] is not { } text) return true;
        if (!table.TryInstant(text, out var instant))
            return Wrong(column, $"\"{Cards.Mask(text)}\" is not an instant: write it as 2024-09-01T00:00:00Z");
        value = instant;
        return true;
    }

    /// <summary>An instant, or a date: its first instant in UTC.</summary>
    public bool InstantOrDate(string column, out DateTimeOffset? value)
    {
        if (!DateOnly.TryParseExact(this[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return Instant(column, out value);
        value = new DateTimeOffset(date, default, TimeSpan.Zero);
        return true;
    }

    public bool Currency(string column, out Currency currency)
    {
        if (MonthClose.Currency.TryGet(this[column] ?? "", out currency)) return true;
        return Wrong(column, $"\"{Cards.Mask(this[column] ?? "")}\" is not an ISO 4217 currency code");
    }
}

/// <summary>Card numbers are recognised to be refused; their digits are never shown.</summary>
static class Cards
{
    /// <summary>Whether 13 to 19 digits in the text, spaces and dashes apart, pass the Luhn check (ISO/IEC 7812-1).</summary>
    public static bool LooksLikeNumber(string text)
    {
        var digits = new List<int>();
        foreach (var c in text.Append('.'))
        {
            if (char.IsAsciiDigit(c)) digits.Add(c - '0');
            else if (c is not (' ' or '-'))
            {
                if (digits.Count is >= 13 and <= 19 && Luhn(digits)) return true;
                digits.Clear();
            }
        }
        return false;
    }

    /// <summary>The text, unless it looks like a card number.</summary>
    public static string Mask(string text) => LooksLikeNumber(text) ? "(a card number, not shown)" : text;

    static bool Luhn(List<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Count; i++)
        {
            var d = digits[digits.Count - 1 - i];
            sum += i % 2 == 0 ? d : d < 5 ? d * 2 : (d * 2) - 9;
        }
        return sum % 10 == 0;
    }
}
