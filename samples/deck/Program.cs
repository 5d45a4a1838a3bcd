using Deck;
using Microsoft.Extensions.Logging.Abstractions;
using MonthClose;
using MonthClose.Gateway;
using Stillso;
using Stillso.Testing;

// --world FOLDER --out FOLDER: runs the deck's workers over the world and its script, and says of each race what they did.
var options = args.Chunk(2).ToDictionary(a => a[0], a => a[1], StringComparer.Ordinal);
var (world, output) = (options.GetValueOrDefault("--world", "samples/worlds/changing"), options.GetValueOrDefault("--out", "out/deck"));
Directory.CreateDirectory(output);

var customers = Read(world);
var clock = new SimulatedClock(new DateTimeOffset(2024, 10, 1, 12, 0, 0, TimeSpan.Zero));
var books = Path.Combine(output, "gateway.books");
foreach (var old in Directory.EnumerateFiles(output, "gateway.books*")) File.Delete(old);
using var simulated = SimulatedGateway.Open(books, new SimulatedGatewayOptions { Slow = TimeSpan.Zero }, clock);
using var http = new HttpClient(simulated.CreateHandler());
var gateway = new StripeGateway(StripeGateway.Client(http, "sk_test_deck", null), TimeProvider.System, describesMethods: false);
var path = Path.Combine(world, "script.csv");
var script = ScriptFile.Read(path, id => customers.TryGetValue(id, out var c) ? c.Currency : null);
var shop = new Shop(gateway, customers, script, clock.GetUtcNow());

using var store = new InMemoryStore(TimeProvider.System);
var registry = new JobRegistry();
var jobs = new JobClient(store, registry, clock);
registry
    .Add("MonthCloseWorker", new MonthCloseHandler(shop, () => jobs)).Add("PaymentWorker", new PaymentHandler(shop, () => jobs))
    .Add("EmailWorker", new SendMailHandler(shop)).Add("HandleFailedChargeWorker", new HandleFailedChargeHandler(shop, () => jobs))
    .Add("RetryPaymentWorker", new RetryPaymentHandler(shop, () => jobs)).Add("HoldWorker", new PlaceHoldHandler(shop));
jobs.EnqueueMany(customers.Keys.Order(StringComparer.Ordinal).Select(id => new MonthCloseWorker(id)));
using (var worker = new Worker(
    store, store, registry, [], clock, new WorkerOptions { Simulated = clock, Until = clock.GetUtcNow().AddDays(31), Concurrency = 1 }, NullLogger<Worker>.Instance))
    await worker.RunAsync("deck", CancellationToken.None);
shop.Close();

var races = Races.Read(path).Select(r => (r.AccountId, r.Race, Verdict: shop[r.AccountId].Wrong is { Count: > 0 } wrong ? string.Join("; ", wrong) : "right")).ToList();
Console.WriteLine($"{"race",-56} the deck's version");
foreach (var (_, race, verdict) in races) Console.WriteLine($"{race,-56} {verdict}");
Console.WriteLine();
foreach (var count in customers.Values.SelectMany(c => c.Wrong).CountBy(w => w).OrderBy(w => w.Key, StringComparer.Ordinal))
    Console.WriteLine($"{count.Value,4} accounts: {count.Key}");
File.WriteAllLines(Path.Combine(output, "races.csv"), races.Select(r => $"{r.AccountId},\"{r.Race}\",{r.Verdict}").Prepend("account_id,race,verdict"));

static Dictionary<string, Customer> Read(string folder)
{
    var world = new WorldFolder(folder, new WorldOptions());
    if (world.Check() is { Count: > 0 } bad) throw new BadInputException(bad);
    var zones = world.Accounts([]).ToDictionary(a => a.AccountId, a => Zones.Get(a.TimeZone), StringComparer.Ordinal);
    var customers = world.Accounts([]).ToDictionary(
        a => a.AccountId, a => new Customer { Id = a.AccountId, Currency = Currency.Get(a.Currency), Closed = a.Status == "closed" }, StringComparer.Ordinal);
    var period = BillingPeriod.Parse("2024-09");
    foreach (var method in world.PaymentMethods([]).Where(m => m.IsDefault)) customers[method.AccountId].Card = method.PaymentMethodId;
    foreach (var credit in world.Credits([]).Where(c => c.ExpiresAt is null || c.ExpiresAt > period.End(zones[c.AccountId]))) customers[credit.AccountId].Credits += credit.Amount;
    foreach (var usage in world.UsageFiles().SelectMany(f => world.Usage(f, [])))
    {
        if (usage.Start >= period.Start(zones[usage.AccountId]) && usage.Start < period.End(zones[usage.AccountId])) customers[usage.AccountId].Usage += usage.Cost ?? 0;
    }
    return customers;
}
