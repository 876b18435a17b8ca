namespace Trstctl.History;

/// <summary>Recomputes everything from the events up: tree and checkpoint, the projections beside the stored ones, every plan and
/// approval signature, every certificate against its approved bytes, every sealed record against its digest.</summary>
public sealed class LedgerAudit(StoreConnection connection)
{
    public LedgerReport Run(CancellationToken cancellation = default)
    {
        try
        {
            // First as any command would: against the pin and the high-water mark.
            connection.Read((_, _) => true, cancellation);
            return connection.Peek(work => Audit(work, cancellation));
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
        faults.AddRange(ProjectionFaults(ledger.State, work.Documents));
        var statements = new StatementAudit(ledger, work);
        for (long sequence = 0; sequence < ledger.Size; sequence++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (header, item) = ledger.Event<LedgerEvent>(work, sequence);
            faults.AddRange(statements.Fault(header, item) is { } fault ? [fault] : []);
        }

        var approvals = 0;
        var ceremonies = ledger.State.All<CeremonyRecord>(CeremonyRecord.KindName).ToArray();
        foreach (var ceremony in ceremonies)
        {
            cancellation.ThrowIfCancellationRequested();
            approvals += Try(faults, $"ceremony {Uuid.Short(ceremony.CeremonyId)}", () => CheckCeremony(ledger, work, ceremony));
        }

        var authorities = ledger.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray();
        foreach (var authority in authorities)
        {
            Try(faults, $"authority \"{authority.Name}\" generation {authority.Generation}", () => CheckAuthority(ledger, work, authority));
        }

        foreach (var cross in ledger.State.All<CrossCertificateRecord>(CrossCertificateRecord.KindName))
        {
            Try(faults, $"cross-certificate {cross.CertificateId}", () => CheckCross(ledger, work, cross));
        }

        foreach (var request in ledger.State.All<CARequestRecord>(CARequestRecord.KindName).Where(r => !r.IsCompleted))
        {
            Try(faults, $"request \"{request.Name}\"", () => CheckRequest(ledger, work, request));
        }

        return new LedgerReport(tenantId, ledger.Size, ledger.Head.Root, ceremonies.Length, approvals, authorities.Length, faults);
    }

    private static IEnumerable<string> ProjectionFaults(MemoryProjection rebuilt, IStoredDocuments stored)
    {
        var rows = stored.All().ToDictionary(row => (row.Kind, row.Id), row => row.Body);
        foreach (var document in rebuilt.Everything)
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

    private static int CheckCeremony(VerifiedLedger ledger, IUnitOfWork work, CeremonyRecord ceremony)
    {
        var gate = new Gate(ledger, work, ledger.LastTime);
        var examined = gate.Examine(ceremony.CeremonyId);
        var counted = gate.Count(examined, asMade: true);
        if (counted.Count < ceremony.Approvals.Count)
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, ceremony.StartedAt, $"only {counted.Count} of its {ceremony.Approvals.Count} approvals verify");
        }

        if (gate.Unverified(examined) is [var first, ..])
        {
            throw new TrstException(
                ErrorId.LedgerInvalid, ceremony.StartedAt, $"a statement of {CanonicalText.Escape(first)} does not verify");
        }

        if (ceremony.Status == CeremonyStatus.Completed)
        {
            gate.DemandCompleted(ceremony.CeremonyId);
        }

        return counted.Count;
    }

    private static int CheckAuthority(VerifiedLedger ledger, IUnitOfWork work, AuthorityRecord authority)
    {
        Provenance.Demand(new Gate(ledger, work, ledger.LastTime), authority);
        return authority.KeyId is null ? 0 : CheckKey(ledger, work, KeyOwner.Of(authority), authority.KeyId);
    }

    private static int CheckCross(VerifiedLedger ledger, IUnitOfWork work, CrossCertificateRecord cross)
    {
        Provenance.Demand(new Gate(ledger, work, ledger.LastTime), cross);
        return 0;
    }

    private static int CheckRequest(VerifiedLedger ledger, IUnitOfWork work, CARequestRecord request)
    {
        Provenance.Demand(new Gate(ledger, work, ledger.LastTime), request);
        return request.SameKey ? 0 : CheckKey(ledger, work, KeyOwner.Of(request), request.KeyId);
    }

    private static int CheckKey(VerifiedLedger ledger, IUnitOfWork work, KeyOwner owner, string keyId)
    {
        var key = ledger.State.Find<KeyRecord>(KeyRecord.KindName, keyId)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, keyId, "the ledger does not name it");
        if (key.DestroyedBy is not null)
        {
            return work.SealedKey(key.KeyId, key.Generation) is null
                ? 0
                : throw new TrstException(ErrorId.StoreDamaged, $"the key {key.KeyId} was destroyed, and its record is back");
        }

        var record = work.SealedKey(key.KeyId, key.Generation)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, "its record is missing");
        if (Digest.Of(record) != key.RecordDigest || key.SpkiDigest != Digest.Of(owner.Spki))
        {
            throw new TrstException(ErrorId.SealedKeyStale, key.KeyId);
        }

        DemandHeader(ledger, owner, key, SealedKey.ReadHeader(record));
        return 0;
    }

    // What the record says of itself is what the events and the roster of its dealing say.
    private static void DemandHeader(VerifiedLedger ledger, KeyOwner owner, KeyRecord key, SealedKeyHeader header)
    {
        var expected = CustodyOfKind.Header(ledger.TenantId, owner, key, header.Algorithm) with {
            Sealer = header.Sealer, Quorum = header.Quorum };
        var dealt = RosterRecord.Find(ledger.State, key.Epoch)?.Roster;
        var difference = header.Difference(expected)
            ?? (header.Quorum is null != (key.Custody != CustodyKind.Quorum) ? "custody"
                : header.Quorum is { } quorum && (dealt is null || quorum.Epoch != key.Epoch || quorum.Needed != dealt.Threshold
                    || !quorum.Holders.Select(h => h.Custodian).SequenceEqual(dealt.Custodians.Select(c => c.Name), StringComparer.Ordinal))
                    ? "list of holders"
                : null);
        if (difference is not null)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, key.KeyId, $"its {difference} is not the expected one");
        }
    }

    private static int Try(List<string> faults, string what, Func<int> check)
    {
        try
        {
            return check();
        }
        catch (TrstException e)
        {
            faults.Add($"{what}: {e.Message}");
            return 0;
        }
    }
}
