namespace MonthClose.Checking;

/// <summary>A period and the files that its close wrote. Periods of one store are given in the order of their closes.</summary>
public sealed record ClosedPeriod(string Period, string OutDir)
{
    /// <summary>
    /// The usage files (names, with or without `usage/`) that had been imported when this period was closed; those of
    /// earlier periods belong to them without being named again. Null: every file of the world folder.
    /// </summary>
    public IReadOnlyCollection<string>? UsageFiles { get; init; }

    /// <summary>The world folder as it was imported for this period, if not the common one: its prices, rates and tax rates hold.</summary>
    public string? WorldDir { get; init; }
}

/// <summary>A closed period with what was read of it.</summary>
internal sealed record PeriodFolder(int Index, string Period, CloseFiles Close, WorldFiles World, IReadOnlySet<string> Imported)
{
    public static IReadOnlyList<PeriodFolder> Read(string worldDir, IReadOnlyList<ClosedPeriod> periods, CheckOptions options)
    {
        var worlds = new Dictionary<string, WorldFiles>(StringComparer.Ordinal);
        var currencies = new Dictionary<string, string?>(StringComparer.Ordinal);
        var imported = new HashSet<string>(StringComparer.Ordinal);
        var folders = new List<PeriodFolder>();
        foreach (var period in periods)
        {
            var dir = period.WorldDir ?? worldDir;
            if (!worlds.TryGetValue(dir, out var world))
            {
                worlds.Add(dir, world = WorldFiles.Read(dir, options));
            }

            imported.UnionWith(period.UsageFiles?.Select(f => Path.GetFileName(f)) ?? world.Usage.Names);
            var close = CloseFiles.Read(period.OutDir, currencies);
            folders.Add(new PeriodFolder(folders.Count, period.Period, close, world, imported.ToHashSet(StringComparer.Ordinal)));
            foreach (var invoice in close.Invoices.Where(i => i.InvoiceNumber is not null))
            {
                currencies.TryAdd(invoice.InvoiceNumber!, invoice.Currency);
            }
        }

        return folders;
    }
}
