param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Invoke-TrstDrill' {
    It 'changes nothing with -WhatIf' {
        $events = @(Get-TrstEvent).Count
        Invoke-TrstDrill -Certificate $alice -Password $password -WhatIf | Should -BeNullOrEmpty
        @(Get-TrstEvent).Count | Should -Be $events
    }

    It 'emits the custodian, with the shares that opened' {
        $drilled = Invoke-TrstDrill -Certificate $alice -Password $password
        $drilled | Should -BeOfType ([Trstctl.PowerShell.TrstCustodian])
        $drilled.Name, $drilled.DrilledShares | Should -Be 'Alice', 1
        (Get-TrstRoster).Custodian.Where({ $_.LastDrill }).Name | Should -Be 'Alice'
    }

    It 'is for custodians' {
        Get-ErrorId { Invoke-TrstDrill } | Should -Be 'RoleMissing'
    }
}
