using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Stillso;

/// <summary>The application's own types as JSON: arguments of jobs, checkpoints, what effects freeze.</summary>
static class Json
{
    const string Switched = "By reflection only where JsonSerializer.IsReflectionEnabledByDefault; where it is not, as in trimmed applications, no type is known, and that is said.";

    /// <summary>What the application has given, ready to be used; null: the platform's default.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Switched)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Switched)]
    public static JsonSerializerOptions Options(JsonSerializerOptions? given)
    {
        if (given is null) return JsonSerializerOptions.Default;
        given.TypeInfoResolver ??= JsonSerializerOptions.Default.TypeInfoResolver;
        given.MakeReadOnly();
        return given;
    }

    /// <summary>How a type is written and read.</summary>
    /// <exception cref="NotSupportedException">The options do not know it.</exception>
    public static JsonTypeInfo<T> Type<T>(this JsonSerializerOptions json) =>
        json.TryGetTypeInfo(typeof(T), out var type) ? (JsonTypeInfo<T>)type : throw new NotSupportedException(
            $"{typeof(T)} has no JSON metadata: add [JsonSerializable(typeof({typeof(T).Name}))] to a JsonSerializerContext, and give its Default.Options to UseJson.");
}
