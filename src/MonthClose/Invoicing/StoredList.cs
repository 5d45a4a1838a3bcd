using System.Text.Json;

namespace MonthClose;

/// <summary>A list as the store keeps it, read only when somebody asks for its items: most steps never do.</summary>
sealed class StoredList<T>
{
    IReadOnlyList<T>? items;
    string? json;

    public IReadOnlyList<T> Items => items ??= JsonSerializer.Deserialize<T[]>(json!)!;

    public string Json => json ??= JsonSerializer.Serialize(items!);

    public static StoredList<T> Of(IReadOnlyList<T> items) => new() { items = items };

    public static StoredList<T> Read(string json) => new() { json = json };
}
