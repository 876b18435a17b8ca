param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Suspend-TrstTenant' {
    It 'changes nothing with -WhatIf' {
        Suspend-TrstTenant -Reason 'only a test' -Certificate $carol -Password $password -WhatIf | Should -BeNullOrEmpty
        (Get-TrstTenant default).Status | Should -Be 'Active'
    }

    It 'refuses another tenant than the connected one' {
        Get-ErrorId { Suspend-TrstTenant other -Reason 'x' -Certificate $carol -Password $password -Confirm:$false } | Should -Be 'TenantMismatch'
    }

    It 'stops every operation' {
        $suspended = Suspend-TrstTenant -Reason 'odd' -Certificate $carol -Password $password -Confirm:$false
        $suspended | Should -BeOfType ([Trstctl.PowerShell.TrstTenant])
        $suspended.Status, $suspended.SuspendedBy, $suspended.Reason | Should -Be 'Suspended', 'Carol', 'odd'
        Get-ErrorId { New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root } | Should -Be 'TenantSuspended'
    }
}
