param([string] $Module)

# What people do with several cmdlets on one day, as they type it, each with the same store.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $asAlice, $asBob, $asCarol, $asDave, $asErin = $opened | ForEach-Object { @{ Certificate = $_ } }
    $place = @{ Path = "$folder/store"; KeyFile = "$folder/ledger.key"; CustodyKeyFile = "$folder/custody.key" }
}

AfterAll {
    Remove-Founded
}

Describe 'A story' {
    AfterEach {
        Get-TrstStore -ErrorAction Ignore | Where-Object You -NE ops | Disconnect-TrstStore
        if (-not (Get-TrstStore -ErrorAction Ignore)) { $null = Connect-TrstStore @place -Certificate $ops -Password $password }
    }

    It 'of second thoughts: who withdraws is not counted again, and the ceremony waits for somebody else' -Tag 'Q11' {
        $c = New-TrstCASpec 'CN=Fabrikam Root CA 2' -Validity 10y | Start-TrstCeremony Root
        $c = $c | Approve-TrstCeremony @asAlice -PlanDigest $c.PlanDigest
        $c = $c | Approve-TrstCeremony @asBob -PlanDigest $c.PlanDigest
        $c = $c | Approve-TrstCeremony @asCarol -PlanDigest $c.PlanDigest
        $c.Approved, $c.Status, $c.Next | Should -Be '3 of 3', 'Ready', 'ops executes'

        $c = $c | Revoke-TrstApproval @asBob -PlanDigest $c.PlanDigest -Reason 'second thoughts'
        $c.Approved, $c.Status, $c.Next | Should -Be '2 of 3', 'Pending', 'Dave or Erin'
        Assert-Refused QuorumNotMet PermissionDenied { $c | New-TrstRootCA }
        Assert-Refused AlreadyDecided InvalidOperation { $c | Approve-TrstCeremony @asBob -PlanDigest $c.PlanDigest }

        $c = $c | Approve-TrstCeremony @asDave -PlanDigest $c.PlanDigest
        ($c | New-TrstRootCA).Status | Should -Be 'Active'
        ($c | Get-TrstEvent ceremony.withdrawn).By | Should -Be 'Bob'
        Test-TrstLedger | Should -BeTrue
    }

    It 'of a wrong name: one denial ends it, and the right one is opened anew' {
        $c = New-TrstCASpec 'CN=Contso Issuing CA' -Validity 5y | Start-TrstCeremony Intermediate -Issuer $root | Approve-All
        $c = $c | Deny-TrstCeremony @asDave -PlanDigest $c.PlanDigest -Reason 'Contoso has three o'
        $c.Status, $c.EndReason, $c.Next | Should -Be 'Denied', 'Contoso has three o', ''
        Assert-Refused CeremonyNotPending InvalidOperation { $c | New-TrstIntermediateCA -ShareHolder $present }

        $c = New-TrstCASpec 'CN=Contoso Issuing CA' -Validity 5y | Start-TrstCeremony Intermediate -Issuer $root -Reason 'spelled right'
        ($c | Approve-All | New-TrstIntermediateCA -ShareHolder $present).Status | Should -Be 'Active'
        (Get-TrstCA -Issuer $root).Name | Should -Contain 'Contoso Issuing CA'
        (Get-TrstCA '*Issuing CA').Name | Should -Not -Contain 'Contso Issuing CA'
    }

    It 'of a rotation: the successor is published, and the one before stays valid' {
        $spec = New-TrstCASpec 'CN=Contoso Web CA' -Validity 5y -PathLength 0 -IssuerUrl 'http://pki.contoso.com/contoso-root.crt'
        $null = $spec | Start-TrstCeremony Intermediate -Issuer $root | Approve-All | New-TrstIntermediateCA -ShareHolder $present

        $next = Start-TrstCeremony Rotation 'Contoso Web CA' | Approve-All | Invoke-TrstCARotation -ShareHolder $present
        $next.Generation, $next.Status | Should -Be 2, 'Active'
        (Get-TrstCA 'Contoso Web CA').Status | Should -Be 'Active', 'Superseded'
        Get-TrstCA 'Contoso Web CA' | Test-TrstCertificate | Should -Be $true, $true

        $null = $next | Export-TrstCA -Path "$folder/publish" -Format PublishPack
        [Convert]::ToBase64String([IO.File]::ReadAllBytes("$folder/publish/Contoso Web CA.crt")) |
            Should -BeExactly ($next.Pem -replace '-----[^-]*-----|\s')
        [IO.File]::ReadAllText("$folder/publish/publish.cmd") | Should -Match 'certutil .*Contoso Web CA\.crt'
    }

    It 'of a day at several prompts: an id goes from one to the other, and nobody acts as another' {
        $id = (New-TrstCASpec 'CN=Northwind Root CA' -Validity 10y | Start-TrstCeremony Root).Id
        Disconnect-TrstStore
        foreach ($you in $alice, $bob, $carol) {
            $mine = Connect-TrstStore @place -Certificate $you -Password $password -ClientStatePath "$folder/client-of-$you" `
                -WarningAction SilentlyContinue
            (Get-TrstHealth -Mine | Where-Object Kind -EQ Approval).Subject | Should -Contain 'CN=Northwind Root CA'
            $c = Get-TrstCeremony $id
            $c.Plan | Should -Match 'MAKE A ROOT CA +CN=Northwind Root CA'
            (Approve-TrstCeremony $id -PlanDigest $c.PlanDigest).ApprovedBy | Should -Contain $mine.You
            Disconnect-TrstStore
        }

        $null = Connect-TrstStore @place -Certificate $ops -Password $password
        (Get-TrstHealth -Mine | Where-Object Kind -EQ Execution).CeremonyId | Should -Be (Get-TrstCeremony $id).CeremonyId
        Assert-Refused NotExecutor PermissionDenied { New-TrstRootCA $id @asAlice }
        (New-TrstRootCA $id).Name | Should -Be 'Northwind Root CA'
        (Get-TrstCeremony $id).ApprovedBy | Should -Be 'Alice', 'Bob', 'Carol'
    }

    It 'of a CA that was somebody''s file: adopted with its key, and rotated to one that nobody has alone' {
        $old = Start-TrstCeremony Import "$folder/old-ca.pem" -Custody Quorum | Approve-All |
            Import-TrstCA -Path "$folder/old-ca.pfx" -KeyPassword $password -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*old-ca.pfx still holds the CA''s key*rotate the CA*'
        $old.Level | Should -Be 'SignedApproval'

        $new = $old | Start-TrstCeremony Rotation | Approve-All |
            Invoke-TrstCARotation -ShareHolder $present -WarningAction SilentlyContinue
        $new.Level, $new.Custody, $new.Generation | Should -Be 'DualLock', 'Quorum', 2
    }

    It 'of a lost card: its owner retires the key, the quorum takes the next one, and the next CA is made with it' {
        (Revoke-TrstCustodianKey 'card lost' @asErin -Confirm:$false).Name | Should -Be 'Erin'
        $roster = Get-TrstRoster
        $roster.CanLose | Should -Be 1
        $roster.Custodian[4].Retired | Should -BeOfType ([datetime])
        "$($roster.Health)" | Should -BeLike '*Erin retired the key*'

        $new = @{ Certificate = New-TrstCustodianKey Erin -Path "$folder/new" -Password $password; Password = $password }
        $c = New-TrstRoster -Base $roster -Replace @{ Erin = $new.Certificate } | Start-TrstCeremony Roster
        $c.Plan | Should -Match 'NEW\s+KEY'
        foreach ($you in $asAlice, $asBob, $asCarol, $new) { $c = $c | Approve-TrstCeremony @you -PlanDigest $c.PlanDigest }
        $null = $c | Complete-TrstCeremony -ShareHolder $present
        $roster = Get-TrstRoster
        $roster.Epoch, $roster.CanLose | Should -Be 2, 2
        $roster.Custodian.Where({ $_.Name -eq 'Erin' }).Retired | Should -BeNullOrEmpty

        $c = New-TrstCASpec 'CN=Contoso Mail CA' -Validity 5y | Start-TrstCeremony Intermediate -Issuer 'Contoso Root CA'
        Assert-Refused NotOnRoster PermissionDenied { $c | Approve-TrstCeremony @asErin -PlanDigest $c.PlanDigest }
        foreach ($you in $asAlice, $asBob, $new) { $c = $c | Approve-TrstCeremony @you -PlanDigest $c.PlanDigest }
        ($c | New-TrstIntermediateCA -ShareHolder $asAlice, $asBob, $new).Status | Should -Be 'Active'
        Test-TrstLedger | Should -BeTrue
    }
}
