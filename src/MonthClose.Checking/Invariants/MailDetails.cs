using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace MonthClose.Checking;

/// <summary>What a mail has beside its balance: the same in a currency of the customer's choice, and the invoice as PDF.</summary>
internal static partial class MailDetails
{
    private const int LargestPdf = 40 * 1024;

    /// <summary>`That is HUF 2,565 at 1 USD = 256.5 HUF, the rate of 2017-08-07.`, if there is such a rate.</summary>
    public static IEnumerable<string> OtherCurrency(CloseView view, EmailRow mail, string text)
    {
        var account = view.World.Accounts.GetValueOrDefault(mail.AccountId);
        var wanted = account?.DisplayCurrency;
        var match = Sentence().Match(Spaces().Replace(text, " "));
        var conversions = wanted is null || wanted == mail.Currency
            ? []
            : view.World.Worlds.Select(w => w.Rates.Find(mail.Currency, wanted, mail.AsOf)).OfType<Conversion>().ToList();
        if (conversions.Count == 0)
        {
            return match.Success && wanted != mail.Currency ? [$"says '{match.Value}', without a display currency or a rate to it"] : [];
        }

        if (!match.Success)
        {
            return [$"does not tell its balance in {wanted}, though there is a rate"];
        }

        return conversions.Any(c => Agrees(match, mail, wanted!, c, account!.Zone))
            ? []
            : [$"says '{match.Value}': by the rates it is {Currencies.Round(mail.Balance * conversions[0].Rate, wanted!)} {wanted} at {conversions[0].Rate}, of {string.Join(" and ", conversions[0].AsOf)}"];
    }

    public static IEnumerable<string> Pdf(CloseView view, EmailRow mail, EmlFile file)
    {
        if (!view.Options.RequirePdf || mail.InvoiceNumber is not { } number)
        {
            return [];
        }

        var pdfs = file.Attachments.Where(a => a.FileName == number + ".pdf").ToList();
        if (pdfs.Count != 1 || !pdfs[0].ContentType.Equals("application/pdf", StringComparison.OrdinalIgnoreCase))
        {
            return [$"does not have one {number}.pdf of type application/pdf"];
        }

        var bytes = pdfs[0].Bytes();
        return bytes is null || !bytes.AsSpan().StartsWith("%PDF-"u8) ? [$"its {number}.pdf is no PDF"]
            : bytes.Length > LargestPdf ? [$"its {number}.pdf has {bytes.Length} bytes"]
            : [];
    }

    private static bool Agrees(Match match, EmailRow mail, string wanted, Conversion conversion, DateTimeZone zone)
    {
        var (from, to) = (match.Groups["from"].Value, match.Groups["to"].Value);
        var shown = match.Groups["rate"].Value.Replace(",", "", StringComparison.Ordinal);
        var rate = (from, to) == (mail.Currency, wanted) ? conversion.Rate
            : (from, to) == (wanted, mail.Currency) ? Rational.One / conversion.Rate
            : (Rational?)null;
        var days = conversion.AsOf.SelectMany(at => new[] { at.InUtc().Date, at.InZone(zone).Date })
            .Select(day => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture));
        return rate is not null && IsRounded(shown, rate.Value) && days.Contains(match.Groups["date"].Value)
            && MailFiles.Money(match.Groups["amount"].Value) == Currencies.Round(mail.Balance * conversion.Rate, wanted);
    }

    /// <summary>The rate itself, or its first digits: at least four that mean something.</summary>
    private static bool IsRounded(string shown, Rational rate)
    {
        if (Rational.TryParse(shown) is not { } told)
        {
            return false;
        }

        var point = shown.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : shown.Length - point - 1;
        var unit = Rational.Parse($"1E-{decimals}");
        var digits = shown.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length;
        var off = Rational.Abs(rate - told) * 2;
        return off.Sign == 0 || (digits >= 4 && off.CompareTo(unit) <= 0);
    }

    [GeneratedRegex(@"That is (?<amount>\S.*?) at 1 (?<from>[A-Z]{3}) = (?<rate>[\d.,]+) (?<to>[A-Z]{3}), the rate of (?<date>\d{4}-\d\d-\d\d)\.")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
