using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>What people reported to the trackers of other tools of this trade, each as it would be met here.</summary>
public sealed class ReportedTests : IDisposable
{
    private readonly Founded founded = new();

    public void Dispose() => founded.Dispose();

    /// <summary>smallstep/certificates 2092, square/certstrap 78: a root of path length 0 has no CA below it, and clients say so late.
    /// </summary>
    [FactNeeding("openssl")]
    public void NoCAIsMadeBelowARootThatAllowsNone()
    {
        Elsewhere.Root(founded, "old", extensions: Elsewhere.CA.Replace("CA:TRUE", "CA:TRUE,pathlen:0"));
        Adopt("old");

        var refusal = Refusal("Start-It Intermediate (New-TrstCASpec 'CN=Sub' -Validity 1y) @{ Issuer = 'Old Root' }");

        Assert.Contains("path length", refusal);
    }

    /// <summary>smallstep/certificates 2415: a root without keyCertSign is trusted by its owners, and its certificates by nobody.</summary>
    [TheoryNeeding("openssl")]
    [InlineData("keyUsage=critical,digitalSignature,cRLSign\n")]
    [InlineData("keyUsage=critical,cRLSign\n")]
    public void ARootThatMaySignNoCertificatesIsNotAdopted(string usage)
    {
        Elsewhere.Root(founded, "old", extensions: "basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n" + usage);

        Assert.Contains("keyCertSign", Refusal("Start-It Import \"$folder/old.pem\""));
    }

