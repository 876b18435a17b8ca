using System.Text;
using Trstctl.Asn1;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Certificates.Requests;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Keys;
using Trstctl.Core.Tests.Lints;
using Trstctl.Core.Tests.Paths;
using Trstctl.Keys;
using Trstctl.Lints;
using Trstctl.Names;
using Trstctl.Paths;
using Trstctl.Primitives;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Fuzz;

internal static partial class ParserTargets
{
    private static readonly Lazy<TestCA> Above = new(() => TestCA.Root(Limited()));

    private static readonly Lazy<byte[][]> Some = new(() =>
    [
        Above.Value.Certificate, Above.Value.Intermediate(TestCA.Input("CN=Sub,O=x")).Certificate, Above.Value.Leaf(),
        .. new[] { LintRole.Root, LintRole.Intermediate, LintRole.EndEntity }.Select(LintFuzzTests.Sample),
        TestCA.Root(TestCA.Input(algorithm: "RSA-3072")).Certificate, Published.Certificate("ML-DSA-44"),
    ]);

    private static readonly Lazy<byte[][]> Requests = new(() =>
        [.. RichHistory.One.Value.Documents.Where(IsRequest).Take(4), LintFuzzTests.Sample(LintRole.Request)]);

    private static readonly Lazy<byte[][]> Lists = new(() => [LintFuzzTests.Sample(LintRole.Crl), new CrlDraft().Build()]);

    private static readonly Lazy<byte[][]> PublicKeys = new(() =>
        [.. Some.Value.Select(der => CertificateParts.OfCertificate(der).Spki.Encoded)]);

    private static CASpecInput Limited()
    {
        var input = TestCA.Input();
        input.PermittedNames = ["DNS:example.com", "IP:10.0.0.0/8", "dirName:O=x"];
        input.CertificatePolicies = ["1.2.3.4=http://a.example/cps"];
        input.CrlUrls = ["http://a.example/c"];
        return input;
    }

