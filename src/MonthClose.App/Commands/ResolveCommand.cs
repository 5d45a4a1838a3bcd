using System.CommandLine;
using Stillso;

namespace MonthClose.App;

/// <summary>monthclose resolve: what a person decides about an item of the worklist.</summary>
static class ResolveCommand
{
    public static Command Create()
    {
        var item = new Argument<string>("ITEM") { Description = "As status names it; job/KIND: all jobs of a kind, job/all: all of them" };
        var outcome = new Argument<string?>("OUTCOME")
        {
            Description = "charged, not_charged (a charge; without one the gateway is asked), rate_again (an invoice), retry, discard (a job), sent, lost (a mail)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept", Required = true };
        var store = CommandOptions.Store();
        var live = new Option<bool>("--live") { Description = "Allow a live Stripe key" };
        var command = new Command("resolve", "Decide about something that waits for a person") { item, outcome, reason, store, live };
        command.SetAction(async (result, cancellation) =>
        {
            var file = StorePlace.Parse(result.GetValue(store)!);
            using var opened = file.Open();
            try
            {
                var (what, how, why) = (result.GetValue(item)!, result.GetValue(outcome), result.GetValue(reason)!);
                if (how is null or "charged" or "not_charged") how = await ChargeAsync(opened.Ledger, file, what, how, why, result.GetValue(live), cancellation);
                else Resolutions.Resolve(opened.Ledger, what, how, why, CloseEngine.Now(opened.Ledger));
                Console.WriteLine($"{what}: {how.Replace('_', ' ')}. {WhatFollows(how)}");
                return ExitCode.Done;
            }
            catch (ChangeRefusedException e)
            {
                Console.Error.WriteLine(e.Message);
                return ExitCode.BadInput;
            }
        });
        return command;
    }

    static string WhatFollows(string outcome) => outcome switch
    {
        "discard" => "It is given up for good: nothing follows from it.",
        "sent" => "It counts as sent: nothing follows from it.",
        "lost" => "It counts as not sent, and is not sent again.",
        _ => "A close or worker carries on with it.",
    };

    static async Task<string> ChargeAsync(ILedger store, StorePlace file, string key, string? outcome, string reason, bool live, CancellationToken cancellation)
    {
        var reference = ChargeResolution.ReferenceOf(store, key);
        using var connection = GatewayConnection.Open(new Outside { Live = live }.OrKept(store), file, CloseEngine.ClockOf(store));
        var gateway = connection.Gateway;
        var answer = outcome switch
        {
            "charged" => new GatewayAnswer(GatewayOutcome.Succeeded),
            "not_charged" => new GatewayAnswer(GatewayOutcome.Canceled, "not_charged"),
            _ => await gateway.RetrieveAsync(reference, cancellation),
        };
        if (answer.Outcome == GatewayOutcome.Unknown) throw new ChangeRefusedException($"The gateway still does not say what became of {key}. Look at {reference} there, then say charged or not_charged.");
        // What can still succeed is made sure to be dead before anything else may charge the debt.
        if (answer.Outcome == GatewayOutcome.NothingDone || answer.Refusable) await gateway.CancelAsync(reference, key, cancellation);
        if (answer.Outcome == GatewayOutcome.NothingDone) answer = new GatewayAnswer(GatewayOutcome.Canceled, "not_charged");
        var said = outcome ?? (answer.Outcome == GatewayOutcome.Succeeded ? "charged" : "not_charged");
        Resolutions.Charge(store, key, answer, said, outcome is null ? $"{reason} (the gateway was asked)" : reason, CloseEngine.Now(store));
        return said;
    }
}
