using System.Reflection;
using PublicApiGenerator;
using Stillso.Conformance;
using Stillso.Postgres;
using Stillso.Sqlite;
using Stillso.Testing;

namespace Stillso.Tests;

/// <summary>
/// What users of an assembly can call stands in a file beside this one. A difference is not an error in itself: it is to be seen, and to be meant.
/// </summary>
public sealed class PublicApiTests
{
    const string Update = "UPDATE_PUBLIC_API";

    static readonly string Folder = Path.Combine(Checkout.Folder, "tests", "Stillso.Tests", "PublicApi");

    // Where a conformance test stands in its file, and what it is given, is nothing that anybody calls.
    static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["Xunit.FactAttribute", "Xunit.TheoryAttribute", "Xunit.InlineDataAttribute"],
    };

    static readonly Dictionary<string, Assembly> Assemblies = new[]
    {
        typeof(JobClient).Assembly,
        typeof(SqliteStore).Assembly,
        typeof(PostgresStore).Assembly,
        typeof(TestEngine).Assembly,
        typeof(EngineConformance<>).Assembly,
    }.ToDictionary(assembly => assembly.GetName().Name!);

    public static TheoryData<string> Names => [.. Assemblies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_public_is_what_the_file_says(string name)
    {
        var file = Path.Combine(Folder, $"{name}.txt");
        var now = Assemblies[name].GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(file, now);
        var before = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(before == now, Difference(name, before.Split('\n'), now.Split('\n')));
    }

    static string Difference(string name, string[] before, string[] now)
    {
        var gone = before.Except(now).Take(10).Select(line => $"- {line.Trim()}");
        var come = now.Except(before).Take(10).Select(line => $"+ {line.Trim()}");
        var first = before.Zip(now).TakeWhile(lines => lines.First == lines.Second).Count();
        return $"""
            The public API of {name} differs from tests/Stillso.Tests/PublicApi/{name}.txt, first in line {first + 1}:
            - {before.ElementAtOrDefault(first)?.Trim()}
            + {now.ElementAtOrDefault(first)?.Trim()}
            Lines that are in one of them only, the first ten of each:
            {string.Join('\n', gone.Concat(come))}
            If that is meant, write the file anew and look at the difference:
            {Update}=1 dotnet tests/Stillso.Tests/bin/Release/net10.0/Stillso.Tests.dll --filter-class {typeof(PublicApiTests).FullName}
            """;
    }
}
