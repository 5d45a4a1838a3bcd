namespace Stillso;

/// <summary>From which queues a worker takes jobs, and which it asks first.</summary>
public sealed class QueueOrder
{
    readonly (string Queue, int Weight)[] weights;
    readonly bool strict;

    QueueOrder((string, int)[] weights, bool strict) => (this.weights, this.strict) = (weights, strict);

    /// <summary>What is due in a queue comes before anything in those after it.</summary>
    public static QueueOrder Strict(params string[] queues) => Checked([.. queues.Select(q => (q, 1))], strict: true);

    /// <summary>
    /// A queue of weight 3 is asked first three times as often as one of weight 1, and so on among the rest: the others get what it
    /// leaves, and none starves.
    /// </summary>
    public static QueueOrder Weighted(params (string Queue, int Weight)[] weights) => Checked(weights, strict: false);

    /// <summary>The queues, as they were given.</summary>
    public IReadOnlyList<string> Names => [.. weights.Select(w => w.Queue)];

    /// <summary>The order in which to ask them now.</summary>
    /// <param name="random">A number in [0, 1), from outside; not asked where the order is strict.</param>
    public IReadOnlyList<string> Draw(Func<double> random)
    {
        if (strict || weights.Length == 1) return Names;
        var left = weights.ToList();
        var drawn = new List<string>(left.Count);
        while (left.Count > 0)
        {
            var at = random() * left.Sum(w => w.Weight);
            var next = left.FindIndex(w => (at -= w.Weight) < 0);
            // A sum of fractions may end a hair behind the last.
            if (next < 0) next = left.Count - 1;
            drawn.Add(left[next].Queue);
            left.RemoveAt(next);
        }
        return drawn;
    }

    static QueueOrder Checked((string Queue, int Weight)[] weights, bool strict)
    {
        if (weights.Length == 0) throw new ArgumentException("A worker takes jobs from one queue at least: name it.", nameof(weights));
        foreach (var (queue, weight) in weights)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(queue, nameof(weights));
            if (weight < 1) throw new ArgumentException($"Queue \"{queue}\" has weight {weight}: 1 is the least.", nameof(weights));
        }
        if (weights.DistinctBy(w => w.Queue, StringComparer.Ordinal).Count() < weights.Length)
            throw new ArgumentException("A queue is named twice.", nameof(weights));
        return new QueueOrder(weights, strict);
    }
}
