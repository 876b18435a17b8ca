namespace Trstctl.Module.Tests.Store;

/// <summary>What must hold in a reopened store, whenever and wherever its process was killed.</summary>
internal static class Aftermath
{
    private const string Reopen = """
        $null = Connect-TrstStore "$folder/store" @opening
        if (-not (Test-TrstLedger)) { throw 'the ledger does not verify' }
        """;

    private const string Close = "Get-TrstStore | Disconnect-TrstStore";

    // Emits whether the work was done; whatever is not whole, or cannot be gone on with, throws.
    private static readonly Dictionary<string, string> Checks = new()
    {
        ["initialize"] = """
            $done = [IO.File]::Exists("$folder/store/store.json")
            if ($done) { $null = Connect-TrstStore "$folder/store" @opening } else { $null = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening }
            $null = Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)
            $done
            """,
        ["start"] = """
            $started = @(Get-TrstCeremony | Where-Object Subject -EQ 'CN=Started')
            $null = Sign (Start-It Root (New-TrstCASpec 'CN=Started' -Validity 20y)) 0
            $started.Count -eq 1
            """,
        ["approve"] = """
            $c = Get-TrstCeremony $id
            if ((Sign $c 2).Approved -ne '3 of 3') { throw 'the approval was not taken' }
            $null = $c | New-TrstRootCA
            $c.Approved -eq '3 of 3'
            """,
        ["deny"] = """
            $c = Get-TrstCeremony $id
            if ($c.Status -eq 'Pending') { $null = Sign $c 2 | New-TrstRootCA }
            $c.Status -eq 'Denied'
            """,
        ["execute"] = """
            $done = (Get-TrstCeremony $id).Status -eq 'Completed'
            $made = @(Get-TrstEvent authority.*, roster.changed -CeremonyId $id).Count + @(Get-TrstEvent key.sealed -CeremonyId $id).Count
            if (($made -gt 0) -ne $done) { throw "the ceremony is completed: $done, and $made things were made" }
            try { $null = Complete-TrstCeremony $id -ShareHolder $custodians[0], $custodians[1], $custodians[2]; if ($done) { throw 'it ran twice' } }
            catch { if (-not $done -or $_.FullyQualifiedErrorId -notlike 'CeremonyNotPending*') { throw } }
            $done
            """,
    };

    /// <summary>True when the work was done, false when nothing of it was.</summary>
    public static bool Judge(KillLab lab, string operation)
    {
        var founded = lab.Founded;
        founded.Shell.Set("id", lab.Id(operation));
        try
        {
            if (operation == "initialize")
            {
                return founded.Get<bool>(Checks[operation]);
            }

            founded.Run(Reopen);
            var (authorities, keys) = (founded.Get<int>("@(Get-TrstCA).Count"), founded.Scalar<int>("SELECT count(*) FROM sealed_keys"));
            Assert.Equal(authorities, keys);
            var done = founded.Get<bool>(Checks.GetValueOrDefault(operation, Checks["execute"]));
            Assert.True(founded.Get<bool>("Test-TrstLedger"));
            return done;
        }
        finally
        {
            founded.Shell.RunCatching(Close);
        }
    }
}
