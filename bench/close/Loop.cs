using MonthClose.App;

namespace Bench;

/// <summary>The deck's "before": one loop, one account after the other, a commit per step, every mail written and synced by itself.</summary>
static class Loop
{
    // What each step of one account writes; the charge is sent between the third and the fourth.
    static readonly string[][] Steps = [["ratings"], ["invoices", "journal", "stillso_subjects"], ["credit_uses"], ["payments", "stillso_intents"], ["stillso_decisions", "holds"], ["emails"]];

    public static async Task<Figures> RunAsync(string world, string folder, TimeSpan latency)
    {
        var done = await FinishedClose.ReadAsync(world, Directory.CreateDirectory(Path.Combine(folder, "done")).FullName);
        var file = new StoreFile(Path.Combine(folder, "loop.db"));
        using var store = file.OpenFile();
        await using var served = await ServedGateway.StartAsync(folder, latency);
        using var gateway = GatewayConnection.Open(served.Outside(), file, TimeProvider.System);
        var emails = Directory.CreateDirectory(Path.Combine(folder, "emails")).FullName;
        var steps = Steps.Select(tables => done.ByAccount(tables)).ToList();
        var (charges, mails) = (done.Charges.ToLookup(c => c.AccountId, StringComparer.Ordinal), done.Mails.ToLookup(m => m.AccountId, StringComparer.Ordinal));
        var loaded = done.Tables.TakeWhile(t => t.Name != "ratings").SelectMany(t => t.Rows.Select(r => (t.Insert, r)));

        var watch = new Watch();
        foreach (var rows in loaded.Chunk(10_000)) Floor.Write(store, rows);
        var load = watch.Lap();
        foreach (var account in done.Tables[0].Rows.Select(r => (string)r[0]!).Order(StringComparer.Ordinal))
        {
            for (var i = 0; i < steps.Count; i++)
            {
                if (i == 3)
                {
                    foreach (var charge in charges[account]) await charge.SendAsync(gateway.Gateway);
                }
                Floor.Write(store, steps[i][account]);
            }
            foreach (var mail in mails[account]) WriteDurably(Path.Combine(emails, mail.Name), mail.Bytes);
        }
        return Figures.Of(watch.Seconds, done.Accounts, ("load", load), ("commits per account", (double)store.Commits / done.Accounts));
    }

    static void WriteDurably(string path, byte[] bytes)
    {
        using var file = File.Create(path);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
