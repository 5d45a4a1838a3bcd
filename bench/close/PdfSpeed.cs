using System.Diagnostics;
using System.Globalization;
using MonthClose;

namespace Bench;

/// <summary>How large invoices are as PDF, and how many are written a second by one thread.</summary>
static class PdfSpeed
{
    static readonly TimeSpan Each = TimeSpan.FromSeconds(3);

    public static void Run()
    {
        foreach (var lines in new[] { 5, 40, 400 }) Measure($"{lines} lines", _ => Document(lines, "Aster Labs"));
        // Customers whose names share no characters: every document needs a subset of its own.
        Measure("5 lines, new characters", i => Document(5, $"{(char)(0x400 + i % 80)}{(char)(0x3b1 + i / 80 % 20)}{(char)(0x100 + i / 1600 % 100)}"));
    }

    static void Measure(string name, Func<int, InvoiceDocument> document)
    {
        for (var i = 0; i < 1000; i++) InvoicePdf.Write(document(i));
        using var process = Process.GetCurrentProcess();
        var (count, size, time, before) = (0, 0L, TimeProvider.System, process.TotalProcessorTime);
        for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < Each; count++) size += InvoicePdf.Write(document(count)).Length;
        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-24} {size / count,7:N0} bytes {count / Each.TotalSeconds,7:N0} a second {count / (process.TotalProcessorTime - before).TotalSeconds,7:N0} a second of processor time"));
    }

    static InvoiceDocument Document(int lines, string customer) => new()
    {
        Seller = "Northwind & Sons", SellerDetails = ["1 Harbour Street, Seattle, WA 98101", "Tax ID US-00-0000000"],
        Customer = customer, Email = "billing@aster.example", AccountId = "acct-000123", Number = "2024-09-000123",
        Period = "September 2024", Issued = "1 October 2024 (CEST)", Currency = "EUR",
        Lines = [.. Enumerable.Range(1, lines).Select(i => new NoticeRow($"Elastic Compute {i}", string.Create(CultureInfo.InvariantCulture, $"€{i * 37.31m:N2}")))],
        Summary = [new("Subtotal", "€1,234.50"), new("Tax 20 %", "€246.90"), new("Total", "€1,481.40", true), new("Paid", "-€1,471.40"), new("Due", "€10.00", true)],
        Balance = "As of 2024-10-01 09:00:00 CEST (UTC+02:00), your balance is €10.00.",
    };
}
