using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace MonthClose.Checking;

/// <summary>Every row of emails.csv has its .eml and the reverse, and the text says what the row says.</summary>
internal static partial class MailFiles
{
    private static readonly LocalDateTimePattern Written = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    public static IEnumerable<Finding> Check(CloseView view)
    {
        if (!view.Options.HasMailFiles)
        {
            yield break;
        }

        var files = view.Close.EmlFiles.ToLookup(e => e.MessageId ?? "", StringComparer.Ordinal);
        var rows = view.Close.Emails.Select(e => Bare(e.MessageId)).ToHashSet(StringComparer.Ordinal);
        foreach (var stray in view.Close.EmlFiles.Where(e => e.MessageId is null || !rows.Contains(e.MessageId)))
        {
            yield return new Finding(6, "emails/" + stray.Name, null, $"its Message-ID {stray.MessageId} is in no row of emails.csv");
        }

        foreach (var mail in view.Close.Emails)
        {
            var found = files[Bare(mail.MessageId)].ToList();
            if (found.Count != 1)
            {
                yield return new Finding(6, "emails.csv", mail.AccountId, $"{mail.MessageId} has {found.Count} .eml files");
                continue;
            }

            foreach (var what in Compare(view, mail, found[0]).Concat(MailDetails.OtherCurrency(view, mail, found[0].Text)).Concat(MailDetails.Pdf(view, mail, found[0])))
            {
                yield return new Finding(6, "emails/" + found[0].Name, mail.AccountId, what);
            }
        }
    }

    private static IEnumerable<string> Compare(CloseView view, EmailRow mail, EmlFile file)
    {
        if (file.To?.Contains(mail.To, StringComparison.OrdinalIgnoreCase) != true)
        {
            yield return $"is addressed to {file.To}, not {mail.To}";
        }

        var match = BalanceLine().Match(Spaces().Replace(file.Text, " "));
        if (!match.Success)
        {
            yield return "does not say 'As of …, your balance is …'";
            yield break;
        }

        var offset = OffsetPattern.CreateWithInvariantCulture("+HH:mm").Parse(match.Groups["offset"].Value).GetValueOrThrow();
        var instant = Written.Parse(match.Groups["local"].Value).GetValueOrThrow().WithOffset(offset).ToInstant();
        var zone = view.World.Accounts.GetValueOrDefault(mail.AccountId)?.Zone ?? DateTimeZone.Utc;
        var abbreviation = zone.GetZoneInterval(mail.AsOf).Name;
        if (instant != mail.AsOf || offset != zone.GetUtcOffset(mail.AsOf))
        {
            yield return $"says '{match.Value}', the row is as of {mail.AsOf}";
        }

        // Zones without letters of their own are called by their offset in tzdata: any word will do then.
        if (char.IsLetter(abbreviation[0]) && match.Groups["zone"].Value != abbreviation)
        {
            yield return $"calls the zone {match.Groups["zone"].Value}, then it was {abbreviation}";
        }

        var balance = match.Groups["balance"].Value;
        if (Money(balance) != mail.Balance)
        {
            yield return $"tells a balance of {balance}, the row {mail.Balance}";
        }
    }

    /// <summary>The amount in a text such as `-$1,000.50`, `12.50 EUR` or `Ft2565`.</summary>
    internal static decimal? Money(string text)
    {
        var digits = string.Concat(text.Where(c => char.IsAsciiDigit(c) || c == '.')).Trim('.');
        var amount = Amounts.TryParse(digits);
        return text.AsSpan().IndexOfAny('-', '−', '(') >= 0 ? -amount : amount;
    }

    private static string Bare(string messageId) => messageId.Trim('<', '>');

    [GeneratedRegex(@"As of (?<local>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?<zone>\S+) \(UTC(?<offset>[+-]\d\d:\d\d)\), your balance is (?<balance>.+?)\.(?= |$)")]
    private static partial Regex BalanceLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
