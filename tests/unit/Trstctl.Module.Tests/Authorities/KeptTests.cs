using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>What a CA was is what it is after a renewal or rotation, and what changes is said in the plan.</summary>
public sealed class KeptTests : IDisposable
{
    private const string P256 = "ec -pkeyopt ec_paramgen_curve:P-256";

    // What no specification says, or says otherwise than a CA elsewhere did.
    private const string Exotic = """
        basicConstraints=critical,CA:TRUE,pathlen:100
        keyUsage=critical,digitalSignature,keyCertSign,cRLSign
        subjectKeyIdentifier=hash
        nameConstraints=critical,permitted;DNS:.leading.example,excluded;email:.x.example
        subjectAltName=email:ca@leading.example
        crlDistributionPoints=URI:https://pki.example/x.crl
        authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:ftp://pki.example/x.crt
        certificatePolicies=1.2.3.4,@policy
        extendedKeyUsage=critical,serverAuth
        inhibitAnyPolicy=critical,0
        policyConstraints=critical,requireExplicitPolicy:3
        1.3.6.1.4.1.99999.8=ASN1:UTF8String:private
        [policy]
        policyIdentifier=1.2.3.5
        CPS=ftp://pki.example/cps
        userNotice.1=@notice
        [notice]
        explicitText=UTF8:notice
        """;

    private readonly Founded founded = new();

    public void Dispose() => founded.Dispose();

    [TheoryNeeding("openssl")]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Conformance", "A04")]
    public void EveryExtensionStaysByteForByte(bool sameKey)
    {
        var old = Adopt("old", "/C=DE/O=Elsewhere/CN=Old Root", Exotic);
        var next = Next(sameKey);

        Assert.Equal(Extensions(old, sameKey), Extensions(next, sameKey));
        var plan = founded.PlanOf("$c");
        Assert.DoesNotContain("\n  lost", plan);
        Assert.DoesNotContain("\n  changed", plan);
        Assert.DoesNotContain("\n  added", plan);

        // What the CA demanded of policies it demands still.
        Assert.Equal(
            "ConstraintViolation",
            founded.Error("Start-It Intermediate (New-TrstCASpec 'CN=Child' -Validity 1y -PathLength 0 -ExtendedKeyUsage serverAuth "
                + "-CertificatePolicy 1.2.3.9) @{ Issuer = $next }"));
    }

    [FactNeeding("openssl")]
    [Trait("Conformance", "A04")]
    public void WhatTheNewSpecificationChangesIsSaid()
    {
        Adopt("old", "/CN=Old Root", """
            basicConstraints=CA:TRUE,pathlen:2
            keyUsage=keyCertSign,cRLSign
            subjectKeyIdentifier=hash
            authorityKeyIdentifier=keyid:always
            extendedKeyUsage=serverAuth
            """);
        founded.Run("$spec = $ca | New-TrstCASpec -Validity 20y -PathLength 1 -ExtendedKeyUsage @() -CrlUrl http://pki.example/x.crl");
        var next = Next(sameKey: true, "Spec = $spec");

        var plan = founded.Get<string>("($c.Plan -split '\\s+') -join ' '");
        Assert.Contains("changed may issue CAs and leaves, 2 CAs deep, no name limits (not critical) becomes may issue CAs", plan);
        Assert.Contains("lost only for serverAuth", plan);
        Assert.Contains("lost issuer's key id", plan);
        Assert.Contains("added CRL at http://pki.example/x.crl", plan);
        Assert.True(next.Extensions.OfType<X509BasicConstraintsExtension>().Single() is { Critical: true, PathLengthConstraint: 1 });
        Assert.True(next.Extensions.OfType<X509KeyUsageExtension>().Single().Critical);
        Assert.DoesNotContain(next.Extensions, e => e.Oid!.Value == "2.5.29.37");
    }

    [TheoryNeeding("openssl")]
    [InlineData("99991231235959Z")]
    [InlineData("21200101000000Z")]
    public void ACAWithoutAnEndIsPackedRenewedAndRotated(string end)
    {
        Elsewhere.Request(founded, "old", "/CN=Old Root", key: P256);
        Elsewhere.Run(
            founded, $"ca -selfsign -batch -notext -keyfile old.key -in old.csr -out old.pem -config {Database()} -extensions ext "
                + $"-startdate 20240101000000Z -enddate {end}");
        Import();
        founded.Run("$pack = Export-TrstCA $ca \"$folder/pack\" -Format PublishPack");
        var next = Next(sameKey: true);

        Assert.Contains("ENDS EARLIER", founded.PlanOf("$c"));
        Assert.Equal(DateTime.UtcNow.Year + 50, next.NotAfter.ToUniversalTime().Year);
        founded.Run("$new = Approved Rotation $next @{ LinkCertificates = $true } | Invoke-TrstCARotation");
        Assert.Equal("Active", founded.Get<string>("$new.Status"));
    }

