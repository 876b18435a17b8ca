param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ready = Start-TrstCeremony CrossSign $foreign -Issuer $root | Approve-All
}

AfterAll {
    Remove-Founded
}

Describe 'Add-TrstCrossSignature' {
    It 'holds the plan against what is expected of it' {
        Get-ErrorId { $ready | Add-TrstCrossSignature -Issuer 'Another Root' -ShareHolder $present } | Should -Be 'PurposeMismatch'
        Get-ErrorId { $ready | Add-TrstCrossSignature -Target "$folder/offline-root.pem" -ShareHolder $present } | Should -Be 'PurposeMismatch'
    }

    It 'emits the cross-certificate' {
        $ready | Add-TrstCrossSignature -ShareHolder $present -WhatIf | Should -BeNullOrEmpty
        $cross = $ready | Add-TrstCrossSignature -Issuer $root -Target $foreign -ShareHolder $present
        $cross | Should -BeOfType ([Trstctl.PowerShell.TrstCrossCertificate])
        $cross.Issuer | Should -Be 'CN=Contoso Root CA,O=Contoso,C=DE'
        Get-ErrorId { $ready | Add-TrstCrossSignature -ShareHolder $present } | Should -Be 'CeremonyNotPending'
    }
}