    private static IEnumerable<(string, Func<string, FuzzTarget>)> OfCertificates()
    {
        (string, Func<string, FuzzTarget>) On(string name, Func<byte[][]> seeds, Action<byte[]> read, int bounded = 200) =>
            (name, n => FuzzTarget.Of(n, read, seeds()) with { Bounded = bounded });

        static byte[][] Some() => ParserTargets.Some.Value;
        static byte[][] Bundles() =>
        [
            Some()[0], Pkcs7.CertsOnly(Some().Take(2)),
            Encoding.ASCII.GetBytes(Pem.Encode("PKCS7", Pkcs7.CertsOnly([Some()[0]])) + Pem.Encode("CERTIFICATE", Some()[1])),
        ];
        var spec = Limited().Build();
        yield return On("DerElement.Read", Some, Walk);
        yield return On("CertificateParts.Of", Some, der => Everything(CertificateParts.Of(der)));
        yield return On("CertificateParts.OfCertificate", Some, der => Everything(CertificateParts.OfCertificate(der)));
        yield return On("CertificateRequestParts.Of", () => Requests.Value, der => CertificateRequestParts.Of(der));
        yield return On("CertificateView", Some, der => Properties(new CertificateView(der)));
        yield return On("CertificateRequestView", () => Requests.Value, der => Properties(new CertificateRequestView(der)), 200);
        yield return On("CertificateText.Describe", Some, der => CertificateText.Describe(der));
        yield return On("CAVersion.Of", Some, der => CAVersion.Of(der));
        yield return On("CASpecCertificate.Read", Some, der => CASpecCertificate.Read(der).Build());
        yield return On("CASpecCertificate.ReadSayable", Some, der => CASpecCertificate.ReadSayable(der).Judge());
        yield return On("CASpecCertificate.HashOf", Some, der => CASpecCertificate.HashOf(der));
        yield return On("CrossCertificateRules.Target", Some, der => CrossCertificateRules.Target(der));
        yield return On("CrossCertificateRules.Signer", Some, der => CrossCertificateRules.Signer(
            der, CertificateParts.OfCertificate(Above.Value.Certificate), TestCA.Start, TestCA.Start.AddYears(1)));
        yield return On("IssuanceRules.CheckChild", Some, der => IssuanceRules.CheckChild(der, Above.Value.Certificate));
        yield return On("IssuanceRules.CheckChild of an issuer", Some, der => IssuanceRules.CheckChild(Some()[1], der));
        yield return On("CertificateTemplate.Open", () => [.. Some().Select(der => CertificateParts.OfCertificate(der).Tbs.Encoded)],
            der => CertificateTemplate.Open(der));
        yield return On("RequestTemplate.Of", () => [.. Requests.Value.Select(der => CertificateRequestParts.Of(der).Info.Encoded)],
            der => RequestTemplate.Of(der));
        yield return On("RequestText.Describe", () => Requests.Value, der => RequestText.Describe(der));
        yield return On("RequestRules.Granted", () => Requests.Value, der => RequestRules.Granted(der, spec), 200);
        yield return On("RequestRules.NotGranted", () => Requests.Value, der => RequestRules.NotGranted(der, spec));
        yield return On("ArtefactReader.Describe", () => [.. Some(), .. Requests.Value], der => ArtefactReader.Describe(der), 200);
        yield return On("ImportRules.Demand", Some, der => ImportRules.Demand(der, Above.Value.Certificate), 100);
        yield return On("ImportRules.DemandSigned", Some, der => ImportRules.DemandSigned(der, Above.Value.Certificate), 100);
        yield return On("ImportRules.Describe", Some, der => ImportRules.Describe(der, LintRole.Intermediate, (_, _) => { }), 100);
        yield return On("ReturnedCertificateRules.Demand", Some, der => ReturnedCertificateRules.Demand(der, spec, null));
        yield return On("DistinguishedName.FromDer", () => [.. Some().Select(der => CertificateParts.OfCertificate(der).Subject.Encoded)],
            der => DistinguishedName.FromDer(der).ToString());
        yield return On("NameConstraintSet.From", Some, der => NameConstraintSet.From(CertificateParts.Of(der)).ToString());
        yield return On("IPRange.FromBytes", () => [[10, 0, 0, 0, 255, 0, 0, 0], new byte[32]], 
            bytes => IPRange.FromBytes(bytes)?.ToString());
        yield return On("IPRange.OfAddress", () => [[10, 0, 0, 1], new byte[16]], bytes => IPRange.OfAddress(bytes)?.ToString());
        foreach (var role in Enum.GetValues<LintRole>())
        {
            yield return On($"CertificateLint.Check {role}", () => [LintFuzzTests.Sample(role), Some()[1]],
                der => CertificateLint.Check(der, role, (LintOrigin)(der.Length & 1)), 150);
        }

        yield return On("CertificateLint.RoleOf", () => [.. Some(), .. Requests.Value, .. Lists.Value], der => CertificateLint.RoleOf(der));
        yield return On("LintRoles.Of", () => [.. Some(), .. Lists.Value], der => LintRoles.Of(der));
        yield return On("LintedCrl.Of", () => Lists.Value, der => LintedCrl.Of(der));
        yield return On("DerCheck.Fault", Some, der => DerCheck.Fault(der));
        yield return On("CertificateFile.Read", Bundles, bytes => CertificateFile.Read(bytes, "x"), 200);
        yield return On("CertificateFile.IsSignedData", Bundles, bytes => CertificateFile.IsSignedData(bytes), 200);
        yield return On("CertificateFile.ReadOne", Bundles, bytes => CertificateFile.ReadOne(bytes, "x"), 200);
        yield return On("CertificateRequestFile.Read", () => Requests.Value, bytes => CertificateRequestFile.Read(bytes, "x"), 200);
        yield return On("IssuedCertificateCheck.VerifySignature", Some,
            der => IssuedCertificateCheck.VerifySignature(der, Above.Value.Spki), 200);
        yield return On("IssuedCertificateCheck.Verify", Some, der => IssuedCertificateCheck.Verify(
            der, CertificateParts.OfCertificate(Above.Value.Certificate).Tbs.Encoded, Above.Value.Spki, LintRole.Root));
        yield return On("PathSearch.Existing", Some, Forecast, 40);
        yield return On("JudgedPath.Of", Some, der => Judged.Faults(
            der, [Some()[1], der], [Above.Value.Certificate], TestCA.Start.AddDays(9)), 100);
        yield return On("JudgedPath.Of of an issuer", Some, der => Judged.Faults(
            Above.Value.Leaf(), [der], [Above.Value.Certificate, der], TestCA.Start.AddDays(9)), 60);
        yield return On("PublicKey.Read", () => PublicKeys.Value, der => Properties(PublicKey.Read(der)));
        yield return On("PublicKey.TryRead", () => PublicKeys.Value, der => PublicKey.TryRead(der)?.GetHashCode());
        yield return On("PublicKey.Describe", () => PublicKeys.Value, der => PublicKey.Describe(der));
        yield return On("PublicKey.IdentityOf", () => PublicKeys.Value, der => PublicKey.IdentityOf(der));
        yield return On("PublicKey.OfCertificate", Some, der => PublicKey.OfCertificate(der));
        yield return On("KeyIdentifier.Of", () => PublicKeys.Value, der => KeyIdentifier.Of(der));
        yield return On("KeyIdentifier.Sha1Of", () => PublicKeys.Value, der => KeyIdentifier.Sha1Of(der));
        yield return On("KeyIdentifier.OfBits", () => PublicKeys.Value, der => KeyIdentifier.OfBits(der));
        yield return On("PlaceholderKey.AlgorithmOf", () => PublicKeys.Value, der => PlaceholderKey.AlgorithmOf(der));
        yield return On("WeakKeys.Fault", () => PublicKeys.Value, der => WeakKeys.Fault(der), 60);
        yield return On("Pem.Text", () => [System.Text.Encoding.UTF8.GetBytes(Pem.Encode("CERTIFICATE", Some()[0])),
            System.Text.Encoding.Unicode.GetPreamble()], bytes => Pem.Decode("CERTIFICATE", bytes));
    }