    [TheoryNeeding("openssl")]
    [InlineData("rsa:2048", "RSA-3072")]
    [InlineData("rsa:5120", "RSA-4096")]
    public void AKeyOfASizeThatIsNotMadeHereIsKeptAndFollowedByOneThatIs(string size, string successor)
    {
        Adopt("old" + size[4..], "/CN=Old Root", Elsewhere.CA, size);
        Assert.Equal(size.Replace("rsa:", "RSA-"), founded.Get<string>("$ca.Key"));

        var renewed = Next(sameKey: true);
        Assert.Equal(founded.Certificate("$ca").GetPublicKey(), renewed.GetPublicKey());
        founded.Run("$c = Start-It Rotation $next");
        Assert.Contains($"becomes {successor}", founded.Get<string>("($c.Plan -split '\\s+') -join ' '"));
    }

    [FactNeeding("openssl")]
    public void AKeyIdentifierThatMustStayIsNoErrorOfTheRenewal()
    {
        var old = Adopt(
            "old", "/CN=Old Root", Elsewhere.CA.Replace("subjectKeyIdentifier=hash", "subjectKeyIdentifier=64656667686970"));
        var next = Next(sameKey: true);

        Assert.Equal(Identifier(old), Identifier(next));
        Assert.Contains("0 errors", founded.PlanOf("$c"));
        Assert.True(founded.Get<bool>("Test-TrstCertificate $next"));
        Assert.Equal("640102", Identifier(Next(sameKey: true, "KeyIdentifier = '64:01:02'")));
        Assert.Equal("SpecInvalid", founded.Error("Start-It Rotation $ca @{ SameKey = $true; KeyIdentifier = 'xyz' }"));
        Assert.Equal("ParameterForeign", founded.Error("Start-It Rotation $next @{ KeyIdentifier = '6401' }"));
    }

