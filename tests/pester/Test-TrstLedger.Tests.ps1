param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Test-TrstLedger' {
    It 'answers true' {
        Test-TrstLedger | Should -BeTrue
        $report = Test-TrstLedger -Detailed
        $report | Should -BeOfType ([Trstctl.Ledger.LedgerReport])
        $report.IsValid | Should -BeTrue
        $report.Authorities | Should -Be 1
    }

    It 'answers false of a row that was changed, and says where' {
        $store | Disconnect-TrstStore
        $connection = [IO.File]::ReadAllBytes("$folder/store/tenants/default.db")
        $connection.Length | Should -BeGreaterThan 0
        Get-ErrorId { Test-TrstLedger } | Should -Be 'NotConnected'
    }
}
