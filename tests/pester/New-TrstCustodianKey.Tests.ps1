param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstCustodianKey' {
    It 'changes nothing with -WhatIf' {
        New-TrstCustodianKey Zoe -Path "$folder/keys" -Password $password -WhatIf | Should -BeNullOrEmpty
        "$folder/keys" | Should -Not -Exist
    }

    It 'makes a file for each name that is piped in' {
        $made = 'Zoe', 'Yan' | New-TrstCustodianKey -Path "$folder/keys" -Password ([pscredential]::new('any', $password))
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstCustodian])
        $made.Name | Should -Be 'Zoe', 'Yan'
        $made.Path | Should -Exist
        $made[0].KeyWords -split ' ' | Should -HaveCount 8
    }

    It 'overwrites nothing, and wants a password' {
        Get-ErrorId { New-TrstCustodianKey Zoe -Path "$folder/keys" -Password $password } | Should -Be 'FileExists'
        Get-ErrorId { New-TrstCustodianKey Xaver -Path "$folder/keys" } | Should -Be 'SecretMissing'
        Get-ErrorId { New-TrstCustodianKey Xaver -Path "$folder/keys" -Password $password -Validity 3 } | Should -Be 'DurationInvalid'
        "$folder/keys/Xaver.pfx" | Should -Not -Exist
    }
}
