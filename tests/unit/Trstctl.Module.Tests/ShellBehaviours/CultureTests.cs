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
}
