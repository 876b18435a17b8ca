namespace Trstctl.History;

/// <summary>Recovery from a copy without the secrets of the old store: the ledger is verified whole, then it goes on under a new
/// ledger key, and nothing runs until the quorum has accepted that by resuming the tenant.</summary>
internal static class Restoration
{
    public const long MaxFile = 64L * 1024 * 1024 * 1024;

    /// <param name="source">A store's folder, or one tenant's file.</param>
    /// <param name="cut">What its people agreed to lose of a damaged copy; null refuses one.</param>
    /// <param name="examined">The options with the new store's secrets, asked for once nothing of the copy can refuse any more.</param>
    public static StoreConnection Restore(
        string source, string destination, ConnectionOptions options, SigningIdentity identity, CopyDamage? cut,
        Func<ConnectionOptions>? examined = null) => Beside(
        source, destination, options.Tenant,
        (file, copy) =>
        {
            var sound = cut is null ? copy : Cut(file, copy, cut);
            var ledger = Prove(sound, file);
            DemandRestorer(ledger, identity, options.Clock.UtcNow);
            var before = SealerOf(sound, ledger, options.OldCustodySecret);
            try
            {
                var own = examined?.Invoke() ?? options;
                return StoreFolder.Found(destination, own.Clock.UtcNow, folder => Fill(folder, sound, own, identity, before));
            }
            catch
            {
                before?.Dispose();
                throw;
            }
        });

    /// <summary>What a restoration of this copy would lose; null where it is whole.</summary>
    public static CopyDamage? Examine(string source, string destination, string tenant) =>
        Beside(source, destination, tenant, (file, copy) => Refusing(file, () => DamagedCopy.Of(copy, file)));

    // Beside the destination first, so that a bad copy leaves nothing behind, and the source is only read.
    private static T Beside<T>(string source, string destination, string tenant, Func<string, string, T> act)
    {
        var file = Locate(source, tenant);
        var draft = Path.GetFullPath(destination).TrimEnd(Path.DirectorySeparatorChar)
            + ".restoring-"
            + Guid.NewGuid().ToString("N").Substring(0, 8);
        StoreFolder.DemandFree(destination);
        try
        {
            OwnerOnly.CreateDirectory(draft);
            var copy = Path.Combine(draft, "copy.db");
            Copy(file, copy);
            return act(file, copy);
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    // Not one event more than was agreed to.
    private static string Cut(string file, string copy, CopyDamage agreed) => Refusing(file, () =>
    {
        if (DamagedCopy.Of(copy, file) is not { } found || found.Sound != agreed.Sound || found.Last != agreed.Last)
        {
            throw new TrstException(ErrorId.RestoreRefused, file, "it is not damaged as it was when it was looked at");
        }

        var target = copy + ".cut";
        DamagedCopy.Cut(copy, target, found.Sound);
        return target;
    });

    /// <summary>The restorer's signed statement over exactly what the copy holds.</summary>
    public static (byte[] Statement, Principal Restorer) Sign(
        VerifiedLedger copy, SigningIdentity identity, byte[] ledgerKey, Digest sealer, string storeId, DateTime time)
    {
        var (restorer, epoch) = DemandRestorer(copy, identity, time);
        var said = new RestorationStatement(copy.TenantId, epoch, restorer.Name, copy.Head, ledgerKey, sealer, storeId, time);
        var statement = SignedStatement.Sign(identity, ContentTypes.Restoration, said.ToBytes(), time);
        restorer.Verify(statement, ContentTypes.Restoration);
        return (statement, restorer);
    }

    private static (Principal Restorer, int Epoch) DemandRestorer(VerifiedLedger copy, SigningIdentity identity, DateTime time)
    {
        var roster = RosterRecord.Current(copy.State)?.Roster ?? throw new TrstException(ErrorId.TenantHasNoRoster);
        var restorer = roster.FindByKey(identity.Spki)
            ?? throw new TrstException(ErrorId.NotOnRoster, $"the key {identity.Thumbprint}", roster.Epoch, string.Empty);
        PrincipalKeyRetirements.DemandUsable(restorer, copy.State, time);
        return restorer.MayOpen ? (restorer, roster.Epoch) : throw new TrstException(ErrorId.RoleMissing, restorer.Name, "operator");
    }

    private static StoreConnection Fill(
        StoreFolder folder, string copy, ConnectionOptions options, SigningIdentity identity, Sealer? before)
    {
        var file = folder.TenantFile(options.Tenant);
        Copy(copy, file);
        var store = SqliteTenantStore.Open(file, readOnly: false, options.LockTimeout);
        StoreConnection? connection = null;
        try
        {
            TenantKeys keys;
            using (var work = store.Write(CancellationToken.None))
            {
                work.DropReleases();
                keys = TenantKeys.Create(work, options, before);
                work.Commit();
            }

            connection = new StoreConnection(folder, options, store, keys);
            connection.Restore(identity, keys.SealerIdentity);
            return connection;
        }
        catch
        {
            connection?.Dispose();
            store.Dispose();
            throw;
        }
    }

    private static VerifiedLedger Prove(string copy, string source) => Refusing(source, () =>
    {
        using var store = SqliteTenantStore.Open(copy, readOnly: false);
        using var work = store.Read();
        var first = work.Event(0) ?? throw new TrstException(ErrorId.RestoreRefused, source, "it holds no ledger");
        var ledger = new VerifiedLedger(EventHeader.FromBytes(first.Header).Tenant);
        ledger.Advance(work);
        return ledger;
    });

    private static T Refusing<T>(string source, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (TrstException e) when (e.Id != ErrorId.RestoreRefused)
        {
            throw new TrstException(ErrorId.RestoreRefused, e, source, source, e.Message);
        }
    }

    private static Sealer? SealerOf(string copy, VerifiedLedger ledger, ProtectorSecret? secret)
    {
        if (secret is null)
        {
            return null;
        }

        using var store = SqliteTenantStore.Open(copy, readOnly: false);
        using var work = store.Read();
        return TenantKeys.OpenInForce(work, InForce.Sealer(ledger.State), secret);
    }

    private static string Locate(string source, string tenant)
    {
        var full = Path.GetFullPath(source);
        var file = Directory.Exists(full) ? StoreFolder.Open(full).DemandTenantFile(tenant) : full;
        return File.Exists(file) && new FileInfo(file).Length is > 0 and < MaxFile
            ? file
            : throw new TrstException(ErrorId.RestoreRefused, source, "there is no tenant's file of a store");
    }

    // With the write-ahead log where there is one: what was committed last may stand only there.
    private static void Copy(string from, string to)
    {
        foreach (var suffix in new[] { string.Empty, "-wal" }.Where(suffix => File.Exists(from + suffix)))
        {
            using var target = OwnerOnly.CreateFile(to + suffix);
            using var source = BoundedFile.Open(from + suffix, FileShare.ReadWrite);
            if (!BoundedFile.Copy(source, target, MaxFile))
            {
                throw new TrstException(ErrorId.RestoreRefused, from + suffix, $"it has more than {MaxFile} bytes");
            }

            target.Flush(flushToDisk: true);
        }
    }
}
