using System.Security.Cryptography;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Keys;
using Trstctl.Paths;

namespace Trstctl.Core.Tests.Paths;

/// <summary>Certificates by names of CAs and of keys, forged and signed with real keys, and an experiment over them.</summary>
internal sealed class PathScene
{
    public static readonly DateTime Now = TestCA.Start.AddDays(200);
    private readonly Dictionary<string, ECDsa> keys = [];
    private long serial = 100;

    public PathSearch Experiment { get; } = new(Now);

    public ECDsa Key(string name)
    {
        if (!keys.TryGetValue(name, out var key))
        {
            keys.Add(name, key = ECDsa.Create(ECCurve.NamedCurves.nistP256));
        }

        return key;
    }

    public byte[] Id(string key) => KeyIdentifier.Of(Key(key).ExportSubjectPublicKeyInfo());

    public CertificateForge Forge(string subject, string key, string issuer, string signer) => new()
    {
        Subject = "CN=" + subject,
        Issuer = "CN=" + issuer,
        Serial = serial++,
        Spki = Key(key).ExportSubjectPublicKeyInfo(),
        KeyIdentifier = Id(key),
        IssuerKeyIdentifier = subject == issuer && key == signer ? null : Id(signer),
    };

    public byte[] Signed(CertificateForge forge, string signer) => forge.Certificate(Key(signer));

    /// <summary>An existing certificate; a root where nobody is named as issuer. A key has its CA's name unless given.</summary>
    public PathCertificate Has(
        string subject, string? issuer = null, string? key = null, string? signer = null,
        Func<CertificateForge, CertificateForge>? change = null)
    {
        var (name, from) = (issuer ?? subject, signer ?? issuer ?? key ?? subject);
        return Experiment.Existing(Signed((change ?? (forge => forge))(Forge(subject, key ?? subject, name, from)), from));
    }

    /// <summary>A planned certificate whose key exists.</summary>
    public PathCertificate Plans(
        string subject, PathCertificate? issuer = null, string? key = null, string? signer = null,
        Func<CertificateForge, CertificateForge>? change = null)
    {
        var forge = Forge(
            subject, key ?? subject, issuer?.SubjectName.CommonName ?? subject, signer ?? issuer?.SubjectName.CommonName ?? key ?? subject);
        return Experiment.Planned(CertificateTemplate.Open((change ?? (f => f))(forge).Tbs()), issuer);
    }

    public PathReport Run() => PathForecast.Run(Experiment);

    /// <summary>All findings, a line each.</summary>
    public string[] Findings() => [.. Run().Findings.Select(finding => finding.ToString())];
}
