using System.Formats.Asn1;
using System.Text;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>Requests and CAs as others write them: taken, or refused with the reason and the file.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private const string Spec = "New-TrstCASpec 'CN=Sub' -Validity 5y -PathLength 0";
    private readonly Founded founded = new(given: "$null = Make-Root 'CN=Root'");

    public void Dispose() => founded.Dispose();

    // RFC 4055: AD CS under AlternateSignatureAlgorithm=1. OpenSSL takes the longest salt unless told otherwise.
    [TheoryNeeding("openssl")]
    [InlineData("sha256", "digest")]
    [InlineData("sha384", "digest")]
    [InlineData("sha512", "max")]
    [InlineData("sha256", "0")]
    public void SignaturesOfRsaPssAreVerified(string hash, string salt)
    {
        Elsewhere.Request(founded, "sub", "/CN=Sub");
        Elsewhere.Run(
            founded, $"req -new -key sub.key -subj /CN=Sub -config sub.cnf -{hash} -sigopt rsa_padding_mode:pss "
                + $"-sigopt rsa_pss_saltlen:{salt} -out sub.csr");
        founded.Run(
            $"$sub = Approved Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/sub.csr\" }} | New-TrstIntermediateCA");

        Elsewhere.Root(founded, "pss", "/CN=Pss Root");
        Elsewhere.Run(
            founded, $"req -x509 -key pss.key -days 900 -config pss.cnf -{hash} -sigopt rsa_padding_mode:pss "
                + $"-sigopt rsa_pss_saltlen:{salt} -out pss.pem -subj", "/CN=Pss Root");
        founded.Run("$ca = Approved Import \"$folder/pss.pem\" @{ Custody = 'Quorum' } | Import-TrstCA -Path \"$folder/pss.key\"");

        Assert.Equal("External", founded.Get<string>("$sub.Custody"));
    }

    [FactNeeding("openssl")]
    public void ARootThatSignsWithRsaPssIsValid()
    {
        Elsewhere.Root(founded, "pss", "/CN=Pss Root");
        Elsewhere.Run(
            founded, "req -x509 -key pss.key -days 900 -config pss.cnf -sha256 -sigopt rsa_padding_mode:pss "
                + "-sigopt rsa_pss_saltlen:digest -out pss.pem -subj", "/CN=Pss Root");
        founded.Run("$null = Approved Import \"$folder/pss.pem\" | Import-TrstCA -Path \"$folder/pss.pem\"");
        Assert.True(founded.Get<bool>("Test-TrstCertificate \"$folder/pss.pem\""));
    }

    [TheoryNeeding("openssl")]
    [InlineData("-sha1 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest", "RSASSA-PSS", "is not supported")]
    [InlineData("-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_mgf1_md:sha1", "RSASSA-PSS", "is not supported")]
    [InlineData("-sha1", "SHA-1 with RSA", "is not supported")]
    [InlineData("-sha224", "SHA-224 with RSA", "is not supported")]
    public void AnotherSignatureIsNotSaidToBeABadOne(string how, string name, string reason)
    {
        Elsewhere.Request(founded, "sub", "/CN=Sub");
        Elsewhere.Run(founded, $"req -new -key sub.key -subj /CN=Sub -config sub.cnf {how} -out sub.csr");
        var refusal = Refusal("sub.csr");

        Assert.StartsWith("RequestInvalid", refusal);
        Assert.Contains(name, refusal);
        Assert.Contains(reason, refusal);
        Assert.Contains(founded.PathOf("sub.csr"), refusal);
    }

    [TheoryNeeding("openssl")]
    [InlineData("ed25519", "Ed25519")]
    [InlineData("rsa-pss -pkeyopt rsa_keygen_bits:2048", "RSASSA-PSS")]
    public void AKeyOfAnotherKindIsNamed(string key, string name)
    {
        Elsewhere.Request(founded, "sub", "/CN=Sub", key: key);
        Assert.Contains(name, Refusal("sub.csr"));
    }

    [FactNeeding("openssl")]
    public void AWrittenDefaultIsTheReason()
    {
        Elsewhere.Request(founded, "sub", "/CN=Sub");
        Elsewhere.Run(founded, "req -in sub.csr -outform DER -out sub.der");
        File.WriteAllBytes(founded.PathOf("false.der"), WithCriticalFalse(File.ReadAllBytes(founded.PathOf("sub.der"))));
        var refusal = Refusal("false.der");

        Assert.StartsWith("FileUnreadable", refusal);
        Assert.Contains("1.3.6.1.4.1.311.21.1 writes critical FALSE, which is left out in DER (X.690 11.5)", refusal);
        Assert.Contains(founded.PathOf("false.der"), refusal);
    }

    [FactNeeding("openssl")]
    public void ARootWithAWeakHashWithinRsaPssIsWeak()
    {
        Elsewhere.Root(founded, "pss", "/CN=Pss Root");
        Elsewhere.Run(
            founded, "req -x509 -key pss.key -days 900 -config pss.cnf -sha1 -sigopt rsa_padding_mode:pss -out pss.pem -subj",
            "/CN=Pss Root");
        Assert.Contains("RSASSA-PSS, 1.2.840.113549.1.1.10, which is weak or unknown", founded.Get<string>(
            "try { Start-It Import \"$folder/pss.pem\" } catch { \"$_\" }"));
    }

    [FactNeeding("openssl")]
    public void AMessageAroundARequestIsNamed()
    {
        Elsewhere.Root(founded, "old");
        Elsewhere.Run(founded, "crl2pkcs7 -nocrl -certfile old.pem -out sub.p7");
        File.WriteAllText(
            founded.PathOf("sub.csr"), File.ReadAllText(founded.PathOf("sub.p7")).Replace("PKCS7", "NEW CERTIFICATE REQUEST"));
        Assert.Contains("have a PKCS #10 made", Refusal("sub.csr"));
    }

    [FactNeeding("openssl")]
    public void APrivateKeyBesideARequestIsSaid()
    {
        Elsewhere.Request(founded, "sub", "/CN=Sub");
        File.AppendAllText(founded.PathOf("sub.csr"), File.ReadAllText(founded.PathOf("sub.key")));
        Assert.StartsWith("PrivateKeyUnexpected", Refusal("sub.csr"));
    }

    [TheoryNeeding("openssl")]
    [InlineData("bare base64")]
    [InlineData("UTF-16 without a mark")]
    public void ARequestInOtherTextIsTaken(string form)
    {
        Elsewhere.Request(founded, "sub", "/CN=Sub");
        var text = File.ReadAllText(founded.PathOf("sub.csr"));
        File.WriteAllBytes(
            founded.PathOf("sub.req"),
            form == "bare base64"
                ? Encoding.ASCII.GetBytes(string.Join("\r\n", text.Split('\n').Where(line => !line.StartsWith('-'))))
                : Encoding.Unicode.GetBytes(text));
        founded.Run($"$c = Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/sub.req\" }}");
    }

    [FactNeeding("openssl")]
    public void AlternativeNamesThatAreAskedForStandInThePlanInWords()
    {
        Elsewhere.Request(
            founded, "sub", "/CN=Sub",
            Elsewhere.CA + "subjectAltName=DNS:ca.example,email:ca@ca.example,URI:http://ca.example/x,IP:10.1.2.3,IP:fd00::1,"
                + "RID:1.2.3.4,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:ca@corp.example,otherName:1.2.3.5;UTF8:x\n");
        founded.Run($"$c = Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/sub.csr\" }}");
        var plan = founded.PlanOf("$c");

        Assert.All(
            new[]
            {
                "DNS:ca.example", "email:ca@ca.example", "URI:http://ca.example/x", "IP:10.1.2.3", "IP:fd00::1", "registered id 1.2.3.4",
                "UPN:ca@corp.example", "other name 1.2.3.5 \"x\"",
            },
            name => Assert.Contains("alternative name " + name, plan));
    }

    // The same name and key, and one extension; the signature is not reached.
    private static byte[] WithCriticalFalse(byte[] request)
    {
        var whole = new AsnReader(request, AsnEncodingRules.DER).ReadSequence();
        var info = whole.ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(info.ReadEncodedValue().Span);
                writer.WriteEncodedValue(info.ReadEncodedValue().Span);
                writer.WriteEncodedValue(info.ReadEncodedValue().Span);
                using var attributes = writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0));
                using var attribute = writer.PushSequence();
                writer.WriteObjectIdentifier("1.2.840.113549.1.9.14");
                using var values = writer.PushSetOf();
                using var extensions = writer.PushSequence();
                using var extension = writer.PushSequence();
                writer.WriteObjectIdentifier("1.3.6.1.4.1.311.21.1");
                writer.WriteBoolean(false);
                writer.WriteOctetString([2, 1, 0]);
            }

            writer.WriteEncodedValue(whole.ReadEncodedValue().Span);
            writer.WriteEncodedValue(whole.ReadEncodedValue().Span);
        }

        return writer.Encode();
    }

    private string Refusal(string file) => founded.Get<string>(
        $"try {{ Start-It Intermediate ({Spec}) @{{ Issuer = 'Root'; Request = \"$folder/{file}\" }} }} "
            + "catch { \"$($_.FullyQualifiedErrorId) $_\" }");
}
