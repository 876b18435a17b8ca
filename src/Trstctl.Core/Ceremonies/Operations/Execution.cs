using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.Ledger;
using Trstctl.Ledger.Events;

namespace Trstctl.Ceremonies.Operations;

/// <summary>What an operation may use while it runs: the passed gate, the transaction, custody, and the key it had made.</summary>
internal sealed class Execution(Gate gate, PassedGate passed, LedgerWriter writer, IKeyCustody custody, IOpenKey? newKey, string actor)
{
    public Plan Plan => passed.Plan;

    public VerifiedState State => gate.State;

    public DateTime Now => writer.Now;

    public IOpenKey NewKey { get; } = newKey!;

    public void Append(LedgerEvent item) => writer.Append(item, actor, Plan.Ceremony);

    public CertificateTemplate Template => CertificateTemplate.FromJson(ArtefactReader.Template(Plan.Artefacts.Single()));

    /// <summary>Signs the approved bytes with the new key itself.</summary>
    public byte[] SelfSign() => Issue(NewKey, NewKey.SubjectPublicKeyInfo, LintRole.Root);

    /// <summary>Opens the issuer's key, signs the approved bytes, and closes it again.</summary>
    public byte[] SignWith(AuthorityRecord issuer, byte[] subjectKey, LintRole role)
    {
        using var key = Open(issuer);
        var certificate = Issue(key, subjectKey, role);
        Append(new KeyOpened(issuer.KeyId, Plan.Digest));
        return certificate;
    }

    /// <summary>Seals the new key and records that it exists, with its proof of possession.</summary>
    public string SealNewKey(string authorityId)
    {
        var keyId = Uuid.Version7(Now);
        var spki = NewKey.SubjectPublicKeyInfo;
        var header = Header(keyId, 1, Digest.Of(spki), authorityId, Plan.Ceremony, NewKey.Algorithm);
        var record = custody.Seal(header, NewKey);
        writer.Work.InsertSealedKey(keyId, 1, record);
        Append(new KeyGenerated(keyId, NewKey.Algorithm.Name, spki, Plan.Digest, NewKey.Sign(KeyPossession.Statement(Plan.Digest, spki))));
        Append(new KeySealed(keyId, 1, Digest.Of(spki), Digest.Of(record), authorityId));
        return keyId;
    }

    private IOpenKey Open(AuthorityRecord authority)
    {
        Provenance.Demand(gate, authority);
        var named = State.Key(authority.KeyId);
        var record = writer.Work.SealedKey(named.KeyId, named.Generation)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, named.KeyId, "its record is missing");
        if (Digest.Of(record) != named.RecordDigest)
        {
            throw new TrstException(ErrorId.SealedKeyStale, named.KeyId);
        }

        var algorithm = SubjectPublicKeyInfos.AlgorithmOf(authority.View.Spki)
            ?? throw new TrstException(ErrorId.SealedKeyInvalid, named.KeyId, "the authority's key has no algorithm that is known here");
        var header = Header(named.KeyId, named.Generation, named.SpkiDigest, authority.AuthorityId, named.Ceremony, algorithm);
        var key = custody.Open(record, header);
        if (key.SubjectPublicKeyInfo.AsSpan().SequenceEqual(authority.View.Spki))
        {
            return key;
        }

        key.Dispose();
        throw new TrstException(ErrorId.SealedKeyInvalid, named.KeyId, "it is not the key of the authority's certificate");
    }

    private byte[] Issue(IOpenKey signer, byte[] subjectKey, LintRole role)
    {
        var template = Template;
        var tbs = template.IsComplete ? template.Tbs : template.Fill(subjectKey);
        var certificate = CertificateAssembler.Assemble(tbs, signer.Algorithm, signer.Sign(tbs));
        IssuedCertificateCheck.Verify(certificate, template, subjectKey, signer.SubjectPublicKeyInfo, role);
        return certificate;
    }

    private SealedKeyHeader Header(string keyId, int generation, Digest spki, string authorityId, string ceremony, KeyAlgorithm algorithm) => new()
    {
        Tenant = Plan.Tenant,
        Authority = authorityId,
        KeyId = keyId,
        Generation = generation,
        Algorithm = algorithm,
        SpkiDigest = spki,
        Ceremony = ceremony,
        Custody = CustodyKind.Operational.ToString(),
        Level = EnforcementLevel.SignedApproval.ToString(),
    };
}
