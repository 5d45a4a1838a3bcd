using MonthClose.Checking;

namespace MonthClose.Torture;

/// <summary>A simulated close, and what its checkers say.</summary>
/// <param name="Seed">Which.</param>
/// <param name="Accounts">How many accounts its world has.</param>
/// <param name="Violations">What must not be; empty: all is well.</param>
/// <param name="Faults">What went wrong around it.</param>
/// <param name="Changes">How the world changed meanwhile.</param>
/// <param name="Charges">How many charges the gateway tried.</param>
/// <param name="Recoveries">How long jobs were in the hands of the dead.</param>
/// <param name="History">What tells its history from others.</param>
sealed record CheckedClose(
    int Seed, int Accounts, IReadOnlyList<string> Violations, IReadOnlyList<InjectedFault> Faults, IReadOnlyList<MadeChange> Changes, int Charges,
    IReadOnlyList<TimeSpan> Recoveries, string History)
{
    // What a mail says is in emails.csv; its file follows from that, whatever went wrong, and takes as long as a third of the close.
    const int MailFilesOf = 4;

    /// <summary>Runs and checks one.</summary>
    /// <param name="setup">What it is run with; its folder keeps the files.</param>
    public static CheckedClose Run(CloseSetup setup)
    {
        using var close = new SimulatedClose(setup);
        close.Run();
        var output = Path.Combine(setup.Folder, "out");
        var mailFiles = setup.Seed % MailFilesOf == 0;
        new CloseFiles(close.Store, output, SimulatedClose.Period, mailFiles).Write(close.Bank.Books, close.Business.GetUtcNow());
        if (close.SendsMails) File.WriteAllLines(Path.Combine(output, "mail_server.csv"), close.Post.Taken.Prepend("message_id"));
        File.WriteAllText(Path.Combine(setup.Folder, "history.txt"), close.History.ToString());
        List<string> violations =
        [
            .. close.Problems,
            .. CloseChecker.Check(setup.World.Folder, output, new CheckOptions(SimulatedClose.Period) { RequestsMayBeLate = true, HasMailFiles = mailFiles }).Select(f => f.ToString()),
        ];
        if (setup.KeepsStore || violations.Count > 0) close.Store.CopyTo(Path.Combine(setup.Folder, "store.db"));
        return new CheckedClose(
            setup.Seed, setup.World.Size, violations, close.Plan.Injected, close.Operators.Made, close.Bank.Books.Count, close.Recoveries, close.History.Hash());
    }
}
