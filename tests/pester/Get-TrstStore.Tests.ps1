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
        Assert-Refused TenantMismatch PermissionDenied { Get-TrstStore -Tenant other }
    }

    It 'needs a store, and ends a script where it has none only if errors do' -Tag 'P05' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Get-TrstStore }
        & { $ErrorActionPreference = 'Continue'; Get-TrstStore 2>$null; 'goes on' } | Should -Be 'goes on'
        & { try { Get-TrstStore; 'goes on' } catch { 'ends' } } | Should -Be 'ends'
    }
}
