using System.Text;

namespace MonthClose;

/// <summary>Sorts more rows than should be in memory: sorted runs go to files that vanish, and are merged when they are read.</summary>
/// <param name="folder">Where the files are.</param>
/// <param name="order">The order of the rows.</param>
/// <param name="write">Puts a row into a file.</param>
/// <param name="read">Takes it from there.</param>
/// <param name="length">How many rows are held at once.</param>
sealed class SortedRuns<T>(string folder, IComparer<T> order, Action<BinaryWriter, T> write, Func<BinaryReader, T> read, int length) : IDisposable
{
    readonly List<T> run = [];
    readonly List<(FileStream File, int Rows)> files = [];

    public void Add(T row)
    {
        run.Add(row);
        if (run.Count == length) Spill();
    }

    /// <summary>Every row, in order; once.</summary>
    public IEnumerable<T> InOrder()
    {
        run.Sort(order);
        var next = new PriorityQueue<IEnumerator<T>, T>(order);
        foreach (var rows in files.Select(f => Rows(f.File, f.Rows)).Append(run))
        {
            var enumerator = rows.GetEnumerator();
            if (enumerator.MoveNext()) next.Enqueue(enumerator, enumerator.Current);
        }
        while (next.TryDequeue(out var rows, out var row))
        {
            yield return row;
            if (rows.MoveNext()) next.Enqueue(rows, rows.Current);
        }
    }

    public void Dispose()
    {
        foreach (var (file, _) in files) file.Dispose();
    }

    void Spill()
    {
        run.Sort(order);
        var path = Path.Combine(folder, $"{files.Count}.sorting");
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        files.Add((file, run.Count));
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        foreach (var row in run) write(writer, row);
        run.Clear();
    }

    IEnumerable<T> Rows(FileStream file, int count)
    {
        file.Position = 0;
        using var reader = new BinaryReader(file, Encoding.UTF8, leaveOpen: true);
        for (var n = 0; n < count; n++) yield return read(reader);
    }
}
