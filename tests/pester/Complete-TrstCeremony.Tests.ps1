param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $draft = New-TrstRoster -Base (Get-TrstRoster) -Threshold 4
    $open = $draft | Start-TrstCeremony Roster
}

AfterAll {
    Remove-Founded
}

Describe 'Complete-TrstCeremony' {
    It 'refuses below the quorum, and another operation than the one that is meant' {
        Assert-Refused QuorumNotMet PermissionDenied { $open | Complete-TrstCeremony }
        Assert-Refused PurposeMismatch PermissionDenied { $open | Complete-TrstCeremony -Operation Root }
    }

    It 'changes nothing with -WhatIf' {
        $script:ready = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root | Approve-All
        Assert-Unchanged { Complete-TrstCeremony $ready -WhatIf }
    }

    It 'runs any approved plan, once, and emits the ceremony with what it made' {
        $done = $ready | Complete-TrstCeremony -Operation Root
        $done | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $done.Status | Should -Be 'Completed'
        $done.ExecutedBy | Should -Be 'ops'
        $done.Result.Name | Should -Be 'Another Root'
        Assert-Refused CeremonyNotPending InvalidOperation { $ready | Complete-TrstCeremony }
    }

    It 'is the executors whom the plan names' {
        $ready = New-TrstCASpec 'CN=Root of Alice' -Validity 5y | Start-TrstCeremony Root -Executor Alice | Approve-All
        Assert-Refused NotExecutor PermissionDenied { $ready | Complete-TrstCeremony }
        ($ready | Complete-TrstCeremony -Certificate $alice -Password $password).ExecutedBy | Should -Be 'Alice'
    }

    It 'takes parameters of a new ledger key only for one' {
        Assert-Refused ParameterForeign InvalidArgument { $open | Complete-TrstCeremony -NewKeyFile "$folder/new.key" }
        "$folder/new.key" | Should -Not -Exist
    }
}
