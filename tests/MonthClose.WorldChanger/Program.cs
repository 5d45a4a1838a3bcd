using System.Globalization;
using MonthClose;
using MonthClose.App;
using MonthClose.Torture;

// STORE SEED CHANGES ACCOUNTS SECONDS: spreads the changes over the time; prints how many were made and refused.
var (place, seed, count, accounts, seconds) = (args[0], Number(1), Number(2), Number(3), Number(4));
using var store = StorePlace.Parse(place).Open();
var dice = new RandomChange(new Random(seed), seed);
var (made, refused, clock) = (0, 0, TimeProvider.System);
var started = clock.GetTimestamp();
for (var n = 0; n < count; n++)
{
    var due = TimeSpan.FromSeconds((double)seconds * n / count) - clock.GetElapsedTime(started);
    if (due > TimeSpan.Zero) await Task.Delay(due, clock);
    var (change, value) = dice.Next();
    if (WorldChanges.Make(store.Ledger, dice.Account(accounts), change, value, out _) is null) made++;
    else refused++;
}
Console.WriteLine($"{made} made, {refused} refused");

int Number(int i) => int.Parse(args[i], CultureInfo.InvariantCulture);
