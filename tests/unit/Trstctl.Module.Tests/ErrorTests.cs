using System.Management.Automation;

namespace Trstctl.Module.Tests;

[Trait("Conformance", "P05")]
public sealed class ErrorTests
{
    [Fact]
    public void AnErrorHasIdCategoryAndAdvice()
    {
        using var shell = new Shell();

        var error = shell.RunCatching("Get-TrstStore").Errors.Single();

        Assert.Equal("NotConnected,Trstctl.PowerShell.GetTrstStoreCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
        Assert.Contains("Connect-TrstStore", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void ARefusalOfOneItemDoesNotEndTheScript()
    {
        using var shell = new Shell();

        var result = shell.RunCatching("Get-TrstStore; 'goes on'");

        Assert.Equal("goes on", result.Output.Single().ToString());
    }

    [Fact]
    public void StopMakesARefusalTerminate()
    {
        using var shell = new Shell();

        var result = shell.RunCatching("$ErrorActionPreference = 'Stop'; Get-TrstStore; 'goes on'");

        Assert.Empty(result.Output);
        Assert.StartsWith("NotConnected", result.Errors.Single().FullyQualifiedErrorId);
    }
}