    /// <summary>Those below name the key as others derive it (RFC 5280 4.2.1.2, method 1), or as the one that is known here does.</summary>
    [TheoryNeeding("openssl")]
    [InlineData(false)]
    [InlineData(true)]
    public void ACAWithoutAKeyIdentifierGetsTheOneThatThoseBelowItName(bool unusual)
    {
        var bare = Elsewhere.CA.Replace("subjectKeyIdentifier=hash\n", string.Empty);
        var old = Adopt("old", "/CN=Old Root", bare + "subjectKeyIdentifier=none\n");
        Assert.DoesNotContain(old.Extensions, e => e.Oid!.Value == "2.5.29.14");
        if (unusual)
        {
            Elsewhere.Request(founded, "sub", "/CN=Sub", key: P256);
            Elsewhere.Sign(founded, "sub", "old", Elsewhere.CA + "2.5.29.35=DER:30:06:80:04:0A:0B:0C:0D\n");
            founded.Run("$null = Approved Import \"$folder/sub.pem\" | Import-TrstCA -Path \"$folder/sub.pem\"");
        }

        var next = Next(sameKey: true);

#pragma warning disable CA5350 // others derive identifiers so
        var derived = Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(old.GetPublicKey()));
#pragma warning restore CA5350
        Assert.Equal(unusual ? "0A0B0C0D" : derived, Identifier(next));
    }

    [FactNeeding("openssl")]
    public void ANameThatNobodyMayTypeStaysAsItIs()
    {
        var old = Adopt("old", "/C=de/O=" + new string('x', 64) + "/x500UniqueIdentifier=exotic/CN=Old Root", Elsewhere.CA);

        Assert.Equal(old.SubjectName.RawData, Next(sameKey: true).SubjectName.RawData);
        Assert.Equal(old.SubjectName.RawData, Next(sameKey: false).SubjectName.RawData);
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }

    [FactNeeding("openssl")]
    public void EveryDnsNameCanBeExcludedAndStaysSo()
    {
        founded.Run("""
            $root = Make-Root 'CN=No DNS' @{ PermittedName = 'email:lab.example'; ExcludedName = 'DNS:', 'IP:0.0.0.0/0', 'IP:::/0' }
            $null = Export-TrstCA $root "$folder/pack" -Format PublishPack
            $same = Approved Rotation $root @{ SameKey = $true } | Invoke-TrstCARotation
            $new = Approved Rotation 'No DNS' | Invoke-TrstCARotation
            """);

        foreach (var ca in new[] { "$root", "$same", "$new" })
        {
            var constraints = founded.Certificate(ca).Extensions.Single(e => e.Oid!.Value == "2.5.29.30");
            Assert.Contains("30028200", Convert.ToHexString(constraints.RawData));
        }

        Assert.Equal("SpecInvalid", founded.Error("New-TrstCASpec CN=X -Validity 1y -PermittedName DNS:"));
        Assert.Equal("SpecInvalid", founded.Error("New-TrstCASpec CN=X -Validity 1y -ExcludedName DNS:.x.example"));
    }

    /// <summary>By a request of the key's holder, too: it need not ask for what the CA has.</summary>
    [FactNeeding("openssl")]
    public void ARenewalByRequestKeepsNameIdentifierAndExtensions()
    {
        founded.Run("$root = Make-Root");
        Elsewhere.Request(founded, "sub", "/CN=Sub", key: P256);
        founded.Run("""
            $spec = New-TrstCASpec 'CN=Sub' -Validity 5y -PathLength 0
            $sub = Approved Intermediate $spec @{ Issuer = 'Root'; Request = "$folder/sub.csr" } | New-TrstIntermediateCA
            """);
        Elsewhere.Run(founded, "ec -in sub.key -conv_form compressed -out again.key");
        Elsewhere.RequestAgain(founded, "again", "again", "/CN=SUB", "basicConstraints=critical,CA:TRUE\n");
        founded.Run("$next = Approved Rotation $sub @{ SameKey = $true; Request = \"$folder/again.csr\" } | Invoke-TrstCARotation");

        var (old, next) = (founded.Certificate("$sub"), founded.Certificate("$next"));
        Assert.Equal(old.SubjectName.RawData, next.SubjectName.RawData);
        Assert.Equal(old.GetPublicKey(), next.GetPublicKey());
        Assert.Equal(Extensions(old, all: true), Extensions(next, all: true));
    }

    /// <summary>Where a client asks for another hash than the key's own; what was chosen stays, in links and below too.</summary>
    [TheoryNeeding("openssl")]
    [InlineData("RSA-3072", "SHA512", "1.2.840.113549.1.1.13")]
    [InlineData("ECDSA-P384", "SHA256", "1.2.840.10045.4.3.2")]
    public void TheChosenHashSigns(string key, string hash, string oid)
    {
        founded.Shell.Set("more", new System.Collections.Hashtable { ["KeyAlgorithm"] = key, ["HashAlgorithm"] = hash });
        founded.Run("""
            $root = Make-Root 'CN=Root' $more
            $sub = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'Root' } | New-TrstIntermediateCA
            $leaf = Approved Intermediate (New-TrstCASpec 'CN=Leaf' -Validity 1y) @{ Issuer = 'Sub' } | New-TrstIntermediateCA
            $other = Make-Root 'CN=Other'
            $cross = Approved CrossSign $other.GetCertificate() @{ Issuer = 'Root' } | Add-TrstCrossSignature
            $c = Start-It Rotation Root @{ LinkCertificates = $true }
            $next = Sign $c 0, 1, 2 | Invoke-TrstCARotation
            """);

        foreach (var signed in new[] { "$root", "$sub", "$cross", "$next", "$next.CrossCertificate[0]", "$next.CrossCertificate[1]" })
        {
            Assert.Equal(oid, founded.Certificate(signed).SignatureAlgorithm.Value);
        }

        Assert.NotEqual(oid, founded.Certificate("$leaf").SignatureAlgorithm.Value);
        Assert.Contains($"with {hash.Insert(3, "-")}", founded.PlanOf("$c"));
        Verifiers.Accepts(founded, founded.Certificate("$root"), founded.Certificate("$sub"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
        Assert.Equal("SpecInvalid", founded.Error("New-TrstCASpec CN=X -Validity 1y -KeyAlgorithm ML-DSA-65 -HashAlgorithm SHA512"));
        Assert.Equal("ParameterArgumentValidationError", founded.Error("New-TrstCASpec CN=X -Validity 1y -HashAlgorithm SHA1"));
    }

    [FactNeeding("openssl")]
    public void TheHashOfAnAdoptedRootStays()
    {
        Elsewhere.Root(founded, "old", "/CN=Old Root", "rsa:3072", hash: "sha512");
        Import();

        Assert.Equal("1.2.840.113549.1.1.13", Next(sameKey: true).SignatureAlgorithm.Value);
        Assert.Equal("1.2.840.113549.1.1.13", Next(sameKey: false).SignatureAlgorithm.Value);
    }

    private static string Identifier(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifier!;

    private static IEnumerable<string> Extensions(X509Certificate2 certificate, bool all) => certificate.Extensions
        .Where(e => all || e.Oid!.Value != "2.5.29.14")
        .Select(e => $"{e.Oid!.Value} {e.Critical} {Convert.ToHexString(e.RawData)}")
        .Order(StringComparer.Ordinal);

    private string Database()
    {
        Elsewhere.Write(founded, "index.txt", string.Empty);
        Elsewhere.Write(
            founded, "ca.cnf",
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\n"
                + "commonName=supplied\n[ext]\n" + Elsewhere.CA);
        return "ca.cnf";
    }

    private X509Certificate2 Adopt(string name, string subject, string extensions, string key = P256)
    {
        Elsewhere.Root(founded, name, subject, key, extensions: extensions);
        return Import(name);
    }

    private X509Certificate2 Import(string name = "old")
    {
        founded.Run(
            $"$ca = Approved Import \"$folder/{name}.pem\" @{{ Custody = 'Operational' }} | Import-TrstCA -Path \"$folder/{name}.key\"; "
                + "$next = $ca");
        return founded.Certificate("$ca");
    }

    private X509Certificate2 Next(bool sameKey, string more = "")
    {
        founded.Shell.Set("same", sameKey);
        founded.Run($"$c = Start-It Rotation $next @{{ SameKey = $same; {more} }}; $next = Sign $c 0, 1, 2 | Invoke-TrstCARotation");
        return founded.Certificate("$next");
    }
}
