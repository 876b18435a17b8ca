param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ready = Start-TrstCeremony Import "$folder/old-ca.pem" -Custody Quorum | Approve-All
}

AfterAll {
    Remove-Founded
}

Describe 'Import-TrstCA' {
    It 'wants the key of the certificate that was approved' {
        Assert-Refused FileUnreadable InvalidArgument { $ready | Import-TrstCA -Path "$folder/missing.pfx" -KeyPassword $password }
        Assert-Refused ImportRefused InvalidArgument { $ready | Import-TrstCA -Path $ops.Path -KeyPassword $password }
        Assert-Refused FileUnreadable InvalidArgument { Import-TrstCA $ready "$folder/old-ca.pem" }
        Assert-Refused SecretMissing InvalidArgument { Import-TrstCA $ready "$folder/old-ca.pfx" }
        Assert-Refused KeyUnavailable ResourceUnavailable {
            Import-TrstCA $ready "$folder/old-ca.pfx" -KeyPassword ([securestring]::new())
        }
        Assert-Refused ParameterMissing InvalidArgument { Complete-TrstCeremony $ready }
        $ready | Get-TrstEvent key.*, ceremony.completed | Should -BeNullOrEmpty
        (Get-TrstCeremony $ready).Status | Should -Be 'Ready'
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Import-TrstCA $ready "$folder/old-ca.pfx" -KeyPassword $password -WhatIf }
    }

    It 'emits the CA' {
        $imported = $ready | Import-TrstCA -Path "$folder/old-ca.pfx" -KeyPassword $password
        $imported | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $imported.Name, $imported.Level | Should -Be 'Old CA', 'SignedApproval'
    }
}
