namespace Trstctl.Module.Tests.Quorum;

/// <summary>
/// What roster changes need: $fay ($custodians[5]) who may join, $bob2 ($custodians[6]) and $carol2 as the next keys of Bob and Carol,
/// Change, and a Quorum root Parent with Open-It and Run-It for an intermediate below it.
/// </summary>
internal static class RosterChange
{
    public static Founded Prepare()
    {
        var founded = DualLock.Prepare("Intermediate");
        founded.Shell.Set("later", People.Later);
        founded.Run("""
            function Change([hashtable] $How) { Start-It Roster (New-TrstRoster -Base (Get-TrstRoster) @How) }
            $fay, $bob2, $carol2 = $later
            $custodians = @($custodians) + $fay + $bob2
            """);
        return founded;
    }
}
