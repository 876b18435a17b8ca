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

    It 'refuses the opener, a stranger, another digest and the words that are read aloud' {
        Assert-Refused SelfApproval PermissionDenied { $open | Approve-TrstCeremony -PlanDigest $open.PlanDigest }
        $stranger = New-TrstCustodianKey Mallory -Path $folder -Password $password
        Assert-Refused NotOnRoster PermissionDenied { $open | Approve-TrstCeremony -Certificate $stranger @consent }
        $consent.PlanDigest = '00' * 32
        $mismatch = { $open | Approve-TrstCeremony -Certificate $carol @consent } | Should -Throw -PassThru
        "$mismatch $($mismatch.ErrorDetails.RecommendedAction)" | Should -Not -Match $open.PlanDigest
        $mismatch.ErrorDetails.RecommendedAction | Should -BeLike "*(Get-TrstCeremony '$($open.Id)').Plan*"
        Get-ErrorId { $open | Approve-TrstCeremony -Certificate $carol @consent } | Should -Be 'PlanDigestMismatch'
        $consent.PlanDigest = $open.PlanWords
        Assert-Refused InvalidArgument InvalidArgument { $open | Approve-TrstCeremony -Certificate $carol @consent }
    }
}
