using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Keys;

namespace Trstctl.KillTarget.Living;

/// <summary>CAs that the store does not know: their roots are imported and cross-signed, and one of them answers requests.</summary>
internal static class Elsewhere
{
    public static (byte[] Certificate, ECDsa Key) Root(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddYears(20));
        return (certificate.RawData, key);
    }

    public static byte[] Answer(CARequestRecord request, DateTime now)
    {
        var (issuer, key) = Root("Answering");
        using (key)
        {
            byte[] serial = [1, .. RandomNumberGenerator.GetBytes(15)];
            var tbs = TemplateBuilder.Intermediate(request.Spec, issuer, serial, now, now.AddYears(1)).Fill(request.View.Spki);
            return CertificateAssembler.Assemble(
                tbs, KeyAlgorithm.EcdsaP256,
                key.SignData(tbs, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
    }
}
