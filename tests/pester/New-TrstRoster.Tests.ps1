param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstRoster' {
    It 'is what a founding is told whose opener stands nowhere' {
        $new = Initialize-TrstStore "$folder/new" -Protector KeyFile -KeyFile "$folder/new.key" -ClientStatePath "$folder/client-2"
        $refused = { $alice, $bob, $carol | New-TrstRoster -Threshold 2 | Start-TrstCeremony Roster -Certificate $ops -Password $password } |
            Should -Throw -PassThru
        $new | Disconnect-TrstStore
        $global:TrstctlDefaultStore = $store
        $refused.FullyQualifiedErrorId | Should -BeLike 'NotOnRoster,*'
        $refused.ErrorDetails.RecommendedAction | Should -BeLike '*New-TrstRoster -Operator*'
        $refused.ErrorDetails.RecommendedAction | Should -Not -Match 'Get-TrstRoster'
    }

    It 'drafts a roster of custodians, certificates, files and hashtables' {
        [IO.File]::WriteAllText("$folder/bob.cer", $bob.Pem)
        $draft = $alice, "$folder/bob.cer", @{ Certificate = $carol; Name = 'Carol the third' } | New-TrstRoster -Operator $ops -Threshold 2
        $draft | Should -BeOfType ([Trstctl.PowerShell.TrstRoster])
        $draft.Status, $draft.Quorum, $draft.Epoch | Should -Be 'Draft', '2 of 3', 0
        $draft.Custodian.Name | Should -Be 'Alice', 'Bob', 'Carol the third'
    }

    It 'drafts a change of the roster in force' {
        $draft = New-TrstRoster -Base (Get-TrstRoster) -Remove Erin -Threshold 3
        $draft.Quorum | Should -Be '3 of 4'
    }

    It 'refuses a threshold that is no quorum' -Tag 'Q06' {
        foreach ($threshold in -1, 0, 1, 2, 6, 256) {
            Assert-Refused ThresholdOutOfRange InvalidArgument {
                New-TrstRoster $alice, $bob, $carol, $dave, $erin -Threshold $threshold
            }
        }
    }

    It 'refuses a key that stands there twice, and whom it does not know' {
        Assert-Refused DuplicateCustodian InvalidArgument {
            $alice, @{ Certificate = $alice; Name = 'Another' }, $bob | New-TrstRoster -Threshold 2
        }
        Assert-Refused NotOnRoster PermissionDenied { New-TrstRoster -Base (Get-TrstRoster) -Remove Nobody }
        Assert-Refused InvalidArgument InvalidArgument { @{ Certificat = $alice } | New-TrstRoster -Threshold 2 }
    }
}
