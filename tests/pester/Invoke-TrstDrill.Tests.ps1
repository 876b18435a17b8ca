param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Invoke-TrstDrill' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Invoke-TrstDrill -Certificate $alice -Password $password -WhatIf }
    }

    It 'emits the custodian, with the shares that opened' {
        $drilled = Invoke-TrstDrill -Certificate $alice -Password $password
        $drilled | Should -BeOfType ([Trstctl.PowerShell.TrstCustodian])
        $drilled.Name, $drilled.DrilledShares | Should -Be 'Alice', 1
        (Get-TrstRoster).Custodian.Where({ $_.LastDrill }).Name | Should -Be 'Alice'
    }

    It 'is for custodians, and nobody drills for another' -Tag 'N14' {
        Assert-Refused RoleMissing PermissionDenied { Invoke-TrstDrill }
        Assert-Refused NotOnRoster PermissionDenied { Invoke-TrstDrill -Certificate (New-Stranger Bob) }
        (Get-TrstEvent custodian.drilled).By | Should -Be 'Alice'
    }
}
