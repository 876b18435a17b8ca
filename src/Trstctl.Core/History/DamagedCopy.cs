namespace Trstctl.History;

/// <summary>What a restoration that cuts a damaged copy loses.</summary>
/// <param name="Sound">So many events are sound, under a checkpoint of their own; the first that is lost has this number.</param>
/// <param name="Last">The number of the last event that is lost; null where the file does not say.</param>
/// <param name="Fault">What is wrong with the copy.</param>
public sealed record CopyDamage(long Sound, long? Last, string Fault)
{
    public override string ToString() => Last < Sound ? "no event, but keys whose records are torn"
        : Last is null ? $"the events from {Sound} on"
        : $"the events {Sound} to {Last}";
}

/// <summary>A copy that does not verify as a whole, up to its last sound checkpoint (PROTOCOL section 5a).</summary>
internal static class DamagedCopy
{
    /// <summary>Null where the copy is whole.</summary>
    public static CopyDamage? Of(string copy, string source)
    {
        var isTorn = CountPagesAnew(copy);
        using var store = SqliteTenantStore.Open(copy, readOnly: false);
        using var work = store.Read();
        var ledger = Start(work);
        try
        {
            ledger.Advance(work);
            return isTorn ? new CopyDamage(ledger.Size, ledger.Size - 1, "The file ends before its last page.")
                : work.Fault() is { } fault ? new CopyDamage(ledger.Size, ledger.Size - 1, fault)
                : null;
        }
        catch (TrstException e) when (e.Kind == ErrorKind.Damaged)
        {
            var sound = ledger.LastSound(work);
            return sound == 0
                ? throw new TrstException(ErrorId.RestoreRefused, e, source, source, "no checkpoint of it is sound")
                : new CopyDamage(sound, LastOf(work, sound), e.Message);
        }
    }

    /// <summary>Writes a new file of what is sound, row by row: the damaged one is only read. Of sealed keys those that the history up
    /// to there names.</summary>
    public static void Cut(string copy, string target, long sound)
    {
        OwnerOnly.CreateFile(target).Dispose();
        using var from = SqliteTenantStore.Open(copy, readOnly: false);
        using var to = SqliteTenantStore.Open(target, readOnly: false, isNew: true);
        using var source = from.Read();
        using var work = to.Write(CancellationToken.None);
        for (var sequence = 0L; sequence < sound; sequence++)
        {
            work.InsertEvent(sequence, source.Event(sequence)!);
            if (source.Checkpoint(sequence + 1) is { } note)
            {
                work.InsertCheckpoint(sequence + 1, note);
            }
        }

        var ledger = Start(work);
        ledger.Advance(work);
        foreach (var document in ledger.Everything)
        {
            work.Documents.Put(document);
        }

        foreach (var key in ledger.State.All<KeyRecord>(KeyRecord.KindName).Where(key => key.IsKept))
        {
            Keep(key.KeyId, key.Generation, key.RecordDigest, source, work);
            if (key.Before is { } before)
            {
                Keep(key.KeyId, before.Generation, before.RecordDigest, source, work);
            }
        }

        try
        {
            TenantKeys.CopySealers(source, work);
        }
        catch (TrstException e) when (e.Kind == ErrorKind.Damaged)
        {
            // Of what lies under them alone.
        }

        work.Commit();
    }

    // SQLite reads nothing of a file that ends before the pages that its header counts (SQLite file format 1.3). With as many as there are
    // counted, what is missing is damage where it is used, and nowhere else; nothing is made up of what the header says.
    private static bool CountPagesAnew(string copy)
    {
        const int Header = 32, PageSize = 16, PageCount = 28, SmallestPage = 512;
        using var file = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var header = new byte[Header];
        if (file.Read(header, 0, Header) == Header)
        {
            var size = (header[PageSize] << 8) | header[PageSize + 1];
            var pages = header.Skip(PageCount).Aggregate(0L, (value, octet) => (value << 8) | octet);
            size = size == 1 ? 65536 : size;
            if (size >= SmallestPage && file.Length < size * pages)
            {
                var left = (uint)((file.Length + size - 1) / size);
                file.SetLength(left * size);
                file.Position = PageCount;
                file.Write([(byte)(left >> 24), (byte)((left >> 16) & 0xFF), (byte)((left >> 8) & 0xFF), (byte)(left & 0xFF)], 0, 4);
                return true;
            }
        }

        return false;
    }

    private static long? LastOf(IUnitOfWork work, long sound)
    {
        try
        {
            return new[] { sound, work.LastSequence(), Covered(work) - 1 }.Max();
        }
        catch (TrstException e) when (e.Kind == ErrorKind.Damaged)
        {
            return null;
        }
    }

    // As the newest note says, whether it verifies or not.
    private static long Covered(IUnitOfWork work) =>
        work.LatestCheckpoint()?.Split('\n') is { Length: > 1 } lines
        && long.TryParse(
            lines[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var size)
            ? size
            : 0;

    // One that is not what the history names would be refused later: it is as good as gone.
    private static void Keep(string keyId, int generation, Digest digest, IUnitOfWork source, IUnitOfWork work)
    {
        try
        {
            if (source.SealedKey(keyId, generation) is { } record && Digest.Of(record) == digest)
            {
                work.InsertSealedKey(keyId, generation, record);
            }
        }
        catch (TrstException e) when (e.Kind == ErrorKind.Damaged)
        {
            // Of that key alone.
        }
    }

    private static VerifiedLedger Start(IUnitOfWork work) => new(EventHeader.FromBytes(
        (work.Event(0) ?? throw new TrstException(ErrorId.LedgerInvalid, 0, "it is missing")).Header).Tenant);
}
