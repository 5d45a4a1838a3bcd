using System.Globalization;
using Stillso;

namespace MonthClose.Torture;

/// <summary>Those who change the world all the while: most over a connection of their own, some by the real command.</summary>
sealed class Outsiders(RoundPlan plan, MonthcloseCommand command, TorturedStore store, RoundHistory history, TimeProvider time)
{
    const int ByCommand = 40;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(120);
    static readonly TimeSpan CommandMayTake = TimeSpan.FromSeconds(90);

    public int Made { get; private set; }

    public int Refused { get; private set; }

    /// <summary>How many the store refused because its disk was full, or it was away.</summary>
    public int RefusedByStore { get; private set; }

    /// <summary>How many may have been made: the store was asked to commit, and was gone.</summary>
    public int Unanswered { get; private set; }

    public List<string> Problems { get; } = [];

    public async Task RunAsync(CancellationToken over)
    {
        await Task.Yield();
        var dice = new Random(unchecked(plan.Seed * 31));
        var changes = new RandomChange(dice, plan.Seed);
        for (var n = 1; !over.IsCancellationRequested; n++)
        {
            var (account, (change, value)) = (changes.Account(plan.Accounts), changes.Next());
            if (n % ByCommand == 0) await CommandAsync(n / ByCommand, account, change, value);
            else Make(account, change, value);
            try
            {
                await Task.Delay(Pause * (2 * dice.NextDouble()), time, over);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Makes a change; false: the store refused it.</summary>
    public bool Make(string account, string change, string value)
    {
        try
        {
            Count(account, change, value, WorldChanges.Make(store.Ledger, account, change, value, out _));
            return true;
        }
        catch (StoreUnavailableException e)
        {
            RefusedByStore++;
            history.Add("outsider", $"{account} {change} {value}: the store refused it: {e.Message}");
            return false;
        }
        catch (CommitUnknownException e)
        {
            Unanswered++;
            history.Add("outsider", $"{account} {change} {value}: nobody knows: {e.Message}");
            return false;
        }
    }

    async Task CommandAsync(int n, string account, string change, string value)
    {
        using var process = command.Start("change", Path.Combine(plan.Folder, string.Create(CultureInfo.InvariantCulture, $"change-{n}.log")), ["change", account, change, value, "--store", store.Name]);
        using var limit = new CancellationTokenSource(CommandMayTake, time);
        await process.ExitAsync(limit.Token);
        if (process.ExitCode is 0 or 3) Count(account, change, value, process.ExitCode == 0 ? null : "refused");
        else if (process.Said.Contains("may have happened", StringComparison.Ordinal)) Unanswered++;
        else if (store.Refusals.Any(s => process.Said.Contains(s, StringComparison.Ordinal))) RefusedByStore++;
        else Problems.Add($"change {account} {change} {value} ended with {process.ExitCode}: {process.Said.Split('\n').LastOrDefault(l => l.Length > 0)}");
    }

    void Count(string account, string change, string value, string? refused)
    {
        if (refused is null) Made++;
        else Refused++;
        history.Add("outsider", $"{account} {change} {value}{(refused is null ? "" : $": {refused}")}");
    }
}
