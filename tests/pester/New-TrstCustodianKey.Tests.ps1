param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstCustodianKey' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { New-TrstCustodianKey Zoe -Path "$folder/keys" -Password $password -WhatIf }
    }

    It 'makes a file for each name that is piped in' {
        $made = 'Zoe', 'Yan' | New-TrstCustodianKey -Path "$folder/keys" -Password ([pscredential]::new('any', $password))
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstCustodian])
        $made.Name | Should -Be 'Zoe', 'Yan'
        $made.Path | Should -Exist
        $made[0].KeyWords -split ' ' | Should -HaveCount 8
    }

    It 'overwrites nothing, and wants a password' {
        Assert-Refused FileExists InvalidOperation { New-TrstCustodianKey Zoe -Path "$folder/keys" -Password $password }
        Assert-Refused SecretMissing InvalidArgument { New-TrstCustodianKey Xaver -Path "$folder/keys" }
        # Before a password is asked for.
        Assert-Refused DurationInvalid InvalidArgument { New-TrstCustodianKey Xaver -Path "$folder/keys" -Validity 3 }
        "$folder/keys/Xaver.pfx" | Should -Not -Exist
    }
}
