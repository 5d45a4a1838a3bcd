using System.Text;

namespace MonthClose;

/// <summary>Lays out the text part of a mail: 72 columns, amounts in a column at the right.</summary>
static class TextLayout
{
    const int Width = 72;

    /// <summary>Breaks at spaces. Any run of white space becomes one space, so that a name cannot add lines to a mail.</summary>
    public static string Wrap(string text, int width = Width)
    {
        var (wrapped, column) = (new StringBuilder(), 0);
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var fits = column + 1 + word.Length <= width;
            if (column > 0) wrapped.Append(fits ? ' ' : '\n');
            wrapped.Append(word);
            column = (column > 0 && fits ? column + 1 : 0) + word.Length;
        }
        return wrapped.ToString();
    }

    /// <summary>A label at the left, its amount at the right; of a label that is too long, on its last line.</summary>
    public static string Row(string label, string amount)
    {
        var lines = Wrap(label, Width - 4 - amount.Length).Split('\n');
        lines[^1] = lines[^1] + amount.PadLeft(Math.Max(Width - 2 - lines[^1].Length, amount.Length + 2));
        return string.Join('\n', lines.Select(line => "  " + line));
    }
}
