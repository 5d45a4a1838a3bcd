using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Stillso.Sqlite;

/// <summary>
/// The present row of a prepared statement, and the statement. It is one object for as long as the connection is open: disposing of
/// it makes the statement ready to run again.
/// </summary>
sealed class SqliteRow(SqliteConnection connection, sqlite3_stmt statement) : DbDataReader
{
    // Names of queues and kinds come again in row after row: one string for as long as they do.
    const int Short = 32;
    readonly string?[] last = new string?[raw.sqlite3_column_count(statement)];
    bool isBusy, isAtEnd;

    public sqlite3_stmt Statement => statement;

    public int Parameters { get; } = raw.sqlite3_bind_parameter_count(statement);

    public override int FieldCount => last.Length;

    public override bool HasRows => throw NotHere();

    public override bool IsClosed => !isBusy;

    public override int RecordsAffected => -1;

    public override int Depth => 0;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public void Begin()
    {
        if (isBusy) throw new InvalidOperationException($"The rows of this statement are being read: read them to their end before running it again. It is: {raw.sqlite3_sql(statement).utf8_to_string()}");
        (isBusy, isAtEnd) = (true, false);
    }

    public void Finish() => statement.Dispose();

    public override bool Read()
    {
        // SQLite would run the statement once more.
        if (isAtEnd) return false;
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        isAtEnd = true;
        if (code != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(code, connection.Handle);
        return false;
    }

    public override bool NextResult() => false;

    public override void Close() => Dispose();

    [SuppressMessage("Usage", "CA2215:Dispose methods should call base class dispose", Justification = "It is used again, and the base has nothing to dispose of.")]
    protected override void Dispose(bool disposing)
    {
        if (!isBusy) return;
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
        isBusy = false;
    }

    public long NumberOrZero() => raw.sqlite3_column_int64(statement, 0);

    public override bool IsDBNull(int ordinal) => raw.sqlite3_column_type(statement, ordinal) == raw.SQLITE_NULL;

    public override long GetInt64(int ordinal) => raw.sqlite3_column_int64(statement, ordinal) is not 0 and var number ? number : IsDBNull(ordinal) ? throw Null(ordinal) : 0;

    public override int GetInt32(int ordinal) => checked((int)GetInt64(ordinal));

    public override double GetDouble(int ordinal) => raw.sqlite3_column_double(statement, ordinal) is not 0 and var number ? number : IsDBNull(ordinal) ? throw Null(ordinal) : 0;

    public override bool GetBoolean(int ordinal) => GetInt64(ordinal) != 0;

    public override string GetString(int ordinal)
    {
        ReadOnlySpan<byte> text = raw.sqlite3_column_blob(statement, ordinal);
        if (text.IsEmpty) return IsDBNull(ordinal) ? throw Null(ordinal) : "";
        if (text.Length > Short) return Encoding.UTF8.GetString(text);
        Span<char> characters = stackalloc char[Short];
        characters = characters[..Encoding.UTF8.GetChars(text, characters)];
        return last[ordinal] is { } same && characters.SequenceEqual(same) ? same : last[ordinal] = characters.ToString();
    }

    public override object GetValue(int ordinal) => raw.sqlite3_column_type(statement, ordinal) switch
    {
        raw.SQLITE_INTEGER => GetInt64(ordinal),
        raw.SQLITE_FLOAT => GetDouble(ordinal),
        raw.SQLITE_TEXT => GetString(ordinal),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, ordinal).ToArray(),
        _ => DBNull.Value,
    };

    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++) values[i] = GetValue(i);
        return count;
    }

    public override string GetName(int ordinal) => raw.sqlite3_column_name(statement, ordinal).utf8_to_string();

    public override int GetOrdinal(string name)
    {
        for (var i = 0; i < FieldCount; i++)
        {
            if (GetName(i) == name) return i;
        }
        throw new ArgumentOutOfRangeException(nameof(name), name, "There is no column of this name.");
    }

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type GetFieldType(int ordinal) => raw.sqlite3_column_type(statement, ordinal) switch
    {
        raw.SQLITE_INTEGER => typeof(long),
        raw.SQLITE_FLOAT => typeof(double),
        raw.SQLITE_TEXT => typeof(string),
        raw.SQLITE_BLOB => typeof(byte[]),
        _ => typeof(DBNull),
    };

    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    public override byte GetByte(int ordinal) => checked((byte)GetInt64(ordinal));

    public override short GetInt16(int ordinal) => checked((short)GetInt64(ordinal));

    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    public override char GetChar(int ordinal) => throw NotHere();

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw NotHere();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw NotHere();

    public override DateTime GetDateTime(int ordinal) => throw NotHere();

    public override decimal GetDecimal(int ordinal) => throw NotHere();

    public override Guid GetGuid(int ordinal) => throw NotHere();

    static NotSupportedException NotHere() => new("SQLite has no such type: read the column as a number, text or bytes.");

    static InvalidCastException Null(int ordinal) => new($"Column {ordinal} is null.");
}
