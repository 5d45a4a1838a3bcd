namespace MonthClose.Gateway.Tests;

/// <summary>Those who wait for a transaction share the next one, and fail alone.</summary>
public sealed class GroupCommitTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly string folder = Directory.CreateTempSubdirectory("gateway-").FullName;

    string Path => System.IO.Path.Combine(folder, "books");

    [Fact]
    public async Task Who_comes_while_another_writes_is_written_with_all_who_came()
    {
        using var books = new GatewayBooks(Path);
        using var reader = new GatewayBooks(Path);
        using var release = new ManualResetEventSlim();
        var first = await Hold(books, release);
        var group = Enumerable.Range(0, 10).Select(n => books.WriteAsync(b =>
        {
            Insert(b, $"cus_{n}");
            return reader.Read(Customers);
        }).AsTask()).ToList();
        Assert.All(group, write => Assert.False(write.IsCompleted));
        release.Set();
        await first.WaitAsync(Patience, TestContext.Current.CancellationToken);
        // Nobody else sees any of them before all of them are committed.
        Assert.All(await Task.WhenAll(group).WaitAsync(Patience, TestContext.Current.CancellationToken), seen => Assert.Equal(0, seen));
        Assert.Equal(10, reader.Read(Customers));
    }

    [Fact]
    public async Task What_fails_in_company_fails_alone()
    {
        using var books = new GatewayBooks(Path);
        using var release = new ManualResetEventSlim();
        var first = await Hold(books, release);
        var good = Enumerable.Range(0, 5).Select(n => books.WriteAsync(b => Insert(b, $"cus_{n}")).AsTask()).ToList();
        var bad = books.WriteAsync<int>(b =>
        {
            Insert(b, "cus_bad");
            throw new InvalidOperationException("bad");
        }).AsTask();
        release.Set();
        await first.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Task.WhenAll(good).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad.WaitAsync(Patience));
        Assert.Equal(5, books.Read(Customers));
        Assert.Equal(1, await books.WriteAsync(b => Insert(b, "cus_after")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A write that stays in its transaction until released.</summary>
    static async Task<Task> Hold(GatewayBooks books, ManualResetEventSlim release)
    {
        var begun = new TaskCompletionSource();
        var held = Task.Run(async () => await books.WriteAsync(_ =>
        {
            begun.SetResult();
            release.Wait(Patience);
            return 0;
        }));
        await begun.Task.WaitAsync(Patience);
        return held;
    }

    static int Insert(GatewayBooks books, string id) => books.Execute("insert into customers (id) values (?1)", id);

    static long Customers(GatewayBooks books) => books.Query("select count(*) from customers", r => r.GetInt64(0))[0];
}
