namespace Trstctl.History;

/// <summary>Recomputes everything from the events up: tree and checkpoint, the projections beside the stored ones, every plan and
/// approval signature, every certificate against its approved bytes, every sealed record against its digest.</summary>
public sealed class LedgerAudit(StoreConnection connection)
{
    public LedgerReport Run(CancellationToken cancellation = default)
    {
        try
        {
            // As any command would, against the pin and the high-water mark; and of that view everything.
            return connection.Read((work, _) => Audit(work, cancellation), cancellation);
        }
        catch (TrstException e) when (e.Kind == ErrorKind.Damaged || e.Id == ErrorId.TrustAnchorMissing)
        {
            return new LedgerReport(connection.TenantId, 0, Merkle.EmptyRoot, 0, 0, 0, [e.Message]);
        }
    }

    private LedgerReport Audit(IUnitOfWork work, CancellationToken cancellation)
    {
        var faults = new List<string>();
        if (connection.TenantId is not { } tenantId)
        {
            return new LedgerReport(null, 0, Merkle.EmptyRoot, 0, 0, 0, faults);
        }

        var ledger = new VerifiedLedger(tenantId);
        ledger.Advance(work, cancellation);
        faults.AddRange(ProjectionFaults(ledger.Everything, work.Documents));
        var voids = ledger.Uncured
            .Select(v => $"event {v.Sequence}, {v.Type} of {Actors.By(v.Actor, isVoid: true)}, is void: {v.Reason}")
            .ToArray();
        faults.AddRange(voids);
        var ceremonies = ledger.State.All<CeremonyRecord>(CeremonyRecord.KindName).ToArray();
        var authorities = ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray();
        foreach (var authority in authorities)
        {
            cancellation.ThrowIfCancellationRequested();
            if (authority.KeyId is { } keyId)
            {
                Try(faults, $"authority \"{authority.Name}\" generation {authority.Generation}",
                    () => CheckKey(ledger, work, KeyOwner.Of(authority), keyId));
            }
        }

        foreach (var request in ledger.State.All<CARequestRecord>(CARequestRecord.KindName).Where(
            r => r is { IsCompleted: false, SameKey: false }))
        {
            Try(faults, $"request \"{request.Name}\"", () => CheckKey(ledger, work, KeyOwner.Of(request), request.KeyId));
        }

        var approvals = ceremonies.Sum(ceremony => ceremony.Approvals.Count);
        return new LedgerReport(tenantId, ledger.Size, ledger.Head.Root, ceremonies.Length, approvals, authorities.Length, faults)
        {
            Voids = voids,
        };
    }

    private static IEnumerable<string> ProjectionFaults(IEnumerable<Document> rebuilt, IStoredDocuments stored)
    {
        var rows = stored.All().ToDictionary(row => (row.Kind, row.Id), row => row.Body);
        foreach (var document in rebuilt)
        {
            var found = rows.TryGetValue((document.Kind, document.Id), out var body) && body.AsSpan().SequenceEqual(document.ToBytes());
            rows.Remove((document.Kind, document.Id));
            if (!found)
            {
                yield return $"the stored {document.Kind} {document.Id} differs from what the events make";
            }
        }

        foreach (var (kind, id) in rows.Keys)
        {
            yield return $"the stored {CanonicalText.Escape(kind)} {CanonicalText.Escape(id)} comes from no event";
        }
    }

    private static void CheckKey(VerifiedLedger ledger, IUnitOfWork work, KeyOwner owner, string keyId)
    {
        var key = ledger.State.Find<KeyRecord>(KeyRecord.KindName, keyId)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, keyId, "the ledger does not name it");
        DemandErased(key, work);
        if (!key.IsKept)
        {
            return;
        }

        var record = work.SealedKey(key.KeyId, key.Generation)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, "its record is missing");
        if (key.Before is { } before
            && (work.SealedKey(key.KeyId, before.Generation) is not { } old || Digest.Of(old) != before.RecordDigest))
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, "the record before its newest one is missing or another");
        }

        if (Digest.Of(record) != key.RecordDigest || key.SpkiDigest != Digest.Of(owner.Spki))
        {
            throw new TrstException(ErrorId.SealedKeyStale, key.KeyId);
        }

        // What the record says of itself is what the ceremony said that sealed it.
        var header = SealedKey.ReadHeader(record);
        var expected = CustodyOfKind.Header(ledger.TenantId, owner, key, header.Algorithm) with
        {
            Sealer = header.Sealer, Quorum = key.Dealing,
        };
        if (header.Public().Difference(expected) is { } difference)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, $"its {difference} is not the expected one");
        }
    }

    private static void DemandErased(KeyRecord key, IUnitOfWork work)
    {
        var gone = Enumerable.Range(1, key.Generation).Where(generation => !key.IsKept || generation < (key.Before ?? key).Generation);
        if (gone.FirstOrDefault(generation => work.SealedKey(key.KeyId, generation) is not null) is var back and > 0)
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the record {back} of the key {key.KeyId} was erased, and is back");
        }
    }

    private static void Try(List<string> faults, string what, Action check)
    {
        try
        {
            check();
        }
        catch (TrstException e)
        {
            faults.Add($"{what}: {e.Message}");
        }
    }
}
