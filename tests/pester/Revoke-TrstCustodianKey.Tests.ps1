param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Revoke-TrstCustodianKey' {
    It 'changes nothing with -WhatIf' {
        Revoke-TrstCustodianKey 'only a test' -Certificate $erin -Password $password -WhatIf | Should -BeNullOrEmpty
        (Get-TrstRoster).CanLose | Should -Be 2
    }

    It 'retires your own key for ever' {
        $retired = Revoke-TrstCustodianKey 'lost' -Certificate $erin -Password $password -Confirm:$false
        $retired | Should -BeOfType ([Trstctl.PowerShell.TrstCustodian])
        $retired.Name | Should -Be 'Erin'
        $retired.Retired | Should -BeOfType ([datetime])
        (Get-TrstRoster).CanLose | Should -Be 1
        $open = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
        Get-ErrorId { $open | Approve-TrstCeremony -Certificate $erin -Password $password -PlanDigest $open.PlanDigest } |
            Should -Be 'CustodianRetired'
    }
}
