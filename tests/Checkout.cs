/// <summary>The checkout that these tests were built in: for those that read its files. Every test project has it.</summary>
static class Checkout
{
    public static string Folder { get; } = Find();

    static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MonthClose.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