    private static bool IsRequest(byte[] der)
    {
        try
        {
            return CertificateRequestParts.Of(der) is not null;
        }
        catch (TrstException)
        {
            return false;
        }
    }

    private static void Walk(byte[] der)
    {
        var open = new Queue<DerElement>([DerElement.Read(der, "x")]);
        while (open.TryDequeue(out var node))
        {
            if ((node.Tag & 0x20) != 0)
            {
                node.Children.ToList().ForEach(open.Enqueue);
            }
        }
    }

    private static void Everything(CertificateParts parts)
    {
        Properties(parts);
        _ = (parts.IsCA(), parts.SubjectKeyIdentifier(), parts.PathLength());
        foreach (var extension in parts.Extensions)
        {
            _ = ExtensionText.Describe(parts, extension).ToArray();
        }
    }

    // Its properties read what it holds when they are asked.
    private static void Properties<T>(T item)
    {
        foreach (var property in typeof(T).GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            try
            {
                property.GetValue(item);
            }
            catch (System.Reflection.TargetInvocationException e) when (e.InnerException is TrstException)
            {
            }
        }
    }

    private static void Forecast(byte[] der)
    {
        var experiment = new PathSearch(TestCA.Start.AddDays(200));
        experiment.Existing(Above.Value.Certificate);
        experiment.Existing(Some.Value[1]);
        experiment.Existing(der);
        PathForecast.Run(experiment);
    }
}
