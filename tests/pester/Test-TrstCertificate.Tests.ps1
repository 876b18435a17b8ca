param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Test-TrstCertificate' {
    It 'answers true or false' {
        $root | Test-TrstCertificate | Should -BeTrue
        Test-TrstCertificate $foreign -ErrorAction SilentlyContinue | Should -BeOfType ([bool])
    }

    It 'gives the report with -Detailed' {
        $report = $root | Test-TrstCertificate -Detailed
        $report | Should -BeOfType ([Trstctl.PowerShell.TrstCertificateReport])
        $report.IsValid | Should -BeTrue
    }

    It 'needs a store' {
        Assert-Refused TenantMismatch PermissionDenied { Test-TrstCertificate $root -Tenant other }
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { $root | Test-TrstCertificate }
    }

    It 'reads files' {
        Assert-Refused FileUnreadable InvalidArgument { Test-TrstCertificate "$folder/missing.pem" }
    }
}
