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
        Assert.Contains("certutil -dspublish -f \"contoso-root.crt\" RootCA", commands);
        Assert.Contains("certutil -addstore -f Root \"contoso-root.crt\"", commands);
        var policy = File.ReadAllText(founded.PathOf("pack/CAPolicy.inf"));
        Assert.Contains("OID=1.2.3.4", policy);
        Assert.Contains("RenewalValidityPeriodUnits=20", policy);
        Assert.Contains("[CRLDistributionPoint]\r\nEmpty=True", policy);
        var page = File.ReadAllText(founded.PathOf("pack/index.html"));
        Assert.Contains("Contoso &amp; &quot;S", page);
        Assert.Contains("http://pki.example/contoso.crl", page);
        Assert.Contains(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(root.RawData)), page);
        Assert.Equal("FileExists", founded.Error("$root | Export-TrstCA -Path \"$folder/pack\" -Format PublishPack"));
    }

    [Fact]
    public void AnIntermediatesPolicyFileSaysWhatItsCertificateSays()
    {
        founded.Run("$null = $sub | Export-TrstCA -Path \"$folder/pack\" -Format PublishPack");

        var policy = File.ReadAllText(founded.PathOf("pack/CAPolicy.inf"));
        Assert.Contains("PathLength=0", policy);
        Assert.Contains("DNS=contoso.example", policy);
        Assert.Contains("IPADDRESS=10.0.0.0,8", policy);
        Assert.Contains("certutil -dspublish -f \"Sub.crt\" SubCA", File.ReadAllText(founded.PathOf("pack/publish.cmd")));
        Assert.Equal(2, Certificates(founded.PathOf("pack/Sub.p7b")).Count);
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

    private static X509Certificate2Collection Certificates(string path)
    {
        var collection = new X509Certificate2Collection();
#pragma warning disable SYSLIB0057 // the one reader of certs-only PKCS #7
        collection.Import(path);
#pragma warning restore SYSLIB0057
        return collection;
    }
}
