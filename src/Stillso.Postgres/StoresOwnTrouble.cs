using System.Net.Sockets;
using Npgsql;

namespace Stillso.Postgres;

/// <summary>Whose fault an error is decides who pays for it: a server that is away, full or shutting down is no job's.</summary>
static class StoresOwnTrouble
{
    /// <summary>A transaction stood still for longer than it may, and the server has rolled it back and closed the connection.</summary>
    public const string IdleInTransaction = "25P03";

    // Connection, conflict, resources, object state of a server that ends, operator, system.
    static readonly string[] Classes = ["08", "40", "53", "57P", "58"];

    public static T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (IsIt(e))
        {
            throw new StoreUnavailableException(Message(e), e);
        }
    }

    /// <summary>What happened, in one line.</summary>
    public static string Message(Exception e) => e is PostgresException said ? $"{said.SqlState}: {said.MessageText}" : e.Message;

    /// <summary>Two transactions were in each other's way and this one was rolled back: run again, it may well succeed.</summary>
    public static bool IsConflict(PostgresException e) => e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>Whether it is the store's own.</summary>
    public static bool IsIt(Exception e) => e switch
    {
        PostgresException p => Classes.Any(c => p.SqlState.StartsWith(c, StringComparison.Ordinal)) || p.SqlState is
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransaction,
        NpgsqlException or SocketException => true,
        _ => false,
    };
}
