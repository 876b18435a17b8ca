param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ready = New-TrstCASpec 'CN=Contoso Issuing CA' -Validity 5y | Start-TrstCeremony Intermediate -Issuer $root | Approve-All
}

AfterAll {
    Remove-Founded
}

Describe 'Unlock-TrstCAKey' {
    It 'refuses where nobody asks for shares' {
        Get-ErrorId { $ready | Unlock-TrstCAKey -Certificate $alice -Password $password -PlanDigest $ready.PlanDigest } |
            Should -Be 'OpeningNotRequested'
    }

    It 'changes nothing with -WhatIf' {
        Get-ErrorId { $ready | New-TrstIntermediateCA -Timeout 0 } | Should -Be 'SharesMissing'
        $events = @(Get-TrstEvent).Count
        $ready | Unlock-TrstCAKey -Certificate $alice -Password $password -PlanDigest $ready.PlanDigest -WhatIf | Should -BeNullOrEmpty
        @(Get-TrstEvent).Count | Should -Be $events
    }

    It 'releases nothing to a session that said that it is over' {
        Get-ErrorId { $ready | New-TrstIntermediateCA -Timeout 0 } | Should -Be 'SharesMissing'
        Get-ErrorId { $ready | Unlock-TrstCAKey -Certificate $alice -Password $password -PlanDigest $ready.PlanDigest } |
            Should -Be 'OpeningOver'
        @(Get-TrstEvent key.share-released).Count | Should -Be 0
    }

    It 'is followed by how many shares are in, and who can release the next' {
        $other = New-TrstCASpec 'CN=Contoso Issuing CA 2' -Validity 5y | Start-TrstCeremony Intermediate -Issuer $root | Approve-All
        $other.Next | Should -Be 'ops executes'
        Get-ErrorId { $other | New-TrstIntermediateCA -ShareHolder $present[0] -Timeout 0 } | Should -Be 'SharesMissing'
        (Get-TrstCeremony $other).ReleasedBy | Should -Be 'Alice'
        (Get-TrstCeremony $other).Next | Should -Be 'Bob, Carol, Dave or Erin releases (1 of 3 shares are in)'
        (Get-TrstHealth | Where-Object Kind -EQ Release | Where-Object CeremonyId -EQ $other.CeremonyId).Detail |
            Should -BeLike '*1 of 3 released*'
    }
}
