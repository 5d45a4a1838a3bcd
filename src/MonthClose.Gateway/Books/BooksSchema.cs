using System.Globalization;

namespace MonthClose.Gateway;

/// <summary>The tables of the books, brought up to date one numbered script at a time.</summary>
static class BooksSchema
{
    const int Newest = 3;

    public static void Upgrade(GatewayBooks books)
    {
        if (Version(books) == Newest) return;
        books.Script("begin immediate");
        try
        {
            // Read again under the lock: another process may have been first.
            var version = Version(books);
            if (version > Newest)
                throw new InvalidOperationException($"These books are of version {version}, this program knows {Newest}: use a newer one.");
            for (var next = version + 1; next <= Newest; next++) books.Script(Read(next));
            books.Script(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {Newest}; commit"));
        }
        catch
        {
            books.Script("rollback");
            throw;
        }
    }

    static int Version(GatewayBooks books) => books.Query("pragma user_version", r => r.GetInt32(0))[0];

    static string Read(int version)
    {
        using var stream = typeof(BooksSchema).Assembly.GetManifestResourceStream(
            string.Create(CultureInfo.InvariantCulture, $"MonthClose.Gateway.Books.{version:000}.sql"))!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
