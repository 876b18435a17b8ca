using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Negatives;

public sealed class NameTests
{
    [Theory]
    [InlineData("\u001b")]
    [InlineData("\u202e")]
    [InlineData("\u200b")]
    [Trait("Conformance", "N12")]
    public void NoSpecTakesANameThatDeceives(string hidden)
    {
        using var founded = new Founded();
        founded.Shell.Set("hidden", hidden);

        foreach (var script in new[]
        {
            "New-TrstCASpec \"CN=Ro${hidden}ot\" -Validity 5y",
            "New-TrstCASpec 'CN=Root' -Validity 5y -PermittedName \"DNS:a${hidden}.example\"",
            "New-TrstCASpec 'CN=Root' -Validity 5y -CrlUrl \"http://a.example/${hidden}\"",
            "Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y) @{ Reason = \"because${hidden}\" }",
            "Get-TrstCeremony \"0000000${hidden}0\"",
            "Get-TrstCA \"Ro${hidden}ot\"",
        })
        {
            var error = founded.Shell.RunCatching(script).Errors[0];
            Assert.Contains("Trstctl.PowerShell", error.FullyQualifiedErrorId);
            Assert.DoesNotMatch("[\u0000-\u001f\u200b\u202e]", error.Exception.Message + error.ErrorDetails?.RecommendedAction);
        }
    }

    [Theory]
    [InlineData("\u001b")]
    [InlineData("\u202e")]
    [InlineData("\u200b")]
    [Trait("Conformance", "N12")]
    public void AForeignCertificateWithSuchANameIsRefusedOrShownEscaped(string hidden)
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("$root = Get-TrstCA Root");
        founded.Shell.Set("target", Foreign(hidden));

        var result = founded.Shell.RunCatching("$c = Start-It CrossSign $target @{ Issuer = 'Root' }; $c.Plan; $c.Subject; $c.Purpose");

        var shown = string.Join(
            ' ',
            result.Output.Select(text => text.ToString().ReplaceLineEndings(" ")).Concat(result.Errors.Select(error => error.ToString())));
        Assert.NotEmpty(shown);
        Assert.DoesNotMatch("[\u0000-\u001f\u200b\u202e]", shown);
    }

    private static X509Certificate2 Foreign(string hidden)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName("Fo" + hidden + "reign");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(2));
    }
}
