using Microsoft.Extensions.Hosting;
using Stillso;

sealed record Buy(string Product, int Quantity);

/// <summary>Decides in a transaction by what is found, keeps the decision, and acts outside it.</summary>
sealed class Buyer(IHostApplicationLifetime application) : IPhasedHandler<Buy>
{
    public void Decide(Batch<Buy> batch)
    {
        foreach (var work in batch.Works)
        {
            var verdict = work.Verdicts[0];
            var decision = new Decision(
                work.Job.Product,
                batch.Transaction.NextSeq(work.Job.Product),
                batch.Now,
                About: "",
                Step: "buy",
                verdict.Holds ? DecisionKind.Acted : DecisionKind.Revised,
                verdict.Premise.Believed,
                verdict.Premise.At,
                verdict.Found,
                verdict.FoundAt,
                verdict.Causes,
                verdict.Holds ? "the price is as believed" : "the price has changed");
            batch.Transaction.Record(decision);
            work.State = decision;
            work.Act();
        }
    }

    public Task ActAsync(Work<Buy> work, CancellationToken cancellation)
    {
        var decision = (Decision)work.State!;
        Console.WriteLine($"Decided: {decision.Kind}, because {decision.Reason}");
        Console.WriteLine($"  believed {Words(decision.Believed)} at {decision.BelievedAt:HH:mm:ss} UTC");
        Console.WriteLine($"  found    {Words(decision.Found)} at {decision.FoundAt:HH:mm:ss} UTC");
        Console.WriteLine($"  cause    {string.Join(", ", decision.Causes)}");
        Console.WriteLine($"Bought {work.Job.Quantity} × {work.Job.Product} at {decision.Found[0].Value}");
        application.StopApplication();
        return Task.CompletedTask;
    }

    static string Words(IEnumerable<Fact> facts) => string.Join(", ", facts.Select(fact => $"{fact.Name} {fact.Value}"));
}
