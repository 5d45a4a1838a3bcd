using System.CommandLine;
using MonthClose.App;
using SQLitePCL;
using Stillso;

// SQLite counts what it allocates, under a lock of the whole process (sqlite.org/malloc.html). Nobody asks for the count here.
Batteries_V2.Init();
raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);

var root = new RootCommand("MonthClose closes the month of a business that bills for usage.")
{
    SampleCommand.Create(), ImportCommand.Create(), CloseCommand.Create(), ChangeCommand.Create(), StatusCommand.Create(),
    ExplainCommand.Create(), ReportCommand.Create(), WorkerCommand.Create(), ResolveCommand.Create(), ReopenCommand.Create(), GatewayCommand.Create(), TortureCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
    Console.Error.WriteLine("See monthclose --help.");
    return ExitCode.Usage;
}
using var interruption = new Interruption();
try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Asked);
}
catch (MonthClose.BadInputException e)
{
    foreach (var row in e.Rows) Console.Error.WriteLine(row);
    return ExitCode.BadInput;
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Usage;
}
catch (StoreUnavailableException e)
{
    // A full disk, above all. What was committed stands, and nothing else does.
    Console.Error.WriteLine($"The store refused: {e.Message} Give it what it needs, and run the same command again.");
    return ExitCode.Failed;
}
catch (CommitUnknownException e)
{
    Console.Error.WriteLine($"{e.Message} Look by status or explain before you run the same command again.");
    return ExitCode.Failed;
}
catch (MonthClose.ReportDisagreesException e)
{
    Console.Error.WriteLine(e.Message);
    return ExitCode.Failed;
}
