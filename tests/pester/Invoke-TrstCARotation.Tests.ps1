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
        Get-ErrorId { $ready | Invoke-TrstCARotation -CA 'Another Root' -ShareHolder $present } | Should -Be 'PurposeMismatch'
        $other = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
        Get-ErrorId { $other | Invoke-TrstCARotation } | Should -Be 'PurposeMismatch'
    }

    It 'changes nothing with -WhatIf, and needs shares' {
        $ready | Invoke-TrstCARotation -ShareHolder $present -WhatIf | Should -BeNullOrEmpty
        Get-ErrorId { $ready | Invoke-TrstCARotation -Timeout 0 } | Should -Be 'SharesMissing'
    }

    It 'emits the successor' {
        $next = $ready | Invoke-TrstCARotation -CA $root -ShareHolder $present
        $next | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $next.AuthorityId | Should -Be $root.AuthorityId
        $next.Thumbprint | Should -Not -Be $root.Thumbprint
    }
}
