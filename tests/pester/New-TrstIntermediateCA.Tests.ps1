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
        Assert-Refused QuorumNotMet PermissionDenied { $open | New-TrstIntermediateCA -ShareHolder $present }
    }

    It 'holds the plan against what is expected of it' {
        $script:ready = $open | Approve-All
        Assert-Refused PurposeMismatch PermissionDenied { $ready | New-TrstIntermediateCA -Issuer 'Another Root' -ShareHolder $present }
        Assert-Refused PurposeMismatch PermissionDenied {
            $ready | New-TrstIntermediateCA -Spec (New-TrstCASpec 'CN=Contoso Issuing CA' -Validity 6y) -ShareHolder $present
        }
    }

    It 'needs the shares of the quorum too' {
        Assert-Refused SharesMissing ResourceUnavailable { $ready | New-TrstIntermediateCA -ShareHolder $present[0, 1] -Timeout 0 }
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { New-TrstIntermediateCA $ready -ShareHolder $present -WhatIf }
    }

    It 'makes the CA' {
        $made = $ready | New-TrstIntermediateCA -Issuer $root -Spec $spec -ShareHolder $present
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $made.Name, $made.Custody | Should -Be 'Contoso Issuing CA', 'Operational'
        Assert-Refused CeremonyNotPending InvalidOperation { $ready | New-TrstIntermediateCA -ShareHolder $present }
    }
}
