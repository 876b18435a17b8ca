param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $spec = New-TrstCASpec 'CN=Contoso Issuing CA' -Validity 5y
    $open = $spec | Start-TrstCeremony Intermediate -Issuer $root
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstIntermediateCA' {
    It 'refuses below the quorum' {
        Get-ErrorId { $open | New-TrstIntermediateCA -ShareHolder $present } | Should -Be 'QuorumNotMet'
    }

    It 'holds the plan against what is expected of it' {
        $script:ready = $open | Approve-All
        Get-ErrorId { $ready | New-TrstIntermediateCA -Issuer 'Another Root' -ShareHolder $present } | Should -Be 'PurposeMismatch'
        Get-ErrorId { $ready | New-TrstIntermediateCA -Spec (New-TrstCASpec 'CN=Contoso Issuing CA' -Validity 6y) -ShareHolder $present } |
            Should -Be 'PurposeMismatch'
    }

    It 'needs the shares of the quorum too' {
        Get-ErrorId { $ready | New-TrstIntermediateCA -ShareHolder $present[0, 1] -Timeout 0 } | Should -Be 'SharesMissing'
    }

    It 'makes the CA' {
        $ready | New-TrstIntermediateCA -ShareHolder $present -WhatIf | Should -BeNullOrEmpty
        $made = $ready | New-TrstIntermediateCA -Issuer $root -Spec $spec -ShareHolder $present
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $made.Name, $made.Custody | Should -Be 'Contoso Issuing CA', 'Operational'
        Get-ErrorId { $ready | New-TrstIntermediateCA -ShareHolder $present } | Should -Be 'CeremonyNotPending'
    }
}
