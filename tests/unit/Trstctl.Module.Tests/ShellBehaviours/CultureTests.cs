using System.Globalization;

namespace Trstctl.Module.Tests.ShellBehaviours;

/// <summary>What is typed reads the same in every culture.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void DatesOfTheGregorianCalendar(string culture)
    {
        using var founded = new Founded(shell: new Shell(culture: culture));
        static string Day(int days) => DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var all = founded.Get<int>("@(Get-TrstEvent).Count");

        Assert.Equal(all, founded.Get<int>($"@(Get-TrstEvent -After {Day(-20_000)} -Before {Day(2)}).Count"));
        Assert.Equal(0, founded.Get<int>($"@(Get-TrstEvent -After {Day(2)}).Count"));
        Assert.Equal(all, founded.Get<int>($"@(Get-TrstEvent -After ([datetime]'{Day(-20_000)}')).Count"));
        Assert.Equal(1, founded.Get<int>($"@(Get-TrstCeremony -After {Day(-20_000)}).Count"));
        Assert.Contains(
            "is no date such as",
            founded.Get<string>("try { Get-TrstEvent -After '31.12.2026 noon' } catch { \"$_\" }"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [Trait("Conformance", "P03")]
    public void TheMainJobRunsInOtherCultures(string culture)
    {
        using var founded = new Founded(shell: new Shell(culture: culture));

        founded.Run("""
            $root = Make-Root 'CN=ISTANBUL Institution,O=Ili' @{
                PermittedName = 'DNS:INFO.example', 'IP:10.0.0.0/8'; ExtendedKeyUsage = 'clientAuth'
            }
            $spec = New-TrstCASpec 'CN=Issuing' -Validity 5y -PermittedName 'DNS:ca.info.example' -ExtendedKeyUsage clientAuth
            $ca = Approved intermediate $spec @{ issuer = 'ISTANBUL Institution' } | New-TrstIntermediateCA
            $next = Approved ROTATION $root | Invoke-TrstCARotation
            """);

        Assert.Equal(culture, founded.Get<string>("[cultureinfo]::CurrentCulture.Name"));
        Assert.Equal(2, founded.Get<int>("@(Get-TrstCA -Status ACTIVE).Count"));
        Assert.True(founded.Get<bool>("$ca | Test-TrstCertificate"));
        Assert.True(founded.Get<bool>("Test-TrstLedger"));
    }
}
