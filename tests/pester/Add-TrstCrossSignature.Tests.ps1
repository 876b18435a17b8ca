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
        Assert-Refused PurposeMismatch PermissionDenied { $ready | Add-TrstCrossSignature -Issuer 'Another Root' -ShareHolder $present }
        Assert-Refused PurposeMismatch PermissionDenied {
            $ready | Add-TrstCrossSignature -Target "$folder/offline-root.pem" -ShareHolder $present
        }
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Add-TrstCrossSignature $ready -ShareHolder $present -WhatIf }
    }

    It 'emits the cross-certificate' {
        $cross = $ready | Add-TrstCrossSignature -Issuer $root -Target $foreign -ShareHolder $present
        $cross | Should -BeOfType ([Trstctl.PowerShell.TrstCrossCertificate])
        $cross.Issuer | Should -Be 'CN=Contoso Root CA,O=Contoso,C=DE'
        Assert-Refused CeremonyNotPending InvalidOperation { $ready | Add-TrstCrossSignature -ShareHolder $present }
    }
}
