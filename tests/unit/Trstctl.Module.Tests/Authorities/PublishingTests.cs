using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Authorities;

/// <summary>What leaves the store for Windows administrators and for drawings.</summary>
public sealed class PublishingTests : IDisposable
{
    private readonly Founded founded = new();

    public PublishingTests() => founded.Run("""
        $root = Make-Root 'CN=Contoso & \"Söhne\" Root' @{ Adcs = $true; CertificatePolicy = '1.2.3.4=http://pki.example/cps' }
        $spec = New-TrstCASpec 'CN=Sub' -Validity 5y -PathLength 0 -IssuerUrl 'http://pki.example/files/contoso-root.crt' `
            -CrlUrl 'http://pki.example/contoso.crl' -PermittedName DNS:contoso.example, IP:10.0.0.0/8
        $sub = Approved Intermediate $spec @{ Issuer = $root } | New-TrstIntermediateCA
        """);

    public void Dispose() => founded.Dispose();

    [Fact]
    public void APackHoldsTheFilesThatItsUrlsNameTheCommandsAndAPolicyFile()
    {
        founded.Run("$files = $root | Export-TrstCA -Path \"$folder/pack\" -Format PublishPack");
        var root = founded.Certificate("$root");

        Assert.Equal(root.RawData, File.ReadAllBytes(founded.PathOf("pack/Contoso !0026 !0022S!00f6hne!0022 Root.crt")));
        Assert.Equal(root.RawData, File.ReadAllBytes(founded.PathOf("pack/contoso-root.crt")));
        Assert.Single(Certificates(founded.PathOf("pack/Contoso !0026 !0022S!00f6hne!0022 Root.p7b")));
        var commands = File.ReadAllText(founded.PathOf("pack/publish.cmd"));
        Assert.Contains("certutil -dspublish -f \".\\contoso-root.crt\" RootCA", commands);
        Assert.Contains("certutil -addstore -f Root \".\\contoso-root.crt\"", commands);
        var policy = File.ReadAllText(founded.PathOf("pack/CAPolicy.inf"));
        Assert.Contains("OID=1.2.3.4", policy);
        Assert.Contains("RenewalValidityPeriodUnits=20", policy);
        Assert.Contains("[CRLDistributionPoint]\r\nEmpty=True", policy);
        var page = File.ReadAllText(founded.PathOf("pack/index.html"));
        Assert.Contains("Contoso &amp; &quot;S", page);
        Assert.Contains("http://pki.example/contoso.crl", page);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(root.RawData)), page);
    }

    [Fact]
    public void AnIntermediatesPolicyFileSaysWhatItsCertificateSays()
    {
        founded.Run("$null = $sub | Export-TrstCA -Path \"$folder/pack\" -Format PublishPack");

        var policy = File.ReadAllText(founded.PathOf("pack/CAPolicy.inf"));
        Assert.Contains("PathLength=0", policy);
        Assert.Contains("DNS=contoso.example", policy);
        Assert.Contains("IPADDRESS=10.0.0.0,255.0.0.0", policy);
        Assert.Contains("certutil -dspublish -f \".\\Sub.crt\" SubCA", File.ReadAllText(founded.PathOf("pack/publish.cmd")));
        Assert.Equal(2, Certificates(founded.PathOf("pack/Sub.p7b")).Count);
    }

    [Theory]
    [InlineData("x%0d%0astart%20calc.exe%0d%0a.crt")]
    [InlineData("x%0Astart%20calc.exe.crt")]
    [InlineData("x%22%20&%20calc.exe.crt")]
    [InlineData("x%25comspec%25.crt")]
    [InlineData("x%C2%85y.crt")]
    [InlineData("x%E2%80%AEy.crt")]
    [InlineData("x%E2%80%A8y.crt")]
    [InlineData("%2D-x.crt")]
    [InlineData("..%2F..%2Fx.crt")]
    [InlineData("COM1.crt")]
    [InlineData("nul")]
    [InlineData("x.crt.")]
    public void NoUrlPutsALineIntoAScript(string name)
    {
        founded.Run(
            $"$spec = New-TrstCASpec 'CN=Evil' -Validity 1y -PathLength 0 -IssuerUrl 'http://pki.example/{name}'; "
                + "$null = Approved Intermediate $spec @{ Issuer = $root } | New-TrstIntermediateCA; "
                + "$null = $root | Export-TrstCA -Path \"$folder/pack\" -Format PublishPack");

        var own = new[] { "Contoso !0026 !0022S!00f6hne!0022 Root.crt", "contoso-root.crt" };
        Assert.Equal(
            own.Order(StringComparer.Ordinal),
            Directory.GetFiles(founded.PathOf("pack"), "*.crt").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var cmd = File.ReadAllText(founded.PathOf("pack/publish.cmd")).Split("\r\n");
        Assert.All(cmd.Skip(5).SkipLast(1), line => Assert.Matches("^certutil -(dspublish|addstore) [^%\"]*\"[^%\"]*\"( RootCA)?$", line));
        Assert.Equal(4, cmd.Count(line => line.StartsWith("certutil ", StringComparison.Ordinal)));
        Assert.Contains("cannot stand in a folder of Windows", File.ReadAllText(founded.PathOf("pack/index.html")));
    }

    [Fact]
    public void TheScriptOfPowerShellHoldsCommandsAndLiteralsAlone()
    {
        founded.Run(
            "$spec = New-TrstCASpec 'CN=Quoted' -Validity 1y -PathLength 0 -IssuerUrl \"http://pki.example/it's%E2%80%99;calc.crt\"; "
                + "$null = Approved Intermediate $spec @{ Issuer = $root } | New-TrstIntermediateCA; "
                + "$null = $root | Export-TrstCA -Path \"$folder/pack\" -Format PublishPack");

        var script = File.ReadAllText(founded.PathOf("pack/publish.ps1"));
        Assert.Contains("-f '.\\it''s\u2019\u2019;calc.crt' RootCA", script);
        var parsed = System.Management.Automation.Language.Parser.ParseInput(script, out _, out var errors);
        Assert.Empty(errors);
        var commands = parsed.FindAll(ast => ast is System.Management.Automation.Language.CommandAst, searchNestedScriptBlocks: true)
            .Cast<System.Management.Automation.Language.CommandAst>().Select(command => command.GetCommandName()).ToArray();
        Assert.Equal(["Set-Location", "certutil.exe"], commands.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(7, commands.Length);
    }

    // Microsoft's Policy.inf: an address and a mask, user principal names, and what would end a value in quotes.
    [Fact]
    public void APolicyFileSaysEveryFormOfNames()
    {
        founded.Run("""
            $names = Make-Root 'CN=Names' @{
                PermittedName = 'IP:10.1.0.0/17', 'UPN:@corp.example', 'email:a%b@corp.example', 'dirName:CN=\"x\; y\",C=DE'
                ExcludedName = 'IP:fd00:1::/32', 'UPN:.evil.example', 'UPN:me@corp.example'
                CertificatePolicy = '1.2.3=http://pki.example/a;b%20c'
            }
            $null = $names | Export-TrstCA -Path "$folder/names" -Format PublishPack
            """);

        var policy = File.ReadAllText(founded.PathOf("names/CAPolicy.inf"));
        Assert.All(
            new[]
            {
                "IPADDRESS=10.1.0.0,255.255.128.0", "IPADDRESS=fd00:1::,ffff:ffff::", "UPN=@corp.example", "UPN=.evil.example",
                "UPN=me@corp.example", "EMAIL=\"a%%b@corp.example\"", "URL=\"http://pki.example/a;b%%20c\"",
                "DirectoryName=\"CN=\\\"\"x\\; y\\\"\",C=DE\"",
            },
            line => Assert.Contains("\r\n" + line + "\r\n", policy));
    }

    [Fact]
    public void LinksAreNamedByTheKeysThatTheyLink()
    {
        founded.Run(
            "$next = Approved Rotation $root @{ LinkCertificates = $true } | Invoke-TrstCARotation; $null = $next | Export-TrstCA "
                + "-Path \"$folder/pack\" -Format PublishPack");

        Assert.Equal(2, Directory.GetFiles(founded.PathOf("pack"), "*Root(?-?).crt").Length);
        Assert.Contains("CrossCA", File.ReadAllText(founded.PathOf("pack/publish.cmd")));
        Assert.Single(Directory.GetFiles(founded.PathOf("pack"), "*Root(1).crt"));
    }

    // docs/clients.md: no client finds fault with one line of issuers, and each root has its own.
    [FactNeeding("openssl")]
    public void ServersGetALineOfIssuersForEachRootThatClientsMayTrust()
    {
        founded.Run("""
            $next = Approved Rotation $root @{ LinkCertificates = $true } | Invoke-TrstCARotation
            $below = Approved Intermediate (New-TrstCASpec 'CN=Below' -Validity 2y -PathLength 0) @{ Issuer = $next } |
                New-TrstIntermediateCA
            $other = Make-Root 'CN=Other'
            $null = Approved CrossSign $below @{ Issuer = $other } | Add-TrstCrossSignature
            $stranger = Make-Root 'CN=Stranger'
            $null = $below | Export-TrstCA -Path "$folder/below" -Format PublishPack
            $null = $sub | Export-TrstCA -Path "$folder/sub" -Format PublishPack
            $null = $next | Export-TrstCA -Path "$folder/next" -Format PublishPack
            $oldWithNew, $newWithOld = 'old-with-new', 'new-with-old' | ForEach-Object {
                $link = $_; $next.CrossCertificate.Where({ $_.Link -eq $link })[0]
            }
            """);
        var (name, ends) = ("Contoso !0026 !0022S!00f6hne!0022 Root", "-chain-Contoso !0026 !0022S!00f6hne!0022 Root");
        Assert.Equal(
            [$"Below{ends}(0).pem", "Below-chain-Other(0).pem", "Below-chain.pem"],
            Directory.GetFiles(founded.PathOf("below"), "*.pem").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Holds("below/Below-chain.pem", "$next", "$below");
        Holds($"below/Below{ends}(0).pem", "$root", "$below", "$newWithOld");
        Holds("sub/Sub-chain.pem", "$root", "$sub");
        Holds($"sub/Sub{ends}(1).pem", "$next", "$sub", "$oldWithNew");
        Holds($"next/{name}{ends}(0).pem", "$root", "$newWithOld");
        Assert.Contains("Below-chain-Other(0).pem", File.ReadAllText(founded.PathOf("below/index.html")));
    }

    [Fact]
    public void NoChainHasTwoLinksInARow()
    {
        founded.Run("""
            foreach ($i in 1, 2) { $root = Approved Rotation $root @{ LinkCertificates = $true } | Invoke-TrstCARotation }
            $below = Approved Intermediate (New-TrstCASpec 'CN=Below' -Validity 2y -PathLength 0) @{ Issuer = $root } |
                New-TrstIntermediateCA
            $null = $below | Export-TrstCA -Path "$folder/below" -Format PublishPack
            """);
        Assert.Equal(2, Directory.GetFiles(founded.PathOf("below"), "*.pem").Length);
        Assert.Single(Directory.GetFiles(founded.PathOf("below"), "*Root(1).pem"));
    }

    [Theory]
    [InlineData("Mermaid", "flowchart TD", "ca0 --> ", "-. rotated to .->")]
    [InlineData("Dot", "digraph lineage {", " -> ", "label=\"rotated to\"")]
    public void TheLineageIsDrawn(string format, string head, string issues, string rotated)
    {
        founded.Run("$next = Approved Rotation $root | Invoke-TrstCARotation; $stranger = Make-Root CN=Stranger");
        founded.Shell.Set("format", format);
        founded.Run("$null = Get-TrstCA Sub | Export-TrstCA -Path \"$folder/lineage.txt\" -Format $format");

        var text = File.ReadAllText(founded.PathOf("lineage.txt"));
        Assert.StartsWith(head, text);
        Assert.Contains(format == "Mermaid" ? " --> " : issues, text);
        Assert.Contains(rotated, text);
        Assert.Contains("generation 2", text);
        Assert.DoesNotContain("Stranger", text);
        Assert.DoesNotContain("& \"S", text);
    }

    private void Holds(string file, string root, params string[] chain)
    {
        var collection = new X509Certificate2Collection();
        collection.ImportFromPemFile(founded.PathOf(file));
        var certificates = chain.Select(founded.Certificate).ToArray();
        Assert.Equal(certificates.Select(c => c.Thumbprint), collection.Select(c => c.Thumbprint));
        Verifiers.Accepts(founded, founded.Certificate(root), [.. certificates.Reverse()]);
    }

    private static X509Certificate2Collection Certificates(string path)
    {
        var collection = new X509Certificate2Collection();
#pragma warning disable SYSLIB0057 // the one reader of certs-only PKCS #7
        collection.Import(path);
#pragma warning restore SYSLIB0057
        return collection;
    }
}
