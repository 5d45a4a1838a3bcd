using System.Globalization;

namespace MonthClose.Torture;

/// <summary>How a step at whose boundary the world changes goes on.</summary>
enum How
{
    Once,
    Twice,
    CrashBeforeCommit,
    CrashAfterCommit,
    AnswerLost,
}

/// <summary>One change at one boundary of a step, and how the step goes on from there.</summary>
sealed record Cell(string Boundary, string Change, How How)
{
    public string Step => Boundary[(Boundary.IndexOf(':') + 1)..];

    public override string ToString() => $"{Boundary} × {Change} × {How}";
}

/// <summary>What became of a cell.</summary>
/// <param name="Cell">Which.</param>
/// <param name="Impossible">Why there is no such cell; null: there is.</param>
/// <param name="Reached">Whether the change was made and the fault injected.</param>
/// <param name="Close">The close that was run for it; null: none.</param>
sealed record CellResult(Cell Cell, string? Impossible, bool Reached, CheckedClose? Close);

/// <summary>Every change at every boundary of every step, each with every way to go on.</summary>
static class Matrix
{
    /// <summary>The steps of a close, by the names of their jobs.</summary>
    public static readonly string[] Steps =
        ["rate", "invoice", "apply_credits", "charge", "failed_charge", "retry_charge", "resolve_charge", "hold", "release", "email", "report"];

    /// <summary>Those whose effect has a line before it.</summary>
    public static readonly string[] WithALine = ["charge", "failed_charge", "retry_charge", "resolve_charge"];

    static readonly string[] Changes =
    [
        "grant_credit", "bank_transfer", "add_default_payment_method", "remove_payment_methods", "late_usage", "close_account", "change_currency", "change_email",
    ];

    /// <summary>How many accounts the worlds of cells have: few, and of all the worlds one reaches each cell.</summary>
    public const int Accounts = 6;

    /// <summary>Every cell, also those that cannot exist.</summary>
    public static IEnumerable<Cell> Cells =>
        from boundary in Steps.SelectMany(s => WithALine.Contains(s) ? new[] { $"before:{s}", $"during:{s}", $"after:{s}" } : [$"before:{s}", $"after:{s}"])
        from change in Changes
        from how in Enum.GetValues<How>()
        select new Cell(boundary, change, how);

    /// <summary>Runs a cell, in worlds one after the other until one reaches it.</summary>
    /// <param name="cell">Which.</param>
    /// <param name="worlds">Where to.</param>
    /// <param name="folder">An empty folder of its own.</param>
    /// <param name="seed">Of the run.</param>
    public static CellResult Run(Cell cell, IReadOnlyList<ImportedWorld> worlds, string folder, int seed)
    {
        if (Impossible(cell) is { } why) return new CellResult(cell, why, false, null);
        CheckedClose? close = null;
        for (var n = 0; n < worlds.Count; n++)
        {
            var course = new Course(cell);
            close = CheckedClose.Run(new CloseSetup(seed, worlds[(seed + n) % worlds.Count], Directory.CreateDirectory(Path.Combine(folder, n.ToString(CultureInfo.InvariantCulture))).FullName)
            {
                Faults = FaultPlan.Where(course.Fault), Changes = course.Change, BatchSize = 1,
            });
            if (course.IsReached || close.Violations.Count > 0) return new CellResult(cell, null, course.IsReached, close);
        }
        return new CellResult(cell, null, false, close);
    }

    /// <summary>Runs every cell, some at once.</summary>
    /// <param name="workshop">Where.</param>
    /// <param name="seed">Of the first time; each time has another.</param>
    /// <param name="times">How many times each.</param>
    /// <param name="threads">How many at once.</param>
    public static IReadOnlyList<CellResult> Run(Workshop workshop, int seed, int times, int threads)
    {
        var cells = Cells.ToList();
        var results = new CellResult[cells.Count * times];
        Threads.Run(threads, 0, n => n < results.Length, n =>
        {
            var folder = workshop.Folder();
            results[n] = Run(cells[n % cells.Count], workshop.Worlds, folder, seed + (n / cells.Count));
            if (results[n].Close?.Violations.Count > 0) workshop.Keep(folder, $"cell-{n}");
            Directory.Delete(folder, recursive: true);
        });
        return results;
    }

    static string? Impossible(Cell cell) => (cell.Boundary[..cell.Boundary.IndexOf(':')], cell.How) switch
    {
        ("after", How.CrashBeforeCommit) => "the step has committed; the next commit is another step's",
        ("after", How.AnswerLost) => "the step's commit was answered, or this boundary would not have been reached",
        _ => null,
    };

    /// <summary>Brings one account to the boundary, changes it there, and lets go wrong what follows.</summary>
    sealed class Course(Cell cell)
    {
        bool changed;
        bool done;
        bool prepared;
        bool unanswered;

        public bool IsReached => changed && (done || cell.How == How.Once);

        public (string Change, string Value)? Change(int visit, string place, string _)
        {
            if (!changed && place == cell.Boundary)
            {
                changed = true;
                return (cell.Change, Operators.Value(cell.Change, 10, $"v{visit}"));
            }
            if (prepared || Needed(place) is not { } needed) return null;
            prepared = true;
            return needed;
        }

        // Nobody is released who does not pay; and what follows a failed charge charges only where there is a new card.
        (string Change, string Value)? Needed(string place) => (cell.Boundary, place) switch
        {
            ("before:release" or "after:release", "after:hold") => ("bank_transfer", "1000000"),
            ("during:failed_charge", "before:failed_charge") => ("add_default_payment_method", "pm_card_visa_prepared"),
            _ => null,
        };

        public Fault Fault(string place)
        {
            // Nobody is asked about who was answered.
            if (cell.Step == "resolve_charge" && place == "gateway confirm" && !unanswered)
            {
                unanswered = true;
                return Torture.Fault.RequestLost;
            }
            if (!changed || done || cell.How == How.Once) return Torture.Fault.None;
            var fault = Wanted(place);
            done = fault != Torture.Fault.None;
            return fault;
        }

        Fault Wanted(string place) => cell.How switch
        {
            How.Twice => place == cell.Boundary ? Torture.Fault.Twice : Torture.Fault.None,
            How.CrashAfterCommit when cell.Boundary.StartsWith("after:", StringComparison.Ordinal) => place == cell.Boundary ? Torture.Fault.Crash : Torture.Fault.None,
            How.AnswerLost when cell.Boundary.StartsWith("during:", StringComparison.Ordinal) =>
                place is "gateway confirm" or "gateway retrieve" ? Torture.Fault.AnswerLost : Torture.Fault.None,
            _ when place != Commit => Torture.Fault.None,
            How.CrashBeforeCommit => Torture.Fault.CrashBeforeCommit,
            How.CrashAfterCommit => Torture.Fault.CrashAfterCommit,
            _ => Torture.Fault.CommitUnanswered,
        };

        // The step's next commit after the boundary.
        string Commit => cell.Boundary.StartsWith("during:", StringComparison.Ordinal) ? $"settle:{cell.Step}" : $"decide:{cell.Step}";
    }
}
