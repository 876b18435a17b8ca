param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $open = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
    $consent = @{ Password = $password; PlanDigest = $open.PlanDigest }
}

AfterAll {
    Remove-Founded
}

Describe 'Approve-TrstCeremony' {
    It 'says nothing for an empty pipeline' {
        @() | Approve-TrstCeremony -Certificate $alice -Password $password | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { $open | Approve-TrstCeremony -Certificate $alice -Password $password -WhatIf }
    }

    It 'takes an object, an id and the end of an id, and emits the new state' {
        $approved = $open | Approve-TrstCeremony -Certificate $alice @consent
        $approved | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $approved.Approved | Should -Be '1 of 3'
        $open.Approved | Should -Be '0 of 3'
        (Approve-TrstCeremony $open.CeremonyId -Certificate $bob.Path @consent).Approved | Should -Be '2 of 3'
        (Approve-TrstCeremony $open.Id -Certificate $bob @consent).Approved | Should -Be '2 of 3'
        $told = [pscustomobject]@{ CeremonyId = $open.CeremonyId }
        ($told | Approve-TrstCeremony -Certificate $dave @consent).Approved | Should -Be '3 of 3'
    }

    It 'takes no name of another kind of object' {
        $stranger = [pscustomobject]@{ Id = $open.Id; Name = $open.Id }
        Assert-Refused CeremonyNotFound ObjectNotFound { $stranger | Approve-TrstCeremony -Certificate $carol @consent }
    }

    It 'goes on with the rest where one is refused' {
        $next = New-TrstCASpec 'CN=Next Root' -Validity 5y | Start-TrstCeremony Root
        $done = '00000000', $next | Approve-TrstCeremony -Certificate $carol -Password $password -PlanDigest $next.PlanDigest `
            -ErrorVariable refused -ErrorAction SilentlyContinue
        $done.CeremonyId | Should -Be $next.CeremonyId
        $refused.FullyQualifiedErrorId | Should -BeLike 'CeremonyNotFound,*'
    }

    It 'refuses the opener and a stranger' {
        Assert-Refused SelfApproval PermissionDenied { $open | Approve-TrstCeremony -PlanDigest $open.PlanDigest }
        Assert-Refused NotOnRoster PermissionDenied {
            $open | Approve-TrstCeremony -Certificate (New-Stranger Alice) -PlanDigest $open.PlanDigest
        }
    }

    It 'takes for consent nothing but the whole digest of this plan' -Tag 'P04', 'Q07' {
        $other = New-TrstCASpec 'CN=Other Root' -Validity 5y | Start-TrstCeremony Root
        foreach ($digest in '00', ('00' * 32), $open.PlanDigest, $other.PlanDigest.Substring(0, 16)) {
            Assert-Refused PlanDigestMismatch PermissionDenied {
                $other | Approve-TrstCeremony -Certificate $carol -Password $password -PlanDigest $digest
            }
        }
        $mismatch = { $other | Approve-TrstCeremony -Certificate $carol -Password $password -PlanDigest '00' } | Should -Throw -PassThru
        "$mismatch $($mismatch.ErrorDetails.RecommendedAction)" | Should -Not -Match $other.PlanDigest
        $mismatch.ErrorDetails.RecommendedAction | Should -BeLike "*(Get-TrstCeremony '$($other.Id)').Plan*"
        $other.PlanWords -split ' ' | Should -HaveCount 8
        Assert-Refused InvalidArgument InvalidArgument {
            $other | Approve-TrstCeremony -Certificate $carol -Password $password -PlanDigest $other.PlanWords
        }
        (Get-TrstCeremony $other).Approved | Should -Be '0 of 3'
    }
}
