using Stillso;

namespace MonthClose;

/// <summary>A usage file in the store that nobody sees yet: its rows in blocks, one account's rows of a piece together.</summary>
sealed record StagedUsage(string Name, long FileId, long Rows)
{
    // How many rows are held in memory before they are written, and how many blocks one transaction writes.
    const int Piece = 50_000;
    const int BlocksAtOnce = 1_000;

    /// <summary>Reads, checks and stages a file. With something wrong in the world it is only read and checked on.</summary>
    public static StagedUsage Stage(ILedger ledger, WorldFolder world, UsageFile file, List<BadRow> bad)
    {
        var id = ledger.Write(tx =>
        {
            var id = tx.Sql.Number(Sql.Text["begin_usage_file"], file.Name, file.Sha256);
            // Pieces of an import that was broken off may be there.
            tx.Sql.Execute(Sql.Text["empty_usage_file"], id);
            return id;
        });
        var (blocks, held, rows) = (new Dictionary<string, UsageBlock>(StringComparer.Ordinal), 0, 0L);
        // One piece is written while the next is read.
        var writing = Task.CompletedTask;
        foreach (var row in world.Usage(file, bad))
        {
            rows++;
            if (bad.Count > 0) continue;
            if (!blocks.TryGetValue(row.AccountId, out var block)) blocks.Add(row.AccountId, block = new UsageBlock());
            block.Add(row);
            if (++held < Piece) continue;
            var piece = blocks;
            writing.GetAwaiter().GetResult();
            writing = WriteAsync(ledger, id, piece);
            (blocks, held) = (new(StringComparer.Ordinal), 0);
        }
        writing.GetAwaiter().GetResult();
        if (bad.Count == 0) Write(ledger, id, blocks);
        return new StagedUsage(file.Name, id, rows);
    }

    /// <summary>Takes it back.</summary>
    public void Forget(ILedger ledger) => ledger.Write(tx =>
    {
        tx.Sql.Execute(Sql.Text["empty_usage_file"], FileId);
        return tx.Sql.Execute(Sql.Text["forget_usage_file"], FileId);
    });

    static async Task WriteAsync(ILedger ledger, long id, Dictionary<string, UsageBlock> blocks)
    {
        await Task.Yield();
        Write(ledger, id, blocks);
    }

    static void Write(ILedger ledger, long id, Dictionary<string, UsageBlock> blocks)
    {
        foreach (var piece in blocks.OrderBy(b => b.Key, CodePoints.Order).Chunk(BlocksAtOnce))
        {
            ledger.Write(tx =>
            {
                foreach (var (account, block) in piece)
                    tx.Sql.Execute(Sql.Text["insert_usage_block"], account, id, block.FirstStart, block.LastStart, block.ToBytes());
                return true;
            });
        }
    }
}
