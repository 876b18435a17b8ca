using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>A root here signs the request of a CA elsewhere, as AD CS makes it.</summary>
public sealed class ForeignRequestTests : IDisposable
{
    // What certreq asks for a subordinate: template name, CA version, key usage with digitalSignature, identifiers by SHA-1.
    private const string Adcs = """
        1.3.6.1.4.1.311.20.2=DER:1E:0A:00:53:00:75:00:62:00:43:00:41
        1.3.6.1.4.1.311.21.1=DER:02:01:00
        subjectKeyIdentifier=hash
        keyUsage=critical,digitalSignature,keyCertSign,cRLSign
        basicConstraints=critical,CA:TRUE
        """;

    private const string Spec =
        "New-TrstCASpec 'CN=Contoso Issuing CA,DC=contoso,DC=example' -Validity 5y -PathLength 0 -CrlUrl http://pki.example/root.crl";
    private readonly Founded founded = new(given: "$null = Make-Root 'CN=Root' @{ KeyAlgorithm = 'RSA-3072' }");

    public ForeignRequestTests()
    {
        founded.Run("$root = Get-TrstCA Root");
        Elsewhere.Request(founded, "sub", "/DC=example/DC=contoso/CN=Contoso Issuing CA", Adcs);
    }

    public void Dispose() => founded.Dispose();

