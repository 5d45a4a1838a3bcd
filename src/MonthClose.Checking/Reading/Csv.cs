using System.Text;

namespace MonthClose.Checking;

/// <summary>One record of a CSV file, with the line it starts on.</summary>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, bool QuotedNeedlessly);

/// <summary>An RFC 4180 reader that holds one record at a time.</summary>
public static class Csv
{
    public static IEnumerable<CsvRecord> Read(TextReader reader)
    {
        var line = 1;
        while (reader.Peek() >= 0)
        {
            var start = line;
            var record = ReadRecord(reader, start, ref line);
            if (record.Fields is not [""])
            {
                yield return record;
            }
        }
    }

    private static CsvRecord ReadRecord(TextReader reader, int start, ref int line)
    {
        var fields = new List<string>();
        var needless = false;
        while (true)
        {
            fields.Add(reader.Peek() == '"' ? Quoted(reader, ref line, ref needless) : Plain(reader));
            var next = reader.Read();
            if (next == ',')
            {
                continue;
            }

            if (next == '\r' && reader.Peek() == '\n')
            {
                reader.Read();
            }

            line++;
            return new CsvRecord(start, fields, needless);
        }
    }

    private static string Plain(TextReader reader)
    {
        var text = new StringBuilder();
        while (reader.Peek() is >= 0 and not (',' or '\n' or '\r'))
        {
            text.Append((char)reader.Read());
        }

        return text.ToString();
    }

    private static string Quoted(TextReader reader, ref int line, ref bool needless)
    {
        var text = new StringBuilder();
        reader.Read();
        while (true)
        {
            var next = reader.Read();
            if (next < 0)
            {
                throw new InvalidDataException($"line {line}: a quoted field has no end");
            }

            if (next == '"')
            {
                if (reader.Peek() != '"')
                {
                    break;
                }

                reader.Read();
            }

            line += next == '\n' ? 1 : 0;
            text.Append((char)next);
        }

        var value = text.ToString();

        // RFC 4180 keeps spaces as they are; quoting a value that starts or ends with one harms nobody.
        needless |= value.AsSpan().IndexOfAny(",\"\r\n") < 0 && value.Trim() == value;
        return value;
    }
}
