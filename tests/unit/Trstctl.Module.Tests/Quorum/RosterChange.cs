namespace Trstctl.Module.Tests.Quorum;

/// <summary>
/// What roster changes need: $fay ($custodians[5]) who may join, $bob2 ($custodians[6]) as Bob's next key, Change, and a Quorum
/// root Parent with Open-It and Run-It for an intermediate below it.
/// </summary>
internal static class RosterChange
{
    public static Founded Prepare()
    {
        var founded = DualLock.Prepare("Intermediate");
        founded.Run("""
            function New-Person([string] $Name, [string] $File) {
                $made = New-TrstCustodianKey $Name -Path "$folder/$File.pfx" -Password $password
                [Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Path, $password)
            }
            function Change([hashtable] $How) { Start-It Roster (New-TrstRoster -Base (Get-TrstRoster) @How) }
            $fay = New-Person Fay fay
            $bob2 = New-Person Bob bob2
            $custodians = @($custodians) + $fay + $bob2
            """);
        return founded;
    }
}
