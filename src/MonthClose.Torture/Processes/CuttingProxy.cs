using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MonthClose.Torture;

/// <summary>A proxy on loopback, between a close and somebody else, that cuts, holds back and resets connections when it is told to.</summary>
sealed class CuttingProxy : IAsyncDisposable
{
    // What was sent and is not answered when its sender hangs up is waited for so long: it counts all the same.
    static readonly TimeSpan AnswerMayTake = TimeSpan.FromSeconds(5);

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentQueue<(Cut Cut, TimeSpan Pause)> ordered = new();
    readonly ConcurrentDictionary<Connection, Task> connections = new();
    readonly string before;
    readonly RoundHistory history;
    readonly TimeProvider time;
    readonly Task serving;
    Task standing = Task.CompletedTask;

    /// <param name="before">Who is behind it.</param>
    /// <param name="history">Told what it did.</param>
    /// <param name="time">For its pauses.</param>
    public CuttingProxy(string before, RoundHistory history, TimeProvider time)
    {
        (this.before, this.history, this.time) = (before, history, time);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Where whoever is behind it listens.</summary>
    public int Target { get; set; }

    /// <summary>Told when whoever is behind it hangs up and owes an answer.</summary>
    public Action? HungUp { get; set; }

    /// <summary>The next request has this happen to it, or to all.</summary>
    /// <param name="cut">What.</param>
    /// <param name="pause">How long, where it passes later.</param>
    public void Order(Cut cut, TimeSpan pause)
    {
        if (cut is Cut.Before or Cut.After or Cut.HeldBack)
        {
            ordered.Enqueue((cut, pause));
            return;
        }
        var open = connections.Keys.ToList();
        Tell(cut, $"{open.Count} connections");
        if (cut == Cut.StandStill) standing = Task.Delay(pause, time);
        else open.ForEach(c => c.Reset());
    }

    /// <summary>From now on everything passes.</summary>
    public void Heal() => ordered.Clear();

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        foreach (var connection in connections.Keys) connection.Reset();
        await Task.WhenAll(connections.Values);
        listener.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var connection = new Connection(this, await listener.AcceptTcpClientAsync());
                connections[connection] = connection.RunAsync();
                foreach (var (over, _) in connections.Where(c => c.Value.IsCompleted)) connections.TryRemove(over, out _);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
        }
    }

    void Tell(Cut cut, string what) => history.Add($"proxy of the {before}", what, ProcessFault.Of(before, cut));

    /// <summary>One connection, passed on byte by byte.</summary>
    sealed class Connection(CuttingProxy proxy, TcpClient client) : IDisposable
    {
        readonly TcpClient server = new();
        readonly TaskCompletionSource answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool cutsAnswer;
        bool owes;
        bool isReset;

        public async Task RunAsync()
        {
            await Task.Yield();
            using (this)
            {
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, proxy.Target);
                    client.NoDelay = server.NoDelay = true;
                    var (requests, answers) = (RequestsAsync(), AnswersAsync());
                    await Task.WhenAny(requests, answers);
                    if (requests.IsCompleted && owes) await Task.WhenAny(answered.Task, answers, Task.Delay(AnswerMayTake, proxy.time));
                    Reset();
                    await Task.WhenAll(requests, answers);
                }
                catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
                {
                    Reset();
                }
            }
        }

        /// <summary>Both ends learn that the connection is gone.</summary>
        public void Reset()
        {
            isReset = true;
            foreach (var end in new[] { client, server })
            {
                try
                {
                    end.LingerState = new LingerOption(true, 0);
                }
                catch (Exception e) when (e is SocketException or InvalidOperationException or NullReferenceException)
                {
                    // It is closed already.
                }
                end.Close();
            }
        }

        public void Dispose()
        {
            client.Dispose();
            server.Dispose();
        }

        async Task RequestsAsync()
        {
            var (from, to, buffer) = (client.GetStream(), server.GetStream(), new byte[65536]);
            while (await ReadAsync(from, buffer) is > 0 and var read)
            {
                await proxy.standing;
                if (proxy.ordered.TryDequeue(out var order))
                {
                    proxy.Tell(order.Cut, order.Cut == Cut.HeldBack ? $"for {order.Pause.TotalSeconds:0.0} s" : "");
                    if (order.Cut == Cut.Before)
                    {
                        Reset();
                        return;
                    }
                    if (order.Cut == Cut.After) cutsAnswer = true;
                    else await Task.Delay(order.Pause, proxy.time);
                }
                owes = true;
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }

        async Task AnswersAsync()
        {
            var (from, to, buffer) = (server.GetStream(), client.GetStream(), new byte[65536]);
            while (await ReadAsync(from, buffer) is > 0 and var read)
            {
                await proxy.standing;
                owes = false;
                answered.TrySetResult();
                if (cutsAnswer)
                {
                    Reset();
                    return;
                }
                await to.WriteAsync(buffer.AsMemory(0, read));
            }
            if (owes && !isReset) proxy.HungUp?.Invoke();
        }

        static async Task<int> ReadAsync(NetworkStream from, byte[] buffer)
        {
            try
            {
                return await from.ReadAsync(buffer);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException)
            {
                return 0;
            }
        }
    }
}
