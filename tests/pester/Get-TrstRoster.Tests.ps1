param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Get-TrstRoster' {
    It 'shows the roster in force' {
        $roster = Get-TrstRoster
        $roster | Should -BeOfType ([Trstctl.PowerShell.TrstRoster])
        $roster.Epoch | Should -Be 1
        $roster.Custodian.Name | Should -Be 'Alice', 'Bob', 'Carol', 'Dave', 'Erin'
    }

    It 'takes an epoch by its number' {
        (Get-TrstRoster 1).Epoch | Should -Be 1
    }

    It 'knows no epoch that there was not' {
        Get-ErrorId { Get-TrstRoster 9 } | Should -Be 'InvalidArgument'
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Get-ErrorId { Get-TrstRoster } | Should -Be 'NotConnected'
    }
}