    /// <summary>cloudflare/cfssl 1134 and 652: what the request does not ask for made the intermediate no CA.</summary>
    [FactNeeding("openssl")]
    public void AnIntermediateIsACAWhereItsRequestSaysNothingOfIt()
    {
        Elsewhere.Request(founded, "leaf", "/CN=Sub", "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n");
        Elsewhere.Request(founded, "sub", "/CN=Sub", "subjectKeyIdentifier=hash\n");
        founded.Run("$null = Make-Root; $spec = New-TrstCASpec 'CN=Sub' -Validity 1y");
        Assert.Contains("no CA", Refusal("Start-It Intermediate $spec @{ Issuer = 'Root'; Request = \"$folder/leaf.csr\" }"));
        founded.Run("""
            $c = Start-It Intermediate (New-TrstCASpec 'CN=Sub' -Validity 1y -PathLength 0) @{
                Issuer = 'Root'; Request = "$folder/sub.csr"
            }
            $sub = Sign $c 0, 1, 2 | New-TrstIntermediateCA
            """);
        var sub = founded.Certificate("$sub");

        var constraints = sub.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        Assert.Equal((true, true, 0), (constraints.CertificateAuthority, constraints.Critical, constraints.PathLengthConstraint));
        Assert.Contains(
            sub.Extensions.OfType<X509KeyUsageExtension>(), usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));
        Verifiers.Accepts(founded, founded.Certificate("Get-TrstCA Root"), sub);
    }

    /// <summary>OpenVPN/easy-rsa 1382, kaikramer/keystore-explorer 25: an authority key identifier that names issuer and serial number,
    /// alone or beside the key identifier. Renewed below an issuer that was renewed, it must not go on naming the certificate before.
    /// </summary>
    [TheoryNeeding("openssl")]
    [InlineData("authorityKeyIdentifier=keyid,issuer:always\n")]
    [InlineData("authorityKeyIdentifier=issuer:always\n")]
    public void ARenewalDoesNotNameTheIssuersOldSerialNumber(string identifier)
    {
        Elsewhere.Root(founded, "old");
        Elsewhere.Request(founded, "sub", "/CN=Sub Elsewhere");
        Elsewhere.Sign(founded, "sub", "old", Elsewhere.CA + identifier);
        Adopt("old");
        Adopt("sub");
        founded.Run("$root = Approved Rotation 'Old Root' @{ SameKey = $true } | Invoke-TrstCARotation " + Shares);

        founded.Run("$sub = Approved Rotation 'Sub Elsewhere' @{ SameKey = $true } | Invoke-TrstCARotation " + Shares);

        Verifiers.Accepts(founded, founded.Certificate("$root"), founded.Certificate("$sub"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate $sub"));
    }

    /// <summary>OpenVPN/easy-rsa 464: subject fields of the certificate before were dropped, or came in another string type.</summary>
    [TheoryNeeding("openssl")]
    [InlineData("default")]
    [InlineData("utf8only")]
    public void ARenewalKeepsEveryFieldOfTheSubjectAsItWasWritten(string mask)
    {
        Elsewhere.Write(founded, "old.cnf", $"""
            [req]
            distinguished_name=dn
            prompt=no
            utf8=yes
            string_mask={mask}
            x509_extensions=ext
            [dn]
            C=SE
            ST=Skåne
            L=TEST ,./<>  ?;:@~  []!%^  *()-=  _+|  (23)
            O=example.org Skåne Eslöv
            OU=A
            CN=Old Root
            [ext]
            {Elsewhere.CA}
            """);
        Elsewhere.Run(
            founded,
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout old.key -out old.pem -days 900 -utf8 -config old.cnf");
        Adopt("old");

        founded.Run("$next = Approved Rotation 'Old Root' @{ SameKey = $true } | Invoke-TrstCARotation " + Shares);

        var old = X509CertificateLoader.LoadCertificateFromFile(founded.PathOf("old.pem"));
        Assert.Equal(old.SubjectName.RawData, founded.Certificate("$next").SubjectName.RawData);
    }

    /// <summary>chris2511/xca 641: two certificates of one issuer with one serial number are one to every list of revoked certificates.
    /// </summary>
    [FactNeeding("openssl")]
    public void TwoCertificatesOfOneIssuerAndSerialNumberAreNotBothTaken()
    {
        Elsewhere.Root(founded, "old");
        Elsewhere.Request(founded, "one", "/CN=One");
        Elsewhere.Request(founded, "two", "/CN=Two");
        foreach (var name in new[] { "one", "two" })
        {
            Elsewhere.Write(founded, $"{name}.ext", Elsewhere.CA + "authorityKeyIdentifier=keyid\n");
            Elsewhere.Run(
                founded,
                $"x509 -req -in {name}.csr -CA old.pem -CAkey old.key -set_serial 77 -days 900 -extfile {name}.ext -out {name}.pem");
        }

        foreach (var name in new[] { "old", "one" })
        {
            founded.Run($"$null = Approved Import \"$folder/{name}.pem\" | Import-TrstCA -Path \"$folder/{name}.pem\"");
        }

        Assert.Contains("serial number", Refusal("Start-It Import \"$folder/two.pem\""));
    }

    /// <summary>Keyfactor/ejbca-ce 865: of a CA that got a new key the certificate of another generation was handed out.</summary>
    [Fact]
    public void AfterARotationTheChainIsThatOfTheKeyThatSigned()
    {
        founded.Run("""
            $old = Make-Root
            $a = Approved Intermediate (New-TrstCASpec 'CN=A' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            $new = Approved Rotation Root | Invoke-TrstCARotation
            $b = Approved Intermediate (New-TrstCASpec 'CN=B' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            Export-TrstCA $a "$folder/a.pem" -Chain
            Export-TrstCA $b "$folder/b.pem" -Chain
            """);

        Assert.Equal(founded.Get<string>("$old.AuthorityId"), founded.Get<string>("(Get-TrstCA A).IssuerId"));
        Assert.Equal(founded.Get<string>("$new.AuthorityId"), founded.Get<string>("(Get-TrstCA B).IssuerId"));
        Assert.Equal(founded.Get<string>("$old.Thumbprint"), Top("a.pem"));
        Assert.Equal(founded.Get<string>("$new.Thumbprint"), Top("b.pem"));
    }

    /// <summary>Crypt32/PSPKI 221: an address whose octet looks like the length of something in DER.</summary>
    [TheoryNeeding("openssl")]
    [InlineData("10.132.0.1")]
    [InlineData("132.132.132.132")]
    [InlineData("2001:db8:8484::84")]
    public void AnAddressInARequestIsSaidAsAnAddress(string address)
    {
        Elsewhere.Request(founded, "sub", "/CN=Sub", Elsewhere.CA + $"subjectAltName=IP:{address}\n");
        founded.Run("$null = Make-Root; $spec = New-TrstCASpec 'CN=Sub' -Validity 1y");

        var plan = founded.PlanOf("(Start-It Intermediate $spec @{ Issuer = 'Root'; Request = \"$folder/sub.csr\" })");

        Assert.Contains(address, plan[plan.IndexOf("not granted", StringComparison.Ordinal)..]);
    }

    /// <summary>freeipa/freeipa 930, dogtagpki/pki 5107: the CA elsewhere writes the approved subject in another string type.</summary>
    [FactNeeding("openssl")]
    public void AnAnswerMayWriteTheSubjectInAnotherStringType()
    {
        Elsewhere.Root(founded, "old");
        founded.Run("""
            $null = Approved Import "$folder/old.pem" | Import-TrstCA -Path "$folder/old.pem"
            $c = Approved Request (New-TrstCASpec 'CN=Issuing,O=Contoso' -Validity 3y) @{ Issuer = 'Old Root' }
            [IO.File]::WriteAllText("$folder/issuing.csr", ($c | New-TrstCARequest).Pem)
            """);
        Elsewhere.Write(founded, "issuing.cnf", $"""
            [req]
            distinguished_name=dn
            prompt=no
            string_mask=default
            [dn]
            O=contoso
            CN=Issuing
            """);
        Elsewhere.Run(founded, "req -in issuing.csr -pubkey -noout -out pub.pem");
        Elsewhere.Run(founded, "req -new -key old.key -config issuing.cnf -out shape.csr");
        Elsewhere.Write(founded, "issuing.ext", Elsewhere.CA + "authorityKeyIdentifier=keyid\n");
        Elsewhere.Run(
            founded,
            "x509 -req -in shape.csr -force_pubkey pub.pem -CA old.pem -CAkey old.key -days 900 -extfile issuing.ext -out issuing.pem");

        founded.Run("$ca = Complete-TrstCARequest \"$folder/issuing.pem\" -Certificate $ops");

        Assert.Equal("Active", founded.Get<string>("$ca.Status"));
        Assert.NotEqual(0x0C, founded.Certificate("$ca").SubjectName.RawData[13]); // not UTF8String
    }

    private const string Shares = "-ShareHolder $custodians[0], $custodians[1], $custodians[2]";

    private void Adopt(string name) => founded.Run(
        $"$null = Approved Import \"$folder/{name}.pem\" @{{ Custody = 'Quorum' }} | "
            + $"Import-TrstCA -Path \"$folder/{name}.key\" {Shares} -WarningAction SilentlyContinue");

    private string Refusal(string script) => Assert.Throws<ShellException>(() => founded.Run(script)).Error.Exception.Message;

    private string Top(string file)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(founded.PathOf(file));
        return all.Single(certificate => certificate.Subject == certificate.Issuer).Thumbprint;
    }
}
