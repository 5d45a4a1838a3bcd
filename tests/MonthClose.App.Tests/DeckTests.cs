using System.Diagnostics;

namespace AppTests;

/// <summary>The talk's own code over the same world and script: wrong where stale facts can go wrong, right elsewhere.</summary>
public sealed class DeckTests
{
    static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["before charge: credit ≥ due"] = "charged though nothing was due; mailed a wrong balance",
        ["before charge: credit < due"] = "charged the stale amount; mailed a wrong balance",
        ["before charge: bank transfer ≥ due"] = "charged though nothing was due; mailed a wrong balance",
        ["before charge: bank transfer < due"] = "charged the stale amount; mailed a wrong balance",
        ["before charge: another default card"] = "right",
        ["before charge: all cards removed"] = "blamed a card that is not there",
        ["during charge: credit granted"] = "mailed a wrong balance",
        ["during charge: bank transfer"] = "mailed a wrong balance",
        ["during charge: bank transfer, and the charge fails"] = "held though paid; mailed a wrong balance; never released; told of a failure though paid",
        ["during charge: all cards removed"] = "right",
        ["before failed_charge: new default card"] = "right",
        ["before failed_charge: all cards removed"] = "blamed a card that is not there",
        ["before failed_charge: paid by credit"] = "held though paid; mailed a wrong balance; never released; told of a failure though paid",
        ["before failed_charge: paid by transfer"] = "held though paid; mailed a wrong balance; never released; told of a failure though paid",
        ["before retry_charge: paid by credit"] = "held though paid; mailed a wrong balance; never released; told of a failure though paid",
        ["before retry_charge: paid by transfer"] = "held though paid; mailed a wrong balance; never released; told of a failure though paid",
        ["before hold: paid by credit"] = "held though paid; never released",
        ["before hold: paid by transfer"] = "held though paid; never released",
        ["after hold: paid"] = "never released",
        ["after hold: new default card"] = "right",
        ["before email: credit granted"] = "mailed a wrong balance",
        ["before email: address changed"] = "right",
        ["before invoice: late usage"] = "right",
        ["after invoice: late usage"] = "right",
        ["after invoice: account closed"] = "held a closed account",
        ["after invoice: currency changed"] = "right",
        ["charge delivered twice"] = "charged twice",
        ["charge delivered twice while it is sent"] = "charged twice",
        ["invoice delivered twice"] = "right",
        ["e-mail delivered twice"] = "right",
        ["failed_charge delivered twice"] = "right",
        ["hold and release delivered twice"] = "never released",
    };

    [Fact]
    public async Task The_decks_version_goes_wrong_where_it_was_told_what_is_no_longer_so()
    {
        using var scratch = new Scratch();
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Deck.dll"), "--world", ChangingWorld.World, "--out", scratch.Out }) info.ArgumentList.Add(argument);
        using var process = Process.Start(info)!;
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        var rows = File.ReadAllLines(Path.Combine(scratch.Out, "races.csv")).Skip(1)
            .Select(l => (Race: l[(l.IndexOf('"') + 1)..l.LastIndexOf('"')], Verdict: l[(l.LastIndexOf('"') + 2)..]));
        Assert.Equal(Expected.Select(e => $"{e.Key}: {e.Value}"), rows.Select(r => $"{r.Race}: {r.Verdict}"));
    }
}