    [TheoryNeeding("openssl")]
    [InlineData("sub.csr")]
    [InlineData("sub.der")]
    [InlineData("new.req")]
    [InlineData("utf16.req")]
    [Trait("Conformance", "A01")]
    public void SignsItsKeyAndNameAsTheyStandAndWhatTheSpecificationSays(string file)
    {
        Elsewhere.Run(founded, "req -in sub.csr -outform DER -out sub.der");
        var text = File.ReadAllText(founded.PathOf("sub.csr")).Replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");
        File.WriteAllText(founded.PathOf("new.req"), text);
        File.WriteAllText(founded.PathOf("utf16.req"), text, System.Text.Encoding.Unicode);
        founded.Run(
            $"$c = Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/{file}\" }}; $sub = Sign $c 0, 1, 2 | "
                + "New-TrstIntermediateCA -Request \"$folder/sub.csr\"");
        var sub = founded.Certificate("$sub");
        using var request = CertificateRequest(founded.PathOf("sub.csr"));

        Assert.Equal("External Unknown", founded.Get<string>("\"$($sub.Custody) $($sub.Level)\""));
        Assert.Equal(request.PublicKey.ExportSubjectPublicKeyInfo(), sub.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Contains(sub.Extensions, e => e.Oid!.Value == "1.3.6.1.4.1.311.21.1");
        Assert.Contains(sub.Extensions, e => e.Oid!.Value == "1.3.6.1.4.1.311.20.2");
        Assert.Equal(0, sub.Extensions.OfType<X509BasicConstraintsExtension>().Single().PathLengthConstraint);
        Assert.StartsWith("certificate ", founded.Get<string>("(Get-TrstEvent ceremony.completed -CeremonyId $c.CeremonyId).Made"));
        Verifiers.Accepts(founded, founded.Certificate("$root"), sub);
        Assert.Equal("KeyUnavailable", founded.Error("Start-It Rotation $sub"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [FactNeeding("openssl")]
    public void WhatItAsksForBeyondTheSpecificationIsShownAndNotSigned()
    {
        Elsewhere.Request(
            founded, "wide", "/DC=example/DC=contoso/CN=Contoso Issuing CA",
            Adcs + "\nsubjectAltName=DNS:evil.example\nextendedKeyUsage=serverAuth\nnameConstraints=critical,permitted;DNS:evil.example");
        founded.Run(
            $"$c = Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/wide.csr\" }}; $sub = Sign $c 0, 1, 2 | "
                + "New-TrstIntermediateCA");
        var plan = founded.PlanOf("$c");
        var sub = founded.Certificate("$sub");

        Assert.All(
            new[] { "alternative name DNS:evil.example", "serverAuth", "evil.example", "path length absent" },
            asked => Assert.Contains(asked, plan[plan.IndexOf("not granted", StringComparison.Ordinal)..]));
        Assert.DoesNotContain(sub.Extensions, e => e.Oid!.Value is "2.5.29.17" or "2.5.29.37" or "2.5.29.30");
    }

    [FactNeeding("openssl")]
    public void ARequestThatDoesNotProveItsKeyIsRefused()
    {
        Elsewhere.Run(founded, "req -in sub.csr -outform DER -out sub.der");
        var der = File.ReadAllBytes(founded.PathOf("sub.der"));
        der[^1] ^= 1;
        File.WriteAllBytes(founded.PathOf("bad.der"), der);
        Assert.Equal(
            "RequestInvalid", founded.Error($"Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/bad.der\" }}"));

        // Another's key under one's own signature is the same forgery.
        der = File.ReadAllBytes(founded.PathOf("sub.der"));
        der[der.Length / 2] ^= 1;
        File.WriteAllBytes(founded.PathOf("bad.der"), der);
        Assert.Contains(
            founded.Error($"Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/bad.der\" }}"),
            new[] { "RequestInvalid", "FileUnreadable" });
    }

    [TheoryNeeding("openssl")]
    [InlineData("rsa:1024", "RequestInvalid")]
    [InlineData("ec -pkeyopt ec_paramgen_curve:secp256k1", "RequestInvalid")]
    public void AWeakOrUnknownKeyIsRefused(string key, string id)
    {
        Elsewhere.Request(founded, "weak", "/DC=example/DC=contoso/CN=Contoso Issuing CA", Adcs, key);

        Assert.Equal(id, founded.Error($"Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/weak.csr\" }}"));
    }

    [FactNeeding("openssl")]
    [Trait("Conformance", "Q07")]
    public void AnotherSubjectAnotherRequestOrAnotherFileIsRefused()
    {
        Elsewhere.Request(founded, "other", "/CN=Contoso Issuing CA", Adcs);
        Assert.Equal(
            "SpecInvalid", founded.Error($"Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/other.csr\" }}"));
        Assert.Equal(
            "PrivateKeyUnexpected", founded.Error($"Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/sub.key\" }}"));
        Elsewhere.Request(founded, "again", "/DC=example/DC=contoso/CN=Contoso Issuing CA", Adcs);
        founded.Run($"$c = Approved Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/sub.csr\" }}");

        Assert.Equal("PurposeMismatch", founded.Error("$c | New-TrstIntermediateCA -Request \"$folder/again.csr\""));
        Assert.Equal(
            "ParameterForeign", founded.Error("Start-It Root (New-TrstCASpec 'CN=Z' -Validity 1y) @{ Request = \"$folder/sub.csr\" }"));
        founded.Run("$null = $c | New-TrstIntermediateCA");
        Assert.Equal(
            "AuthorityExists", founded.Error($"Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/again.csr\" }}"));
    }

    [TheoryNeeding("openssl")]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "A04")]
    public void ItsNextCertificateIsSignedOverItsNextRequest(bool sameKey)
    {
        founded.Run(
            $"$sub = Approved Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/sub.csr\" }} | New-TrstIntermediateCA");
        var again = Adcs.Replace("02:01:00", sameKey ? "02:01:01" : "02:03:01:00:01");
        if (sameKey)
        {
            Elsewhere.RequestAgain(founded, "next", "sub", "/DC=example/DC=contoso/CN=Contoso Issuing CA", again);
        }
        else
        {
            Elsewhere.Request(founded, "next", "/DC=example/DC=contoso/CN=Contoso Issuing CA", again);
        }

        founded.Shell.Set("same", sameKey);
        Assert.Equal("RequestInvalid", founded.Error("Start-It Rotation $sub @{ SameKey = !$same; Request = \"$folder/next.csr\" }"));
        Assert.Equal("ParameterForeign", founded.Error("Start-It Rotation $root @{ Request = \"$folder/next.csr\" }"));
        founded.Run("$next = Approved Rotation $sub @{ SameKey = $same; Request = \"$folder/next.csr\" } | Invoke-TrstCARotation");

        Assert.Equal(
            sameKey ? "1 1 External" : "2 0 External",
            founded.Get<string>("\"$($next.Generation) $($next.Earlier.Count) $($next.Custody)\""));
        Assert.Contains(founded.Certificate("$next").Extensions, e => e.Oid!.Value == "1.3.6.1.4.1.311.21.1" && e.RawData[^1] == 1);
        Verifiers.Accepts(founded, founded.Certificate("$root"), founded.Certificate("$next"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    private static X509Certificate2 CertificateRequest(string path)
    {
        var request = System.Security.Cryptography.X509Certificates.CertificateRequest.LoadSigningRequestPem(
            File.ReadAllText(path), System.Security.Cryptography.HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        using var key = System.Security.Cryptography.RSA.Create(2048);
        return request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForRSA(key, System.Security.Cryptography.RSASignaturePadding.Pkcs1),
            DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1), [1]);
    }
}
