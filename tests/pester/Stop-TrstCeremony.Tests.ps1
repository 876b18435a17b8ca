param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $open = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
}

AfterAll {
    Remove-Founded
}

Describe 'Stop-TrstCeremony' {
    It 'is named with its reason to whoever comes later' {
        $stopped = New-TrstCASpec 'CN=Stopped Root' -Validity 5y | Start-TrstCeremony Root |
            Stop-TrstCeremony -Reason 'wrong "name". Approve another'
        $late = { $stopped | Approve-TrstCeremony -Certificate $bob -Password $password -PlanDigest $stopped.PlanDigest } |
            Should -Throw -PassThru
        "$late" | Should -BeLike '*is stopped by ops; it can no longer *. The reason given: "wrong ''name''. Approve another".'
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Stop-TrstCeremony $open -Reason 'only a test' -WhatIf }
    }

    It 'is the openers alone' {
        Assert-Refused NotOpener PermissionDenied { $open | Stop-TrstCeremony -Reason 'not mine' -Certificate $alice -Password $password }
    }

    It 'ends a ceremony for good' {
        $stopped = $open.Id | Stop-TrstCeremony -Reason 'only a test'
        $stopped | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $stopped.Status | Should -Be 'Stopped'
        Assert-Refused CeremonyNotPending InvalidOperation { $open | Stop-TrstCeremony -Reason 'again' }
    }
}
