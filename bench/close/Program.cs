using System.Globalization;
using Bench;
using MonthClose;

// run FOLDER KIND …: one run, in a process and an empty folder of its own.
if (args is ["run", var own, .. var run])
{
    var figures = await Runs.RunAsync(run, own);
    figures.Say();
    return;
}

// steps [ACCOUNTS [ROWS]]: one close, and what each step took. pdf: how fast invoices are written as PDF.
if (args is ["pdf"])
{
    PdfSpeed.Run();
    return;
}
if (args is ["steps", .. var size])
{
    await Runs.StepsAsync(Number(size, 0, 10_000), Number(size, 1, 20));
    return;
}

// [--runs N] [--out FOLDER] [MEASURE …]: the table and its picture.
var (runs, folder, names) = (3, "bench/results", new List<string>());
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--runs") runs = Number(args, ++i, 3);
    else if (args[i] == "--out") folder = args[++i];
    else names.Add(args[i]);
}
Measures.Run(names, runs, folder);

static int Number(string[] from, int at, int otherwise) => at < from.Length ? int.Parse(from[at], CultureInfo.InvariantCulture) : otherwise;
