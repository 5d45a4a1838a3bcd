using System.Collections.Concurrent;
using System.Reflection;

namespace Stillso;

/// <summary>Statements that live in an assembly's <c>.sql</c> files, one verb each.</summary>
/// <param name="assembly">Whose resources.</param>
/// <param name="prefix">The folder's resource name, for example <c>Stillso.Sqlite.Sql.</c></param>
public sealed class EmbeddedSql(Assembly assembly, string prefix)
{
    readonly ConcurrentDictionary<string, string> texts = new(StringComparer.Ordinal);

    /// <summary>The text of one file, by its name without <c>.sql</c>.</summary>
    public string this[string name] => texts.GetOrAdd(name, Read);

    /// <summary>The names of the folder's files, in order of code points.</summary>
    public IReadOnlyList<string> Names =>
        [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Select(n => n[prefix.Length..^".sql".Length]).Order(StringComparer.Ordinal)];

    string Read(string name)
    {
        using var stream = assembly.GetManifestResourceStream($"{prefix}{name}.sql")
            ?? throw new InvalidOperationException($"{prefix}{name}.sql is not embedded in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
