namespace Trstctl.Ceremonies.Operations;

/// <summary>What an operation may use while it runs: the passed gate, the transaction, the keys it may open and the key it had
/// made.</summary>
internal sealed class OperationScope(
    Gate gate, ExaminedCeremony passed, LedgerWriter writer, CustodyOfKind keyCustody, IReadOnlyList<IOpenKey> newKeys,
    IOpenKey? importedKey, IReadOnlyList<byte[]> witnesses, byte[] execution)
{
    private readonly List<byte[]> artefacts = [];
    private readonly List<KeySealing> keys = [];
    private MadeLedgerKey? ledgerKey;

    public Plan Plan => passed.Plan;

    public VerifiedState State => gate.State;

    /// <summary>The keys that were made for this plan, in the order in which its operation asked for them.</summary>
    public IReadOnlyList<IOpenKey> NewKeys => newKeys;

    public IOpenKey NewKey => newKeys[0];

    /// <summary>A key that was made elsewhere, read after the quorum was verified; null where none was given.</summary>
    public IOpenKey? ImportedKey => importedKey;

    /// <summary>Signed statements of those who watch; verified before the lock.</summary>
    public IReadOnlyList<byte[]> Witnesses => witnesses;

    /// <summary>The ledger's new key, beside which the writer's signs once more, and the new custody sealer.</summary>
    public LedgerRenewal? Renewal { get; init; }

    /// <summary>The one in force until then.</summary>
    public LedgerKey? LedgerKey { get; init; }

    /// <summary>What was made so far.</summary>
    public Completion Completion => new(
        Plan.Digest,
        passed.Approvals.Select(a => new CountedStatement(a.Voter.Name, a.Voter.Epoch, a.Statement)).ToArray())
    {
        Execution = execution, Artefacts = artefacts.ToArray(), Keys = keys.ToArray(), Witnesses = witnesses, LedgerKey = ledgerKey,
    };

    public void ChangeLedgerKey() => ledgerKey = MadeLedgerKey.Of(Renewal!.Key, LedgerKey!, Plan, Renewal.Sealer?.Identity);

    /// <summary>Signs the approved bytes with the new key itself.</summary>
    public void SelfSign() => Issue(NewKey, NewKey.SubjectPublicKeyInfo, LintRole.Root, Artefact.MainName);

    /// <summary>Opens the issuer's key, signs the approved bytes, and closes it again.</summary>
    public void SignWith(AuthorityRecord issuer, byte[] subjectKey, LintRole role)
    {
        using var key = Open(issuer);
        Issue(key, subjectKey, role, Artefact.MainName);
    }

    /// <summary>Opens an authority's key.</summary>
    public IOpenKey Open(AuthorityRecord authority) =>
        Open(KeyOwner.Of(authority), State.Key(AuthorityReference.DemandKey(authority)));

    /// <summary>Seals a key, made here or elsewhere, for the thing of the plan with this number.</summary>
    public void Seal(int thing, IOpenKey key)
    {
        var custody = Plan.Custody ?? CustodyKind.Operational;
        var spki = Digest.Of(key.SubjectPublicKeyInfo);
        var header = new SealedKeyHeader
        {
            Tenant = Plan.Tenant,
            Authority = Plan.IdOf(thing),
            KeyId = spki.Hex,
            Generation = 1,
            Algorithm = key.Algorithm,
            SpkiDigest = spki,
            Ceremony = Plan.Ceremony,
            Custody = custody.ToString(),
            Level = (Plan.Level ?? EnforcementLevel.SignedApproval).ToString(),
            Sealer = custody == CustodyKind.Operational ? InForce.Sealer(State.Verified).Hex : null,
        };
        Record(keyCustody.Seal(header, key, passed.Electorate.Roster), key);
    }

    /// <summary>A fresh key encryption key, a fresh polynomial, new holders. The new record was opened with its shares alone; the one
    /// that it was dealt from stays until the new one has opened in a later ceremony.</summary>
    public void Reshare(string keyId, Roster roster)
    {
        var named = State.Key(keyId);
        var owner = KeyOwner.Of(named, State.Verified);
        using var key = Open(owner, named);
        Replace(Next(owner, named, key), key, roster);
    }

    /// <summary>Opens a key under the sealer in force and seals it under another. The new record opens before the old one goes.</summary>
    public void SealAnew(string keyId, Digest sealer)
    {
        var named = State.Key(keyId);
        var owner = KeyOwner.Of(named, State.Verified);
        using var key = Open(owner, named);
        var header = Next(owner, named, key) with { Sealer = sealer.Hex };
        keyCustody.DemandOpens(Replace(header, key, passed.Electorate.Roster), header);
        EraseKey(named);
    }

    /// <summary>Nothing lies under the sealer before any more.</summary>
    public void ForgetSealerBefore() => TenantKeys.ForgetBefore(writer.Work);

    /// <summary>Erases what this store holds of a key; secure_delete overwrites it in the file.</summary>
    public void EraseKey(KeyRecord key)
    {
        for (var generation = 1; generation <= key.Generation; generation++)
        {
            writer.Work.DeleteSealedKey(key.KeyId, generation);
        }
    }

    /// <summary>Signs the approved bytes of a request with the key that it asks for.</summary>
    public void Request(IOpenKey key)
    {
        var info = ArtefactReader.Request(Plan).Fill(key.SubjectPublicKeyInfo);
        artefacts.Add(RequestBuilder.Assemble(info, key.Algorithm, key.Sign(info)));
    }

    /// <summary>Signs an artefact of the plan, and proves that what came out is what was approved.</summary>
    public void Issue(IOpenKey signer, byte[] subjectKey, LintRole role, string artefact)
    {
        var tbs = ArtefactReader.Certificate(Plan, artefact).Fill(subjectKey);
        var hash = signer.Algorithm.HashOf(CertificateParts.Of(tbs).Algorithm.Encoded);
        var signature = hash is not null && hash != signer.Algorithm.Hash && signer is IHashingKey hashing
            ? hashing.Sign(tbs, hash)
            : signer.Sign(tbs);
        var certificate = CertificateAssembler.Assemble(tbs, signer.Algorithm, signature);
        IssuedCertificateCheck.Verify(certificate, tbs, signer.SubjectPublicKeyInfo, role, ArtefactReader.Waived(Plan, artefact));
        artefacts.Add(certificate);
    }

    private SealedKeyHeader Next(KeyOwner owner, KeyRecord named, IOpenKey key) =>
        CustodyOfKind.Header(Plan.Tenant, owner, named, key.Algorithm) with {
            Generation = named.Generation + 1, Ceremony = Plan.Ceremony };

    private byte[] Replace(SealedKeyHeader header, IOpenKey key, Roster roster)
    {
        var record = Record(keyCustody.Seal(header, key, roster), key);
        return writer.Work.SealedKey(header.KeyId, header.Generation)?.AsSpan().SequenceEqual(record) == true
            ? record
            : throw new TrstException(ErrorId.SealedKeyInvalid, header.KeyId, "its new record does not read back as it was written");
    }

    // What the newest dealing was kept beside has no more use once that dealing opened the key.
    private IOpenKey Open(KeyOwner owner, KeyRecord named)
    {
        var opened = RosterKeys.Opened(KeysToOpen.Alive(named, State.Verified), Plan.Subject);
        var key = keyCustody.Open(owner, opened, Plan.Tenant, State, writer.Work);
        if (!passed.Operation.OpensUnproved(Plan.Subject, State.Verified).Contains(named.KeyId, StringComparer.Ordinal))
        {
            for (var generation = (named.Before ?? named).Generation; generation < opened.Generation; generation++)
            {
                writer.Work.DeleteSealedKey(named.KeyId, generation);
            }
        }

        return key;
    }

    // The key says itself that it is in this record, where it can still be asked.
    private byte[] Record(byte[] record, IOpenKey key)
    {
        var header = SealedKey.ReadHeader(record);
        var digest = Digest.Of(record);
        writer.Work.InsertSealedKey(header.KeyId, header.Generation, record);
        keys.Add(new KeySealing(
            header.Public(), digest,
            key.Sign(KeyPossession.Statement(Plan.Tenant, Plan.Digest, header.SpkiDigest, header.Generation, digest))));
        return record;
    }
}
