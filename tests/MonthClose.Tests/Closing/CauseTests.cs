using Stillso;

namespace MonthClose.Tests;

public sealed class CauseTests
{
    // Found by a simulated close: a retry that a new card caused, of an account that had been closed before.
    [Fact]
    public void A_cause_that_a_step_brings_with_it_stands_in_order_of_the_changes()
    {
        var book = new AccountBook(new Account { Id = "a", Name = "A", Currency = Currency.Get("USD"), TimeZone = "UTC" });
        var verdict = new Verdict(new Premise("account", "a", "a/2024-09", [], default, 0), [], default, ["a/change/4", "a/change/12"]);
        book.Decide("retry_charge", "a/2024-09", DecisionKind.Revised, verdict, default, "", cause: "a/change/13");
        book.Decide("retry_charge", "a/2024-09", DecisionKind.Revised, verdict, default, "", cause: "a/change/5");
        Assert.Equal(
            [["a/change/4", "a/change/12", "a/change/13"], ["a/change/4", "a/change/5", "a/change/12"]],
            book.Out.OfType<Outgoing.Decided>().Select(d => d.Decision.Causes.ToArray()));
    }
}
