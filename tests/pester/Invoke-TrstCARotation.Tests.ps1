param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ready = $root | Start-TrstCeremony Rotation -SameKey | Approve-All
}

AfterAll {
    Remove-Founded
}

Describe 'Invoke-TrstCARotation' {
    It 'holds the plan against what is expected of it' {
        Assert-Refused PurposeMismatch PermissionDenied { $ready | Invoke-TrstCARotation -CA 'Another Root' -ShareHolder $present }
        $other = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
        Assert-Refused PurposeMismatch PermissionDenied { $other | Invoke-TrstCARotation }
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Invoke-TrstCARotation $ready -ShareHolder $present -WhatIf }
    }

    It 'needs shares' {
        Assert-Refused SharesMissing ResourceUnavailable { $ready | Invoke-TrstCARotation -Timeout 0 }
    }

    It 'emits the successor' {
        $next = $ready | Invoke-TrstCARotation -CA $root -ShareHolder $present
        $next | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $next.AuthorityId | Should -Be $root.AuthorityId
        $next.Thumbprint | Should -Not -Be $root.Thumbprint
    }
}
