namespace Stillso;

/// <summary>What a job is, to whoever runs it: its kind, and the version of its arguments.</summary>
/// <param name="Name">The stable name under which its handler is registered.</param>
/// <param name="Version">1, 2, …; another one where arguments have changed so that an older worker could not read them.</param>
public readonly record struct JobKind(string Name, int Version = 1)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}/{Version}";
}
