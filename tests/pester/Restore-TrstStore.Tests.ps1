param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $store | Disconnect-TrstStore
    $null = [IO.Directory]::CreateDirectory("$folder/copy")
    Copy-Item "$folder/store/tenants/default.db" "$folder/copy"
    $to = @{ Destination = "$folder/restored"; Protector = 'KeyFile'; KeyFile = "$folder/new-ledger.key"; ClientStatePath = "$folder/client-2" }
    $you = @{ Certificate = $ops; Password = $password }
}

AfterAll {
    Remove-Founded
}

Describe 'Restore-TrstStore' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Restore-TrstStore "$folder/copy/default.db" @to @you -WhatIf }
    }

    It 'refuses what is no copy, and overwrites nothing' {
        Assert-Refused RestoreRefused PermissionDenied { Restore-TrstStore "$folder/missing.db" @to @you -Confirm:$false }
        $there = $to.Clone(); $there.Destination = "$folder/store"
        Assert-Refused StoreExists InvalidOperation { Restore-TrstStore "$folder/copy/default.db" @there @you -Confirm:$false }
    }

    It 'makes no key file for a copy that is refused, or whose roster does not hold who restores' {
        $stranger = New-TrstCustodianKey Mallory -Path $folder -Password $password
        Assert-Refused NotOnRoster PermissionDenied {
            Restore-TrstStore "$folder/copy/default.db" @to -Certificate $stranger -Password $password -Confirm:$false
        }
        [IO.File]::WriteAllText("$folder/copy/no.db", 'no copy')
        Assert-Refused RestoreRefused PermissionDenied { Restore-TrstStore "$folder/copy/no.db" @to @you -Confirm:$false }
        "$folder/new-ledger.key", "$folder/restored" | Should -Not -Exist
    }

    It 'leaves no key file of its own where the other cannot be made' {
        Assert-Refused FileUnwritable ResourceUnavailable {
            Restore-TrstStore "$folder/copy/default.db" @to @you -CustodyKeyFile "$folder/nowhere/unmade.key" -Confirm:$false
        }
        "$folder/new-ledger.key", "$folder/restored" | Should -Not -Exist
    }

    It 'restores a tenant that waits for its quorum' {
        $restored = Restore-TrstStore "$folder/copy/default.db" @to @you -Confirm:$false -WarningAction SilentlyContinue
        $restored | Should -BeOfType ([Trstctl.PowerShell.TrstStore])
        (Get-TrstTenant default).Status | Should -Be 'Restored'
        Assert-Refused RecoveryPending InvalidOperation { New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root }
    }
}
