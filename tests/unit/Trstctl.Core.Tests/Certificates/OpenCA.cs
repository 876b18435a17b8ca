using Trstctl.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>An authority of any algorithm, whose key is one of the product's own. (<see cref="TestCA"/> has the platform's.)</summary>
internal sealed record OpenCA(byte[] Certificate, IOpenKey Key, CertificateTemplate Template) : IDisposable
{
    public byte[] Spki => Key.SubjectPublicKeyInfo;

    public static OpenCA Root(string algorithm, string subject = "CN=Contoso Root CA,O=Contoso,C=DE")
    {
        var template = TemplateBuilder.Root(
            TestCA.Input(subject, algorithm).Build(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(20));
        var key = TestKeys.Make(KeyAlgorithm.Parse(algorithm));
        return Issue(template, key, key);
    }

    public OpenCA Intermediate(string algorithm, Action<CASpecInput>? change = null)
    {
        var input = TestCA.Input("CN=Issuing CA 1,O=Contoso,C=DE", algorithm);
        change?.Invoke(input);
        var template = TemplateBuilder.Intermediate(input.Build(), Certificate, TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(10));
        return Issue(template, TestKeys.Make(KeyAlgorithm.Parse(algorithm)), Key);
    }

    public OpenCA CrossSign(OpenCA target)
    {
        var template = TemplateBuilder.CrossCertificate(
            target.Certificate, Certificate, new(), TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(5));
        return Issue(template, target.Key, Key);
    }

    public void Dispose() => Key.Dispose();

    private static OpenCA Issue(CertificateTemplate template, IOpenKey key, IOpenKey issuer)
    {
        var tbs = template.Fill(key.SubjectPublicKeyInfo);
        return new OpenCA(CertificateAssembler.Assemble(tbs, issuer.Algorithm, issuer.Sign(tbs)), key, template);
    }
}
