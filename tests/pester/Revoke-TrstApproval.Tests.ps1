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
        Assert-Refused NothingToWithdraw InvalidOperation { $open | Revoke-TrstApproval -Certificate $alice @word }
    }

    It 'changes nothing with -WhatIf' {
        $null = $open | Approve-TrstCeremony -Certificate $alice -Password $password -PlanDigest $open.PlanDigest
        Assert-Unchanged { Revoke-TrstApproval $open -Certificate $alice -Password $password -Reason 'only a test' -WhatIf }
    }

    It 'withdraws an approval for good' {
        $withdrawn = $open | Revoke-TrstApproval -Certificate $alice @word
        $withdrawn | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $withdrawn.Approved | Should -Be '0 of 3'
        Assert-Refused AlreadyDecided InvalidOperation {
            $open | Approve-TrstCeremony -Certificate $alice -Password $password -PlanDigest $open.PlanDigest
        }
    }
}
