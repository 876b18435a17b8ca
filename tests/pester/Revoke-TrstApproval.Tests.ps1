param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $open = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
    $word = @{ Password = $password; PlanDigest = $open.PlanDigest; Reason = 'only a test' }
}

AfterAll {
    Remove-Founded
}

Describe 'Revoke-TrstApproval' {
    It 'refuses where there is nothing to withdraw' {
        Get-ErrorId { $open | Revoke-TrstApproval -Certificate $alice @word } | Should -Be 'NothingToWithdraw'
    }

    It 'withdraws an approval for good' {
        $null = $open | Approve-TrstCeremony -Certificate $alice -Password $password -PlanDigest $open.PlanDigest
        $open | Revoke-TrstApproval -Certificate $alice @word -WhatIf | Should -BeNullOrEmpty
        (Get-TrstCeremony $open).Approved | Should -Be '1 of 3'
        $withdrawn = $open | Revoke-TrstApproval -Certificate $alice @word
        $withdrawn | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $withdrawn.Approved | Should -Be '0 of 3'
        Get-ErrorId { $open | Approve-TrstCeremony -Certificate $alice -Password $password -PlanDigest $open.PlanDigest } |
            Should -Be 'AlreadyDecided'
    }
}
