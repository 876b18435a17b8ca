param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Get-TrstStore' {
    It 'shows the runspace''s store' {
        $shown = Get-TrstStore
        $shown | Should -BeOfType ([Trstctl.PowerShell.TrstStore])
        $shown.Tenant, $shown.Access, $shown.You | Should -Be 'default', 'Full', 'ops'
        $shown.TenantId | Should -Be (Get-TrstRoster 1).Digest
        "$shown" | Should -Be $shown.Location
    }

    It 'takes the store that is given' {
        (Get-TrstStore -Store $store).Location | Should -Be $store.Location
    }

    It 'refuses another tenant than the connected one' {
        Get-ErrorId { Get-TrstStore -Tenant other } | Should -Be 'TenantMismatch'
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Get-ErrorId { Get-TrstStore } | Should -Be 'NotConnected'
    }
}
