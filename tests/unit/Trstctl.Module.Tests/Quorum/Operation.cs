namespace Trstctl.Module.Tests.Quorum;

/// <summary>What the operations have in common, so that a rule is proved for each: Open-It starts one, Run-It runs it by its own cmdlet.</summary>
internal static class Operation
{
    public static TheoryData<string> All => ["Root", "Intermediate", "Rotation", "CrossSign"];

    public static Founded Prepare(string operation, Func<DateTime>? clock = null)
    {
        var founded = new Founded(clock);
        if (operation != "Root")
        {
            founded.Run("$parent = Make-Root 'CN=Parent'; $other = Make-Root 'CN=Other'");
        }

        founded.Run(Functions(operation));
        return founded;
    }

    public static string Functions(string operation) => operation switch
    {
        "Root" => """
            function Open-It([hashtable] $More = @{}) { Start-It Root (New-TrstCASpec 'CN=New' -Validity 5y -Custody Operational) $More }
            function Run-It($Ceremony) { $Ceremony | New-TrstRootCA }
            """,
        "Intermediate" => """
            function Open-It([hashtable] $More = @{}) { Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) (@{ Issuer = 'Parent' } + $More) }
            function Run-It($Ceremony) { $Ceremony | New-TrstIntermediateCA }
            """,
        "Rotation" => """
            function Open-It([hashtable] $More = @{}) { Start-It Rotation 'Parent' $More }
            function Run-It($Ceremony) { $Ceremony | Invoke-TrstCARotation }
            """,
        _ => """
            function Open-It([hashtable] $More = @{}) { Start-It CrossSign $other (@{ Issuer = 'Parent' } + $More) }
            function Run-It($Ceremony) { $Ceremony | Add-TrstCrossSignature }
            """,
    };
}
