using System.Text.RegularExpressions;
using MonthClose.Checking;

namespace AppTests;

/// <summary>The checker is worth something only if it can fail: each invariant, broken in the files of a real close, is caught.</summary>
public sealed class CheckerTests(ChangingWorld closed) : IClassFixture<ChangingWorld>
{
    /// <summary>Invariant, file, what is sought in one line of it, and what it is replaced by.</summary>
    public static TheoryData<int, string, string, string> Breaks => new()
    {
        { 1, "credits_applied.csv", @"^(acct_000002/change/1,acct_000002,[^,]+),10\.00,", "$1,9.00," },
        { 2, "gateway_charges.csv", @"^(pi_[0-9a-f]+),(acct_000002/2024-09/charge/1,.*)$", "$1,$2\n$1,$2" },
        { 3, "payments.csv", @"^(acct_000002/payment/1,acct_000002,[^,]+,1),94\.53,", "$1,104.53," },
        { 3, "payments.csv", @"^(acct_000005/payment/1,.*),pm_card_mastercard_new_5,", "$1,pm_card_visa_5," },
        { 4, "invoices.csv", @"^[^,]+,acct_000001,.*\n", "" },
        { 5, "invoices.csv", @"^2024-09-000001,", "2024-09-999999," },
        { 6, "emails.csv", @"^(receipt\.1\.acct_000002\.[^\n]*)$", "$1\n$1" },
        { 6, "emails.csv", @"^(receipt\.1\.acct_000007\.[^\n]*),-15\.00,", "$1,0.00," },
        { 7, "holds.csv", @"^(acct_000019,[^,]+,[^,]+),[^,]+,", "$1,," },
        { 8, "journal.csv", @"^(acct_000002/2024-09/issued,1,[^,]+,[^,]+,receivable),[^,]+,", "$1,1.00," },
        { 9, "gateway_charges.csv", @"^pi_[0-9a-f]+,acct_000005/2024-09/charge/1,.*\n", "" },
        { 10, "decisions.csv", @"^([^\n]*),acct_000002/change/1,([^\n]*)$", "$1,,$2" },
        { 10, "decisions.csv", @"^([^\n]*),acct_000005/change/1,([^\n]*)$", "$1,,$2" },
        { 3, "invoices.csv", @"^(2024-09-[0-9]+,acct_000002,2024-09,USD),[^,]+,", "$1,1.00," },
        { 0, "changes.csv", @"^1,([^,]+,acct_000002/change/1,)", "7,$1" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void A_broken_invariant_is_caught(int invariant, string file, string sought, string replacement)
    {
        using var scratch = new Scratch();
        Copy(closed.Scratch.Out, scratch.Out);
        var path = Path.Combine(scratch.Out, file);
        var before = File.ReadAllText(path);
        var after = new Regex(sought, RegexOptions.Multiline).Replace(before, replacement, 1);
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
        Assert.Contains(CloseChecker.Check(ChangingWorld.World, scratch.Out, new CheckOptions("2024-09")), f => f.Invariant == invariant);
    }

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
