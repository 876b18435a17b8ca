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
        Get-ErrorId { $open | New-TrstRootCA } | Should -Be 'QuorumNotMet'
    }

    It 'changes nothing with -WhatIf' {
        $script:ready = $open | Approve-All
        $events = @(Get-TrstEvent).Count
        $ready | New-TrstRootCA -WhatIf | Should -BeNullOrEmpty
        @(Get-TrstEvent).Count | Should -Be $events
    }

    It 'refuses a ceremony of another operation, and another specification' {
        $other = New-TrstRoster -Base (Get-TrstRoster) -Threshold 4 | Start-TrstCeremony Roster
        Get-ErrorId { $other | New-TrstRootCA } | Should -Be 'PurposeMismatch'
        $refused = { $other | New-TrstRootCA } | Should -Throw -PassThru
        $refused.Exception.Message | Should -BeLike "The ceremony is for $($other.Operation) `"*`" (*), not for root."
        $refused.Exception.RecommendedAction | Should -BeLike "It is run by: * '$($other.Id)'. *"
        Get-ErrorId { $ready | New-TrstRootCA -Spec (New-TrstCASpec 'CN=Another Root' -Validity 6y) } | Should -Be 'PurposeMismatch'
    }

    It 'makes many through one pipeline' {
        $second = New-TrstCASpec 'CN=Second Root' -Validity 5y | Start-TrstCeremony Root | Approve-All
        $made = $ready, $second | New-TrstRootCA
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $made.Name | Should -Be 'Another Root', 'Second Root'
        $made.Custody | Should -Be 'Quorum', 'Quorum'
    }
}
