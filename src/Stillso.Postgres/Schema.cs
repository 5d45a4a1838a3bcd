using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Stillso.Postgres;

/// <summary>The schema that the tables are in, and the store's statements on them.</summary>
sealed partial class Schema
{
    static readonly EmbeddedSql Files = new(typeof(Schema).Assembly, "Stillso.Postgres.Sql.");
    static readonly EmbeddedSql Scripts = new(typeof(Schema).Assembly, "Stillso.Postgres.Migrations.");
    readonly ConcurrentDictionary<string, string> texts = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">It is no plain name.</exception>
    public Schema(string name) => Name = Plain().IsMatch(name)
        ? name
        : throw new ArgumentException($"\"{name}\" cannot name a schema: give it small letters, digits and underscores, a letter first, 63 at most.", nameof(name));

    public string Name { get; }

    /// <summary>The channel of its notifications; two schemas have two.</summary>
    public string Channel => Name == PostgresStore.DefaultSchema ? Name : $"stillso:{Name}"[..Math.Min(63, Name.Length + 8)];

    public static IReadOnlyList<string> Migrations => Scripts.Names;

    /// <summary>A statement, by the name of its file; its arguments are numbered in the order in which their names first appear.</summary>
    public string this[string name] => texts.GetOrAdd(name, n => Numbered(In(Files[n])));

    public string Migration(string name) => In(Scripts[name]);

    /// <summary>A text for this schema; in files it is the default one. So no session needs a search path of its own.</summary>
    public string In(string text) => text.Replace($"{PostgresStore.DefaultSchema}.", $"\"{Name}\".", StringComparison.Ordinal);

    // The driver would do it for each command anew.
    static string Numbered(string text)
    {
        var names = new List<string>();
        return Argument().Replace(text, name =>
        {
            if (!names.Contains(name.Value)) names.Add(name.Value);
            return $"${names.IndexOf(name.Value) + 1}";
        });
    }

    [GeneratedRegex("@[a-z_]+")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z")]
    private static partial Regex Plain();
}
