using Stillso;

namespace MonthClose.App;

/// <summary>
/// Stops the process at a named point, for good: a proof then kills it there. Points are <c>before:STEP</c>,
/// <c>during:STEP</c> and <c>after:STEP</c>, and the states of a charge: <c>ready</c>, <c>created</c>, <c>sending</c>, <c>confirmed</c>, <c>unknown</c>.
/// </summary>
/// <param name="point">Where.</param>
/// <param name="after">How many times it is passed first.</param>
sealed class WaitPoint(string point, int after)
{
    int left = after;

    /// <summary>Reads <c>POINT</c> or <c>POINT@N</c>; null: never.</summary>
    public static WaitPoint? Parse(string? text) => text?.Split('@') switch
    {
        null => null,
        [var point] => new WaitPoint(point, 0),
        [var point, var n, ..] => new WaitPoint(point, int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)),
        _ => null,
    };

    /// <summary>Waits here, if this is the point, until somebody kills the process.</summary>
    public async Task AtAsync(string here)
    {
        if (here != point || Interlocked.Decrement(ref left) >= 0) return;
        Console.WriteLine($"waiting at {here}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }

    /// <summary>A gateway that passes the points of a charge.</summary>
    public IGateway Around(IGateway inner) => new WaitingGateway(this, inner);

    /// <summary>Boundaries that pass the points of the steps.</summary>
    public IBoundaries Around(IBoundaries inner) => new WaitingBoundaries(this, inner);

    sealed class WaitingGateway(WaitPoint wait, IGateway inner) : IGateway
    {
        public Task<string> CustomerAsync(string accountId, string name, CancellationToken cancellation) =>
            inner.CustomerAsync(accountId, name, cancellation);

        public Task DescribeMethodAsync(string methodId, string customerId, int expMonth, int expYear, CancellationToken cancellation) =>
            inner.DescribeMethodAsync(methodId, customerId, expMonth, expYear, cancellation);

        public async Task<string> CreateAsync(ChargeRequest request, CancellationToken cancellation)
        {
            await wait.AtAsync("ready");
            var reference = await inner.CreateAsync(request, cancellation);
            await wait.AtAsync("created");
            return reference;
        }

        public async Task<GatewayAnswer> ConfirmAsync(string reference, string methodId, string key, int send, CancellationToken cancellation)
        {
            await wait.AtAsync("sending");
            var answer = await inner.ConfirmAsync(reference, methodId, key, send, cancellation);
            await wait.AtAsync("confirmed");
            return answer;
        }

        public async Task<GatewayAnswer> RetrieveAsync(string reference, CancellationToken cancellation)
        {
            await wait.AtAsync("unknown");
            return await inner.RetrieveAsync(reference, cancellation);
        }

        public Task CancelAsync(string reference, string key, CancellationToken cancellation) => inner.CancelAsync(reference, key, cancellation);
    }

    sealed class WaitingBoundaries(WaitPoint wait, IBoundaries inner) : IBoundaries
    {
        public IReadOnlyList<Work> Before(IReadOnlyList<Work> works) => inner.Before(Pass("before", works));

        public IReadOnlyList<Work> During(IReadOnlyList<Work> works) => inner.During(Pass("during", works));

        public void Completing(IReadOnlyList<Work> works, ILedgerTransaction transaction) => inner.Completing(works, transaction);

        public IReadOnlyList<Work> After(IReadOnlyList<Work> works) => inner.After(Pass("after", works));

        // The loop itself stands still: nothing may run on behind it.
        IReadOnlyList<Work> Pass(string where, IReadOnlyList<Work> works)
        {
            foreach (var work in works) wait.AtAsync($"{where}:{work.Lease.Kind}").GetAwaiter().GetResult();
            return works;
        }
    }
}
