using System.CommandLine;
using System.Globalization;

namespace MonthClose.App;

/// <summary>monthclose status: where a close stands, as of now.</summary>
static class StatusCommand
{
    public static Command Create()
    {
        var (period, store) = (CommandOptions.Period(), CommandOptions.Store());
        var command = new Command("status", "Where a close stands") { period, store };
        command.SetAction(result =>
        {
            var month = CommandOptions.ReadPeriod(result.GetValue(period)!).ToString();
            using var opened = CloseEngine.OpenStore(StoreFile.Parse(result.GetValue(store)!));
            var now = Settings.SimulatedNow(opened) ?? TimeProvider.System.GetUtcNow();
            var progress = CloseProgress.Of(opened, month);
            var c = CultureInfo.InvariantCulture;
            Console.WriteLine($"As of {Instants.ToFile(now)}, {month} is {progress.State}.");
            foreach (var (step, done) in progress.Done) Console.WriteLine(string.Create(c, $"  {step,-9} {done} of {progress.Accounts} accounts"));
            foreach (var kind in opened.Waiting().GroupBy(w => w.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
                Console.WriteLine(string.Create(c, $"  {kind.Count()} × {kind.Key} waiting, the first at {Instants.ToFile(kind.Min(w => w.RunAt))}"));
            foreach (var charge in UnansweredCharges.Of(opened))
                Console.WriteLine(string.Create(c, $"  {charge.Invoice}: sent {(now - charge.SentAt).TotalMinutes:F0} minutes ago and not answered{(charge.Parked ? "; a person must resolve it" : "")}"));
            foreach (var mail in UnansweredMails.Of(opened))
                Console.WriteLine($"  mail {mail.MessageId} of {mail.AccountId}: nobody knows whether it was sent at {Instants.ToFile(mail.SentAt)}; it is not sent again");
            return ExitCode.Done;
        });
        return command;
    }
}
