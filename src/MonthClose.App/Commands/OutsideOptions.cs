using System.CommandLine;

namespace MonthClose.App;

/// <summary>The options that say how a close reaches the world outside.</summary>
sealed class OutsideOptions
{
    readonly Option<string?> gateway = new("--gateway") { Description = "simulator, simulator=URL or stripe; kept with the store" };
    readonly Option<int?> rate = new("--gateway-rate") { Description = "How many requests a second the gateway allows; kept with the store" };
    readonly Option<string?> smtp = new("--smtp") { Description = "HOST:PORT or smtp[s]://USER@HOST:PORT of a mail server, its password in SMTP_PASSWORD; kept with the store" };
    readonly Option<string?> pdf = new("--pdf") { Description = "yes or no: whether mails bring the invoice as PDF (yes unless said otherwise); kept with the store" };
    readonly Option<string?> schedule = new("--schedule") { Description = "When what failed or was not answered is due again, for example \"retries=3d,5d,7d warning=11d hold=14d ask=1m,5m,30m,1h send-until=23h park=24h mail=1m backoff=2s,30m\"; kept with the store" };
    readonly Option<bool> live = new("--live") { Description = "Allow a live Stripe key" };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { gateway, rate, smtp, pdf, schedule, live }) command.Options.Add(option);
    }

    public Outside Read(ParseResult result) => new()
    {
        Gateway = result.GetValue(gateway), GatewayRate = result.GetValue(rate), Smtp = result.GetValue(smtp), Pdf = result.GetValue(pdf), Schedule = result.GetValue(schedule), Live = result.GetValue(live),
    };
}
