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
        Assert-Refused InvalidArgument InvalidArgument { Get-TrstRoster 9 }
        Assert-Refused TenantMismatch PermissionDenied { Get-TrstRoster -Tenant other }
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Get-TrstRoster }
    }
}
