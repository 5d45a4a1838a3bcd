using Microsoft.AspNetCore.WebUtilities;

namespace MonthClose.Gateway;

/// <summary>The fields of a form or a query, by name in order of code points.</summary>
sealed class FormFields
{
    readonly List<KeyValuePair<string, string>> fields = new(8);

    public static FormFields Parse(string encoded)
    {
        var form = new FormFields();
        foreach (var field in new QueryStringEnumerable(encoded)) form.Add(field.DecodeName().ToString(), field.DecodeValue().ToString());
        return form;
    }

    /// <summary>A field's value; null: there is none, or it is empty.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (known, value) in fields)
                if (known == name) return value.Length > 0 ? value : null;
            return null;
        }
    }

    /// <summary>Adds a field; one that comes again has all its values, with commas between.</summary>
    public void Add(string name, string value)
    {
        var at = fields.Count;
        for (; at > 0; at--)
        {
            var order = string.CompareOrdinal(fields[at - 1].Key, name);
            if (order < 0) break;
            if (order > 0) continue;
            fields[at - 1] = new(name, $"{fields[at - 1].Value},{value}");
            return;
        }
        fields.Insert(at, new(name, value));
    }

    /// <summary>name=value, one a line.</summary>
    public override string ToString() => string.Join('\n', fields.Select(f => $"{f.Key}={f.Value}"));
}
