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
        Get-ErrorId { $open | Complete-TrstCeremony } | Should -Be 'QuorumNotMet'
        Get-ErrorId { $open | Complete-TrstCeremony -Operation Root } | Should -Be 'PurposeMismatch'
    }

    It 'changes nothing with -WhatIf' {
        $events = @(Get-TrstEvent).Count
        $open | Complete-TrstCeremony -WhatIf | Should -BeNullOrEmpty
        @(Get-TrstEvent).Count | Should -Be $events
    }

    It 'runs any approved plan, once, and emits the ceremony with what it made' {
        $ready = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root | Approve-All
        $done = $ready | Complete-TrstCeremony -Operation Root
        $done | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $done.Status | Should -Be 'Completed'
        $done.ExecutedBy | Should -Be 'ops'
        $done.Result.Name | Should -Be 'Another Root'
        Get-ErrorId { $ready | Complete-TrstCeremony } | Should -Be 'CeremonyNotPending'
    }

    It 'is the executors whom the plan names' {
        $ready = New-TrstCASpec 'CN=Root of Alice' -Validity 5y | Start-TrstCeremony Root -Executor Alice | Approve-All
        Get-ErrorId { $ready | Complete-TrstCeremony } | Should -Be 'NotExecutor'
        ($ready | Complete-TrstCeremony -Certificate $alice -Password $password).ExecutedBy | Should -Be 'Alice'
    }

    It 'takes parameters of a new ledger key only for one' {
        Get-ErrorId { $open | Complete-TrstCeremony -NewKeyFile "$folder/new.key" } | Should -Be 'ParameterForeign'
        "$folder/new.key" | Should -Not -Exist
    }
}
