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
}
