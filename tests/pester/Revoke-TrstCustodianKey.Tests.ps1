param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Revoke-TrstCustodianKey' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Revoke-TrstCustodianKey 'only a test' -Certificate $erin -Password $password -WhatIf }
    }

    It 'wants a reason, and somebody who is on the roster' {
        (Get-Command Revoke-TrstCustodianKey).Parameters.Reason.ParameterSets.Values.IsMandatory | Should -BeTrue
        Assert-Refused NotOnRoster PermissionDenied {
            Revoke-TrstCustodianKey 'lost' -Certificate (New-Stranger Erin) -Confirm:$false
        }
    }

    It 'retires your own key for ever' {
        $retired = Revoke-TrstCustodianKey 'lost' -Certificate $erin -Password $password -Confirm:$false
        $retired | Should -BeOfType ([Trstctl.PowerShell.TrstCustodian])
        $retired.Name | Should -Be 'Erin'
        $retired.Retired | Should -BeOfType ([datetime])
        (Get-TrstRoster).CanLose | Should -Be 1
        $open = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
        Assert-Refused CustodianRetired PermissionDenied {
            $open | Approve-TrstCeremony -Certificate $erin -Password $password -PlanDigest $open.PlanDigest
        }
    }
}
