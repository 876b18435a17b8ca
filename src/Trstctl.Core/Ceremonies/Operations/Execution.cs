using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.Custody.Shares;
using Trstctl.Ledger;
using Trstctl.Ledger.Events;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>What an operation may use while it runs: the passed gate, the transaction, the keys it may open and the key it had made.</summary>
internal sealed class Execution(Gate gate, PassedGate passed, LedgerWriter writer, KeyVault vault, IOpenKey? newKey, IReadOnlyList<byte[]> witnesses, string actor)
{
    public Plan Plan => passed.Plan;

    public VerifiedState State => gate.State;

    /// <summary>The projection as this transaction leaves it.</summary>
    public IProjection Stored => writer.Work.Documents;

    public DateTime Now => writer.Now;

    public IOpenKey NewKey { get; } = newKey!;

    /// <summary>Signed statements of those who watch; verified before the lock.</summary>
    public IReadOnlyList<byte[]> Witnesses => witnesses;

    public CertificateTemplate Template => CertificateTemplate.FromJson(ArtefactReader.Template(Plan.Artefacts.Single()));

    public void Append(LedgerEvent item) => writer.Append(item, actor, Plan.Ceremony);

    /// <summary>Signs the approved bytes with the new key itself.</summary>
    public byte[] SelfSign() => Issue(NewKey, NewKey.SubjectPublicKeyInfo, LintRole.Root);

    /// <summary>Opens the issuer's key, signs the approved bytes, and closes it again.</summary>
    public byte[] SignWith(AuthorityRecord issuer, byte[] subjectKey, LintRole role)
    {
        using var key = Open(issuer);
        return Issue(key, subjectKey, role);
    }

    /// <summary>Opens an authority's key; the ledger says that it was open for this plan.</summary>
    public IOpenKey Open(AuthorityRecord authority)
    {
        Provenance.Demand(gate, authority);
        var key = vault.Open(authority, RequestedKeys.Alive(State.Key(authority.KeyId), State), Plan.Tenant, State, writer.Work);
        Append(new KeyOpened(authority.KeyId, Plan.Digest));
        return key;
    }

    /// <summary>Seals the new key and records that it exists, with its proof of possession.</summary>
    public string SealNewKey(string authorityId)
    {
        var keyId = Uuid.Version7(Now);
        var spki = NewKey.SubjectPublicKeyInfo;
        var custody = Plan.Custody ?? CustodyKind.Operational;
        var roster = passed.Electorate.Roster;
        var record = vault.Seal(Header(keyId, 1, authorityId, custody, Plan.Level), NewKey, roster);
        writer.Work.InsertSealedKey(keyId, 1, record);
        Append(new KeyGenerated(keyId, NewKey.Algorithm.Name, spki, Plan.Digest, NewKey.Sign(KeyPossession.Statement(Plan.Digest, spki))));
        Append(new KeySealed(keyId, 1, Digest.Of(spki), Digest.Of(record), authorityId, custody, EpochOf(custody, roster)));
        return keyId;
    }

    /// <summary>
    /// A fresh key encryption key, a fresh polynomial, new holders. The new record was opened with its shares alone before the old
    /// one is erased here, in the same transaction.
    /// </summary>
    public void Reshare(string keyId, Roster roster)
    {
        var named = State.Key(keyId);
        var authority = State.Authority(named.AuthorityId);
        using var key = Open(authority);
        var header = KeyVault.Header(Plan.Tenant, authority, named, key.Algorithm) with { Generation = named.Generation + 1, Ceremony = Plan.Ceremony };
        var record = vault.Seal(header, key, roster);
        writer.Work.InsertSealedKey(keyId, header.Generation, record);
        if (writer.Work.SealedKey(keyId, header.Generation)?.AsSpan().SequenceEqual(record) != true)
        {
            throw new TrstException(ErrorId.SealedKeyInvalid, keyId, "its new record does not read back as it was written");
        }

        writer.Work.DeleteSealedKey(keyId, named.Generation);
        Append(new KeySealed(keyId, header.Generation, named.SpkiDigest, Digest.Of(record), authority.AuthorityId, CustodyKind.Quorum, roster.Epoch));
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

    private static int EpochOf(CustodyKind custody, Roster roster) => custody == CustodyKind.Quorum ? roster.Epoch : 0;

    private byte[] Issue(IOpenKey signer, byte[] subjectKey, LintRole role)
    {
        var template = Template;
        var tbs = template.IsComplete ? template.Tbs : template.Fill(subjectKey);
        var certificate = CertificateAssembler.Assemble(tbs, signer.Algorithm, signer.Sign(tbs));
        IssuedCertificateCheck.Verify(certificate, template, subjectKey, signer.SubjectPublicKeyInfo, role);
        return certificate;
    }

    private SealedKeyHeader Header(string keyId, int generation, string authorityId, CustodyKind custody, EnforcementLevel? level) => new()
    {
        Tenant = Plan.Tenant,
        Authority = authorityId,
        KeyId = keyId,
        Generation = generation,
        Algorithm = NewKey.Algorithm,
        SpkiDigest = Digest.Of(NewKey.SubjectPublicKeyInfo),
        Ceremony = Plan.Ceremony,
        Custody = custody.ToString(),
        Level = (level ?? EnforcementLevel.SignedApproval).ToString(),
    };
}
