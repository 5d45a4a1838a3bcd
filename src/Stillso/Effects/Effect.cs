namespace Stillso;

/// <summary>Something to be done outside the database, once.</summary>
/// <param name="Key">Its key, for good: whoever uses it again means the same effect. Give it to the other side as idempotency key.</param>
/// <param name="Kind">What kind of effect: a charge, a mail.</param>
/// <param name="Frozen">What exactly is to be done. The first attempt's word stands; later ones are given that, whatever they say.</param>
public sealed record Effect<T>(string Key, string Kind, T Frozen)
{
    /// <summary>Whom it is about; null: only itself.</summary>
    public string? Subject { get; init; }

    /// <summary>What it settles: of one debt no second effect is begun while the first could still succeed; null: only itself.</summary>
    public string? Debt { get; init; }

    /// <summary>The other side's name for it, where an earlier attempt has learned it.</summary>
    public string? Reference { get; init; }
}

/// <summary>What the other side said, once and for all.</summary>
/// <param name="Succeeded">Whether it was done; false: it was refused, and will not be done.</param>
/// <param name="Code">Your own word for how it came out.</param>
/// <param name="Reference">The other side's name for it.</param>
public sealed record Answer(bool Succeeded, string? Code = null, string? Reference = null)
{
    /// <summary>It was done.</summary>
    public static Answer Done(string? reference = null, string? code = null) => new(true, code, reference);

    /// <summary>It was refused, and nothing will come of it.</summary>
    public static Answer Refused(string code, string? reference = null) => new(false, code, reference);
}
