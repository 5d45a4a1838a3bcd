using Npgsql;

namespace Stillso.Postgres;

/// <summary>
/// Says to other processes that jobs were made due, by NOTIFY, and hears it from them, by LISTEN on a connection that is kept. Nothing depends on it: a worker that was
/// not woken looks at the end of its poll.
/// </summary>
sealed class Waking : IDisposable
{
    readonly NpgsqlDataSource source;
    readonly Schema schema;
    readonly TimeProvider clock;
    static readonly TimeSpan Again = TimeSpan.FromSeconds(5);
    static int stores;
    readonly CancellationTokenSource stop = new();
    readonly CancellationToken stopping;
    readonly Lock gate = new();
    // So that it does not wake itself once more.
    readonly string me = $"{Environment.MachineName}/{Environment.ProcessId}/{Interlocked.Increment(ref stores)}";
    Action? heard;
    bool listens;
    // 0: nothing to say; 1: something is being said; 2: and something more has come meanwhile.
    int saying;

    /// <summary>For one store.</summary>
    /// <param name="source">Where a connection comes from.</param>
    /// <param name="schema">Whose jobs.</param>
    /// <param name="clock">For the wait before it listens again.</param>
    public Waking(NpgsqlDataSource source, Schema schema, TimeProvider clock) =>
        (this.source, this.schema, this.clock, stopping) = (source, schema, clock, stop.Token);

    /// <summary>Something was committed, here or by another process.</summary>
    public event Action? Heard
    {
        add
        {
            lock (gate)
            {
                heard += value;
                if (listens) return;
                listens = true;
            }
            _ = ListenAsync();
        }
        remove
        {
            lock (gate) heard -= value;
        }
    }

    /// <summary>Another process has said that jobs were made due.</summary>
    public event Action? Said;

    /// <summary>Says it in the transaction: it is heard when that has committed.</summary>
    public static void Notify(StoreSql sql, string who) => sql.Any("notify", sql.Channel, who);

    /// <summary>A transaction has committed.</summary>
    /// <param name="makesDue">Whether others are to be woken. That has a transaction of its own: a NOTIFY lets commits go one after the other.</param>
    public void Committed(bool makesDue)
    {
        Volatile.Read(ref heard)?.Invoke();
        if (makesDue && Interlocked.Exchange(ref saying, 2) == 0) _ = SayAsync();
    }

    public void Dispose()
    {
        if (stopping.IsCancellationRequested) return;
        stop.Cancel();
        stop.Dispose();
    }

    async Task SayAsync()
    {
        do
        {
            Volatile.Write(ref saying, 1);
            try
            {
                // Nothing is lost with it, so it does not wait for the disk.
                await using var connection = await source.OpenConnectionAsync(stopping);
                await using var command = new NpgsqlCommand("select set_config('synchronous_commit', 'off', true), pg_notify($1, $2)", connection) { Parameters = { new() { Value = schema.Channel }, new() { Value = me } } };
                await command.ExecuteNonQueryAsync(stopping);
            }
            catch (Exception)
            {
                // Who was not woken looks by itself.
            }
        }
        while (Interlocked.CompareExchange(ref saying, 0, 1) != 1);
    }

    async Task ListenAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stopping);
                connection.Notification += (_, said) =>
                {
                    if (said.Payload == me) return;
                    Said?.Invoke();
                    Volatile.Read(ref heard)?.Invoke();
                };
                await using (var listen = new NpgsqlCommand($"listen \"{schema.Channel}\"", connection)) await listen.ExecuteNonQueryAsync(stopping);
                // What was said before nobody has heard.
                Volatile.Read(ref heard)?.Invoke();
                while (true) await connection.WaitAsync(stopping);
            }
            catch (Exception)
            {
                // The connection is gone, or the store is: the loop sees which.
            }
            await Task.Delay(Again, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
