param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $open = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
    $word = @{ Password = $password; PlanDigest = $open.PlanDigest; Reason = 'only a test' }
}

AfterAll {
    Remove-Founded
}

Describe 'Deny-TrstCeremony' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Deny-TrstCeremony $open -Certificate $alice -Password $password -Reason 'only a test' -WhatIf }
    }

    It 'wants a reason, and ends an operation at once' {
        (Get-Command Deny-TrstCeremony).Parameters.Reason.ParameterSets.Values.IsMandatory | Should -BeTrue
        $denied = $open | Deny-TrstCeremony -Certificate $alice @word
        $denied | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $denied.Status | Should -Be 'Denied'
        Assert-Refused CeremonyNotPending InvalidOperation { $open | Deny-TrstCeremony -Certificate $bob @word }
    }

    It 'is named with its reason to whoever comes later, and nothing is said to be made' {
        $late = { $open | Approve-TrstCeremony -Certificate $bob -Password $password -PlanDigest $open.PlanDigest } | Should -Throw -PassThru
        "$late" | Should -BeLike "*$($open.Id) is denied by Alice;*. The reason given: `"only a test`"."
        $late.ErrorDetails.RecommendedAction | Should -Not -Match 'made'
    }

    It 'is for custodians' {
        $other = New-TrstCASpec 'CN=Third Root' -Validity 5y | Start-TrstCeremony Root
        Assert-Refused RoleMissing PermissionDenied { $other | Deny-TrstCeremony -Reason 'no' -PlanDigest $other.PlanDigest }
    }
}
