using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace MonthClose;

/// <summary>
/// Rows of one account, encoded together: each text once, then the rows. One insert and one look-up for many rows.
/// </summary>
sealed class UsageBlock
{
    const byte Version = 1;
    readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    readonly List<string> texts = [];
    readonly ArrayBufferWriter<byte> rows = new(256);
    int count;

    /// <summary>The earliest start, in milliseconds.</summary>
    public long FirstStart { get; private set; } = long.MaxValue;

    /// <summary>The latest start, in milliseconds.</summary>
    public long LastStart { get; private set; } = long.MinValue;

    public void Add(UsageRow row)
    {
        var start = row.Start.ToUnixTimeMilliseconds();
        (FirstStart, LastStart) = (Math.Min(FirstStart, start), Math.Max(LastStart, start));
        Write(rows, start);
        Write(row.Category);
        Write(row.Service);
        Write(row.Currency);
        Write(rows, row.Cost is null ? 0 : 1);
        if (row.Cost is { } cost) Write(cost);
        else Write(row.Metered!);
        count++;
    }

    /// <summary>The bytes that <see cref="Read"/> reads.</summary>
    public byte[] ToBytes()
    {
        var whole = new ArrayBufferWriter<byte>(rows.WrittenCount + 256);
        Write(whole, Version);
        Write(whole, texts.Count);
        foreach (var text in texts)
        {
            Write(whole, Encoding.UTF8.GetByteCount(text));
            Encoding.UTF8.GetBytes(text, whole);
        }
        Write(whole, count);
        whole.Write(rows.WrittenSpan);
        return whole.WrittenSpan.ToArray();
    }

    /// <summary>The rows of a block.</summary>
    public static IEnumerable<UsageRow> Read(byte[] block, string accountId)
    {
        var reader = new Reader(block);
        if (reader.Number() is var version and not Version) throw new InvalidDataException($"Usage block version {version} is not known to this program: use a newer one.");
        reader.ReadTexts();
        for (var left = reader.Number(); left > 0; left--)
        {
            var start = reader.Instant()!.Value;
            var (category, service, currency) = (reader.Text(), reader.Text(), reader.Text());
            yield return reader.Number() == 1
                ? new UsageRow(accountId, start, category, service, currency, reader.Decimal(), null)
                : new UsageRow(accountId, start, category, service, currency, null, reader.Metered());
        }
    }

    void Write(MeteredUsage metered)
    {
        Write(metered.Sku);
        Write(metered.Quantity);
        Write(metered.Unit ?? "");
        Write(metered.Resource ?? "");
        Write(rows, metered.End?.ToUnixTimeMilliseconds() ?? long.MinValue);
    }

    void Write(string text)
    {
        if (!places.TryGetValue(text, out var place))
        {
            places.Add(text, place = texts.Count);
            texts.Add(text);
        }
        Write(rows, place);
    }

    void Write(decimal number)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        var bytes = rows.GetSpan(16);
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes[(4 * i)..], parts[i]);
        rows.Advance(16);
    }

    // Seven bits a byte, the last one below 128; the sign beside them, so that small numbers are short.
    static void Write(ArrayBufferWriter<byte> to, long number)
    {
        var left = (ulong)((number << 1) ^ (number >> 63));
        var bytes = to.GetSpan(10);
        var length = 0;
        for (; left > 127; left >>= 7) bytes[length++] = (byte)(left | 128);
        bytes[length++] = (byte)left;
        to.Advance(length);
    }

    sealed class Reader(byte[] block)
    {
        string[] texts = [];
        int at;

        public void ReadTexts()
        {
            texts = new string[Number()];
            for (var i = 0; i < texts.Length; i++)
            {
                var length = (int)Number();
                texts[i] = Encoding.UTF8.GetString(block, at, length);
                at += length;
            }
        }

        public long Number()
        {
            var number = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var part = block[at++];
                number |= (ulong)(part & 127) << shift;
                if (part < 128) return (long)(number >> 1) ^ -(long)(number & 1);
            }
        }

        public string Text() => texts[Number()];

        public decimal Decimal()
        {
            Span<int> parts = stackalloc int[4];
            for (var i = 0; i < 4; i++) parts[i] = BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(at + (4 * i)));
            at += 16;
            return new decimal(parts);
        }

        public DateTimeOffset? Instant() => Number() is var ms && ms == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(ms);

        public MeteredUsage Metered() => new(Text(), Decimal(), Optional(), Optional(), Instant());

        string? Optional() => Text() is { Length: > 0 } text ? text : null;
    }
}
