namespace Trstctl.Ceremonies.Operations;

/// <summary>What an operation may use while it runs: the passed gate, the transaction, the keys it may open and the key it had
/// made.</summary>
internal sealed class OperationScope(
    Gate gate, ExaminedCeremony passed, LedgerWriter writer, CustodyOfKind keyCustody, IReadOnlyList<IOpenKey> newKeys,
    IOpenKey? importedKey, IReadOnlyList<byte[]> witnesses, string actor)
{
    public Plan Plan => passed.Plan;

    public VerifiedState State => gate.State;

    /// <summary>The projection as this transaction leaves it.</summary>
    public IProjection Stored => writer.State;

    public DateTime Now => writer.Now;

    /// <summary>The keys that were made for this plan, in the order in which its operation asked for them.</summary>
    public IReadOnlyList<IOpenKey> NewKeys => newKeys;

    public IOpenKey NewKey => newKeys[0];

    /// <summary>A key that was made elsewhere, read after the quorum was verified; null where none was given.</summary>
    public IOpenKey? ImportedKey => importedKey;

    /// <summary>Signed statements of those who watch; verified before the lock.</summary>
    public IReadOnlyList<byte[]> Witnesses => witnesses;

    public void Append(LedgerEvent item) => writer.Append(item, actor, Plan.Ceremony);

    /// <summary>Signs the approved bytes with the new key itself.</summary>
    public byte[] SelfSign() => Issue(NewKey, NewKey.SubjectPublicKeyInfo, LintRole.Root, Artefact.MainName);

    /// <summary>Opens the issuer's key, signs the approved bytes, and closes it again.</summary>
    public byte[] SignWith(AuthorityRecord issuer, byte[] subjectKey, LintRole role)
    {
        using var key = Open(issuer);
        return Issue(key, subjectKey, role, Artefact.MainName);
    }

    /// <summary>Opens an authority's key; the ledger says that it was open for this plan.</summary>
    public IOpenKey Open(AuthorityRecord authority)
    {
        Provenance.Demand(gate, authority);
        return Open(KeyOwner.Of(authority), State.Key(AuthorityReference.DemandKey(authority)));
    }

    /// <summary>Seals a new key and records that it exists, with its proof of possession.</summary>
    public string SealNewKey(string authorityId, IOpenKey key)
    {
        var keyId = Uuid.Version7(Now);
        var spki = key.SubjectPublicKeyInfo;
        Append(new KeyGenerated(keyId, key.Algorithm.Name, spki, Plan.Digest, key.Sign(KeyPossession.Statement(Plan.Digest, spki))));
        Seal(keyId, authorityId, key);
        return keyId;
    }

    /// <summary>Seals a key that was made elsewhere.</summary>
    public string SealImportedKey(string authorityId, IOpenKey key)
    {
        var keyId = Uuid.Version7(Now);
        Seal(keyId, authorityId, key);
        return keyId;
    }

    /// <summary>A fresh key encryption key, a fresh polynomial, new holders. The new record was opened with its shares alone
    /// before the old one is erased here, in the same transaction.</summary>
    public void Reshare(string keyId, Roster roster)
    {
        var named = State.Key(keyId);
        var owner = State.Owner(named, gate);
        using var key = Open(owner, named);
        var header = CustodyOfKind.Header(Plan.Tenant, owner, named, key.Algorithm) with {
            Generation = named.Generation + 1, Ceremony = Plan.Ceremony };
        var record = keyCustody.Seal(header, key, roster);
        writer.Work.InsertSealedKey(keyId, header.Generation, record);
        if (writer.Work.SealedKey(keyId, header.Generation)?.AsSpan().SequenceEqual(record) != true)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, keyId, "its new record does not read back as it was written");
        }

        writer.Work.DeleteSealedKey(keyId, named.Generation);
        Append(new KeySealed(keyId, header.Generation, named.SpkiDigest, Digest.Of(record), owner.Id, CustodyKind.Quorum, roster.Epoch));
    }

    /// <summary>Erases what this store holds of a key; secure_delete overwrites it in the file.</summary>
    public void EraseKey(KeyRecord key)
    {
        for (var generation = 1; generation <= key.Generation; generation++)
        {
            writer.Work.DeleteSealedKey(key.KeyId, generation);
        }
    }

    /// <summary>Ends every other ceremony that is pending.</summary>
    public void VoidPending(string reason)
    {
        foreach (var pending in State.Verified.All<CeremonyRecord>(CeremonyRecord.KindName)
            .Where(c => c.Status == CeremonyStatus.Pending && !string.Equals(c.CeremonyId, Plan.Ceremony, StringComparison.Ordinal)))
        {
            writer.Append(new CeremonyVoided(reason), actor, pending.CeremonyId);
        }
    }

    private IOpenKey Open(KeyOwner owner, KeyRecord named)
    {
        var key = keyCustody.Open(owner, KeysToOpen.Alive(named, State), Plan.Tenant, State, writer.Work);
        Append(new KeyOpened(named.KeyId, Plan.Digest));
        return key;
    }

    private void Seal(string keyId, string authorityId, IOpenKey key)
    {
        var custody = Plan.Custody ?? CustodyKind.Operational;
        var roster = passed.Electorate.Roster;
        var record = keyCustody.Seal(Header(keyId, authorityId, key, custody), key, roster);
        writer.Work.InsertSealedKey(keyId, 1, record);
        Append(new KeySealed(
            keyId, 1, Digest.Of(key.SubjectPublicKeyInfo), Digest.Of(record), authorityId, custody, EpochOf(custody, roster)));
    }

    private static int EpochOf(CustodyKind custody, Roster roster) => custody == CustodyKind.Quorum ? roster.Epoch : 0;

    /// <summary>Signs an artefact of the plan, and proves that what came out is what was approved.</summary>
    public byte[] Issue(IOpenKey signer, byte[] subjectKey, LintRole role, string artefact)
    {
        var tbs = ArtefactReader.Certificate(Plan, artefact).Fill(subjectKey);
        var certificate = CertificateAssembler.Assemble(tbs, signer.Algorithm, signer.Sign(tbs));
        IssuedCertificateCheck.Verify(certificate, tbs, signer.SubjectPublicKeyInfo, role, ArtefactReader.Waived(Plan, artefact));
        return certificate;
    }

    private SealedKeyHeader Header(string keyId, string authorityId, IOpenKey key, CustodyKind custody) => new()
    {
        Tenant = Plan.Tenant,
        Authority = authorityId,
        KeyId = keyId,
        Generation = 1,
        Algorithm = key.Algorithm,
        SpkiDigest = Digest.Of(key.SubjectPublicKeyInfo),
        Ceremony = Plan.Ceremony,
        Custody = custody.ToString(),
        Level = (Plan.Level ?? EnforcementLevel.SignedApproval).ToString(),
    };
}
