using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Keys;
using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>A certificate whose every part can be replaced before it is signed.</summary>
internal sealed class CertificateDraft
{
    private readonly List<(string Oid, byte[] Value)> extensions = [];

    public byte[] Version { get; set; } = Der.Explicit(0, Der.Integer(2));

    public byte[] Serial { get; set; } = Der.Integer([0x55, .. Enumerable.Repeat((byte)0x77, 15)]);

    public byte[] Algorithm { get; set; } = Draft.Algorithm();

    public byte[]? OuterAlgorithm { get; set; }

    public byte[] Issuer { get; set; } = Draft.RootName;

    public byte[] NotBefore { get; set; } = Der.Time(TestCA.Start);

    public byte[] NotAfter { get; set; } = Der.Time(TestCA.Start.AddYears(10));

    public byte[] Subject { get; set; } = Draft.RootName;

    public byte[] Spki { get; set; } = Draft.Spki;

    public byte[]? UniqueIdentifiers { get; set; }

    /// <summary>In place of a signature by the drafts' key: the BIT STRING.</summary>
    public byte[]? Signature { get; set; }

    public bool WithoutExtensions { get; set; }

    public static CertificateDraft Root()
    {
        var draft = new CertificateDraft();
        draft.Set(Oids.BasicConstraints, Der.Sequence(Der.True), critical: true);
        draft.Set(Oids.KeyUsage, Draft.KeyUsage(5, 6), critical: true);
        draft.Set(Oids.SubjectKeyIdentifier, Der.OctetString(KeyIdentifier.Of(Draft.Spki)));
        return draft;
    }

    public static CertificateDraft Intermediate()
    {
        var draft = Root();
        draft.Subject = Draft.Name(("C", "DE"), ("O", "Contoso"), ("CN", "Contoso Issuing CA"));
        draft.Set(Oids.BasicConstraints, Der.Sequence(Der.True, Der.Integer(0)), critical: true);
        draft.Set(Oids.AuthorityKeyIdentifier, Der.Sequence(Der.Implicit(0, new byte[20])));
        draft.Set(Oids.CrlDistributionPoints, Draft.Points("http://pki.example/root.crl"));
        draft.Set(Oids.AuthorityInfoAccess, Draft.Access((Oids.CAIssuers, Draft.Url("http://pki.example/root.cer"))));
        draft.Set(
            Oids.CertificatePolicies,
            Der.Sequence(Draft.Policy("1.3.6.1.4.1.99999.1", (Oids.CpsQualifier, Der.Ia5("https://pki.example/cps")))));
        return draft;
    }

    public static CertificateDraft EndEntity()
    {
        var draft = Intermediate();
        draft.Subject = Draft.Name(("CN", "www.contoso.example"));
        draft.NotAfter = Der.Time(TestCA.Start.AddYears(1));
        draft.Set(Oids.BasicConstraints, Der.Sequence(), critical: true);
        draft.Set(Oids.KeyUsage, Draft.KeyUsage(0), critical: true);
        draft.Set(Oids.ExtendedKeyUsage, Draft.Purposes(LintOids.ServerAuth));
        draft.Set(LintOids.SubjectAlternativeName, Der.Sequence(Draft.Dns("www.contoso.example")));
        return draft;
    }

    public void Set(string oid, byte[] value, bool critical = false)
    {
        var place = extensions.FindIndex(e => e.Oid == oid);
        var extension = (oid, Draft.Extension(oid, value, critical));
        if (place < 0)
        {
            extensions.Add(extension);
        }
        else
        {
            extensions[place] = extension;
        }
    }

    public void Add(string oid, byte[] value, bool critical = false) => extensions.Add((oid, Draft.Extension(oid, value, critical)));

    public void Remove(string oid) => extensions.RemoveAll(e => e.Oid == oid);

    /// <summary>A key of another algorithm, with the identifier that belongs to it.</summary>
    public void SetKey(byte[] spki)
    {
        Spki = spki;
        Set(Oids.SubjectKeyIdentifier, Der.OctetString(KeyIdentifier.Of(spki)));
    }

    public byte[] Tbs() => Der.Sequence(
        Version,
        Serial,
        Algorithm,
        Issuer,
        Der.Sequence(NotBefore, NotAfter),
        Subject,
        Spki,
        UniqueIdentifiers,
        Der.Explicit(3, Der.Sequence(WithoutExtensions ? [] : extensions.Select(e => e.Value).ToArray())));

    public byte[] Build() => Draft.Signed(Tbs(), OuterAlgorithm ?? Algorithm, Signature);
}
