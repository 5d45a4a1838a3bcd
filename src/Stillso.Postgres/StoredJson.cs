using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Stillso.Postgres;

/// <summary>How the engine's own values are kept as JSON, without reflection. A job's own data is JSON already.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = true)]
[JsonSerializable(typeof(ImmutableArray<Fact>), TypeInfoPropertyName = "Facts")]
[JsonSerializable(typeof(IReadOnlyList<Premise>), TypeInfoPropertyName = "Premises")]
[JsonSerializable(typeof(NewJob), TypeInfoPropertyName = "Job")]
sealed partial class StoredJson : JsonSerializerContext;
