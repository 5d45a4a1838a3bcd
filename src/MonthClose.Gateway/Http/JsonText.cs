using System.Buffers;
using System.Text.Json;

namespace MonthClose.Gateway;

/// <summary>Writes JSON without a tree or a string of it.</summary>
static class JsonText
{
    [ThreadStatic] static ArrayBufferWriter<byte>? buffer;
    [ThreadStatic] static Utf8JsonWriter? writer;

    public static byte[] Of<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        buffer ??= new ArrayBufferWriter<byte>(1024);
        writer ??= new Utf8JsonWriter(buffer);
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        write(writer, value);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
