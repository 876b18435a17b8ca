namespace Trstctl.Module.Tests.Quorum;

/// <summary>
/// The operations that open a key under shares: Open-It starts one, Run-It runs it with the three custodians of $share at the
/// console, or with what is given instead.
/// </summary>
internal static class DualLock
{
    public static TheoryData<string> All => ["Intermediate", "Rotation", "RotationBelow", "CrossSign", "DestroyKey", "Roster"];

    public static Founded Prepare(string operation, Func<DateTime>? clock = null)
    {
        var founded = new Founded(clock, given: Given(operation));
        founded.Run("$other = $null; $parent = Get-TrstCA Parent");
        if (operation == "CrossSign")
        {
            founded.Run("$other = Get-TrstCA Other");
        }

        founded.Run(Functions(operation));
        if (operation == "RotationBelow")
        {
            founded.Run("$issuing = Get-TrstCA Issuing");
        }

        return founded;
    }

    public static string Functions(string operation) =>
        "$share = @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2] }\n" + operation switch
    {
        "Intermediate" => """
            function Open-It([hashtable] $More = @{}) {
                Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) (@{ Issuer = 'Parent' } + $More)
            }
            function Run-It($Ceremony, [hashtable] $With = $share) { $Ceremony | New-TrstIntermediateCA @With }
            """,
        "Rotation" => """
            function Open-It([hashtable] $More = @{}) { Start-It Rotation 'Parent' $More }
            function Run-It($Ceremony, [hashtable] $With = $share) { $Ceremony | Invoke-TrstCARotation @With }
            """,
        "RotationBelow" => """
            function Open-It([hashtable] $More = @{}) { Start-It Rotation 'Issuing' $More }
            function Run-It($Ceremony, [hashtable] $With = $share) { $Ceremony | Invoke-TrstCARotation @With }
            """,
        "CrossSign" => """
            function Open-It([hashtable] $More = @{}) { Start-It CrossSign $other (@{ Issuer = 'Parent' } + $More) }
            function Run-It($Ceremony, [hashtable] $With = $share) { $Ceremony | Add-TrstCrossSignature @With }
            """,
        "DestroyKey" => """
            function Open-It([hashtable] $More = @{}) { Start-It DestroyKey 'Parent' $More }
            function Run-It($Ceremony, [hashtable] $With = $share) { $Ceremony | Complete-TrstCeremony @With }
            """,
        _ => """
            function Open-It([hashtable] $More = @{}) {
                Start-It Roster (New-TrstRoster -Base (Get-TrstRoster) -AllowOperationalRoot:$false) $More
            }
            function Run-It($Ceremony, [hashtable] $With = $share) { $Ceremony | Complete-TrstCeremony @With }
            """,
    };

    private static string Given(string operation) => "$null = Make-QuorumRoot 'CN=Parent'\n" + operation switch
    {
        "CrossSign" => "$null = Make-Root 'CN=Other'",
        "RotationBelow" => """
            $share = @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2] }
            $c = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y -Custody Quorum) @{ Issuer = 'Parent' }
            $null = $c | New-TrstIntermediateCA @share
            """,
        _ => string.Empty,
    };

    /// <summary>
    /// Runs the session's $c and stops it as Ctrl-C does, once it has looked for shares a second time and only so many had come:
    /// what has not happened by then would not happen.
    /// </summary>
    public static void StopWaitingWith(Founded founded, int releases, string script)
    {
        var looks = 0;
        var result = founded.Shell.RunStopping(
            script, progress => progress.StatusDescription.StartsWith($"{releases} of ", StringComparison.Ordinal) && ++looks == 2);

        Assert.True(result.WasStopped);
        Assert.Empty(result.Errors);
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
    }

    /// <summary>Blocks until the session's $c was asked to be opened; gives up only where nobody ever asks.</summary>
    public static void AwaitRequest(Shell shell) => shell.Run("""
        for ($i = 0; @($c | Get-TrstEvent key.open-requested).Count -eq 0; $i++) {
            if ($i -gt 6000) { throw 'Nobody asked for the shares.' }
            [Threading.Thread]::Sleep(50)
        }
        """);
}
