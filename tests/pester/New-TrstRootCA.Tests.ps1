param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $open = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstRootCA' {
    It 'refuses below the quorum' {
        Assert-Refused QuorumNotMet PermissionDenied { $open | New-TrstRootCA }
    }

    It 'changes nothing with -WhatIf' {
        $script:ready = $open | Approve-All
        Assert-Unchanged { $ready | New-TrstRootCA -WhatIf }
    }

    It 'refuses a ceremony of another operation, and another specification' {
        $other = New-TrstRoster -Base (Get-TrstRoster) -Threshold 4 | Start-TrstCeremony Roster
        Assert-Refused PurposeMismatch PermissionDenied { $other | New-TrstRootCA }
        $refused = { $other | New-TrstRootCA } | Should -Throw -PassThru
        $refused.Exception.Message | Should -BeLike "The ceremony is for $($other.Operation) `"*`" (*), not for root."
        $refused.Exception.RecommendedAction | Should -BeLike "It is run by: * '$($other.Id)'. *"
        Assert-Refused PurposeMismatch PermissionDenied { $ready | New-TrstRootCA -Spec (New-TrstCASpec 'CN=Another Root' -Validity 6y) }
    }

    It 'makes many through one pipeline, by object, id and the end of an id, and a bad one does not stop the rest' -Tag 'P03' {
        $early, $second, $third = 'CN=Early Root', 'CN=Second Root', 'CN=Third Root' |
            ForEach-Object { New-TrstCASpec $_ -Validity 5y } | Start-TrstCeremony Root
        $second, $third = $second, $third | Approve-All
        $made = $ready, $early, $second.CeremonyId, 'ffffffff', $third.Id |
            New-TrstRootCA -ErrorAction SilentlyContinue -ErrorVariable refused
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $made.Name | Should -Be 'Another Root', 'Second Root', 'Third Root'
        $made.Custody | Select-Object -Unique | Should -Be 'Quorum'
        $refused.ForEach({ ($_.FullyQualifiedErrorId -split ',')[0] }) | Should -Be 'QuorumNotMet', 'CeremonyNotFound'
        Assert-Refused CeremonyNotPending InvalidOperation { New-TrstRootCA $ready }
    }

    It 'makes a CA of a specification in one pipeline' -Tag 'P03' {
        $made = New-TrstCASpec 'CN=One Line' -Validity 5y | Start-TrstCeremony Root |
            ForEach-Object { $_ | Approve-TrstCeremony -Certificate $alice -Password $password -PlanDigest $_.PlanDigest } |
            ForEach-Object { $_ | Approve-TrstCeremony -Certificate $bob -Password $password -PlanDigest $_.PlanDigest } |
            ForEach-Object { $_ | Approve-TrstCeremony -Certificate $carol -Password $password -PlanDigest $_.PlanDigest } |
            New-TrstRootCA
        $made.Name, $made.Status | Should -Be 'One Line', 'Active'
    }

    It 'says nothing for an empty pipeline, and something for nothing' -Tag 'P03' {
        @() | New-TrstRootCA | Should -BeNullOrEmpty
        Get-ErrorId { $null | New-TrstRootCA } | Should -Be 'ParameterArgumentValidationError'
    }
}
