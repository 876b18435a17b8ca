param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Test-TrstLedger' {
    It 'answers true' {
        Test-TrstLedger | Should -BeOfType ([bool])
        Test-TrstLedger | Should -BeTrue
        $report = Test-TrstLedger -Detailed
        $report | Should -BeOfType ([Trstctl.Ledger.LedgerReport])
        $report.IsValid | Should -BeTrue
        $report.Authorities | Should -Be 1
    }

    It 'needs a store, and the tenant that is connected' {
        Assert-Refused TenantMismatch PermissionDenied { Test-TrstLedger -Tenant other }
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Test-TrstLedger }
    }
}
