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
        Get-ErrorId { $ready | Import-TrstCA -Path "$folder/missing.pfx" -KeyPassword $password } | Should -Be 'FileUnreadable'
        Get-ErrorId { $ready | Import-TrstCA -Path $ops.Path -KeyPassword $password } | Should -Not -BeNullOrEmpty
        Get-ErrorId { $ready | Import-TrstCA -Path "$folder/old-ca.pfx" -KeyPassword ([securestring]::new()) } | Should -Not -BeNullOrEmpty
        (Get-TrstCeremony $ready).Status | Should -Be 'Ready'
    }

    It 'emits the CA' {
        $ready | Import-TrstCA -Path "$folder/old-ca.pfx" -KeyPassword $password -WhatIf | Should -BeNullOrEmpty
        $imported = $ready | Import-TrstCA -Path "$folder/old-ca.pfx" -KeyPassword $password
        $imported | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $imported.Name, $imported.Level | Should -Be 'Old CA', 'SignedApproval'
    }
}
