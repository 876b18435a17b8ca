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
            if ($done) { $null = Connect-TrstStore "$folder/store" @opening }
            else { $null = Initialize-TrstStore "$folder/store" -Protector KeyFile @opening }
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
        ["suspend"] = """
            $done = (Get-TrstTenant).Status -eq 'Suspended'
            if (-not $done) { $null = Suspend-TrstTenant -Confirm:$false -Reason again -Certificate $custodians[4] }
            $null = Sign (Start-TrstCeremony Resume -Certificate $ops) 0, 1, 2 | Complete-TrstCeremony
            $done
            """,
        ["retire-key"] = """
            $done = $null -ne (Get-TrstRoster).Custodian[4].Retired
            if (-not $done) { $null = Revoke-TrstCustodianKey again -Confirm:$false -Certificate $custodians[4] }
            try { $null = Sign (Start-It Root (New-TrstCASpec 'CN=Other' -Validity 20y)) 4; throw 'it still counts' }
            catch { if ($_.FullyQualifiedErrorId -notlike 'CustodianRetired*') { throw } }
            $done
            """,
        ["resume"] = """
            $done = (Get-TrstCeremony $id).Status -eq 'Completed'
            if (((Get-TrstTenant).Status -eq 'Active') -ne $done) { throw 'half resumed' }
            if (-not $done) { $null = Complete-TrstCeremony $id }
            $null = Get-TrstCeremony | Where-Object Subject -EQ 'CN=Waiting' | New-TrstRootCA
            $done
            """,
        ["destroy"] = """
            $done = (Get-TrstCeremony $id).Status -eq 'Completed'
            $erased = @(Get-TrstEvent ceremony.completed -CeremonyId $id).Count
            if (($erased -gt 0) -ne $done) { throw "the ceremony is completed: $done, and $erased keys are destroyed" }
            if (((Get-TrstCA Vault).Status -eq 'Retired') -ne $done) { throw 'half retired' }
            if (-not $done) { $null = Complete-TrstCeremony $id -ShareHolder $custodians[0], $custodians[1], $custodians[2] }
            $done
            """,
        ["execute"] = """
            $done = (Get-TrstCeremony $id).Status -eq 'Completed'
            $made = @(Get-TrstEvent ceremony.completed -CeremonyId $id).Count
            if (($made -gt 0) -ne $done) { throw "the ceremony is completed: $done, and $made things were made" }
            try {
                $null = Complete-TrstCeremony $id -ShareHolder $custodians[0], $custodians[1], $custodians[2]
                if ($done) { throw 'it ran twice' }
            }
            catch { if (-not $done -or $_.FullyQualifiedErrorId -notlike 'CeremonyNotPending*') { throw } }
            $done
            """,
    };

    /// <summary>True when the work was done, false when nothing of it was.</summary>
    public static bool Judge(KillLab lab, string operation)
    {
        var founded = lab.Founded;
        founded.Shell.Set("id", lab.Id);
        try
        {
            if (operation == "initialize")
            {
                return founded.Get<bool>(Checks[operation]);
            }

            founded.Run(Reopen);
            var (made, keys) = (
                founded.Get<int>(
                    "@(Get-TrstEvent ceremony.completed | ForEach-Object Made | Where-Object { $_ -match '^key .*, generation 1,' }).Count"
                        + " - @(Get-TrstCeremony -Operation DestroyKey -Status Completed).Count"),
                founded.Scalar<int>("SELECT count(DISTINCT key_id) FROM sealed_keys"));
            Assert.Equal(made, keys);
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
