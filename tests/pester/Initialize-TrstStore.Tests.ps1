param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $at = @{ Protector = 'KeyFile'; KeyFile = "$folder/new-ledger.key"; ClientStatePath = "$folder/client-2" }
}

AfterAll {
    Remove-Founded
}

Describe 'Initialize-TrstStore' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Initialize-TrstStore "$folder/new" @at -WhatIf }
        (Get-TrstStore).Location | Should -Be $store.Location
    }

    It 'makes a store and its key file, and connects' {
        $made = Initialize-TrstStore "$folder/new" @at -Certificate $ops -Password $password
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstStore])
        $made.Tenant, $made.TenantId, $made.You | Should -Be 'default', '', 'ops'
        "$folder/new-ledger.key" | Should -Exist
        (Get-TrstStore).Location | Should -Be $made.Location
        $made | Disconnect-TrstStore
    }

    It 'makes no key file for a tenant that it refuses' {
        $no = $at.Clone(); $no.KeyFile = "$folder/unmade.key"
        Assert-Refused InvalidArgument InvalidArgument { Initialize-TrstStore "$folder/other" @no -Tenant EMEA }
        $no.CustodyKeyFile = "$folder/unmade-custody.key"
        Assert-Refused InvalidArgument InvalidArgument { Initialize-TrstStore "$folder/other" @no -CustodyPassword $password }
        $no.KeyFile = $no.CustodyKeyFile
        Assert-Refused InvalidArgument InvalidArgument { Initialize-TrstStore "$folder/other" @no }
        "$folder/other", "$folder/unmade.key", "$folder/unmade-custody.key" | Should -Not -Exist
    }

    It 'leaves no key file of its own where the other cannot be made' {
        $no = $at.Clone(); $no.KeyFile = "$folder/unmade.key"; $no.CustodyKeyFile = "$folder/nowhere/unmade.key"
        Assert-Refused FileUnwritable ResourceUnavailable { Initialize-TrstStore "$folder/other" @no }
        $no.KeyFile, $no.CustodyKeyFile = $no.CustodyKeyFile, $no.KeyFile
        Assert-Refused FileUnwritable ResourceUnavailable { Initialize-TrstStore "$folder/other" @no }
        "$folder/other", "$folder/unmade.key" | Should -Not -Exist
    }

    It 'makes no key file for a store that no folder can hold' {
        [IO.File]::WriteAllText("$folder/note", 'no folder')
        $no = $at.Clone(); $no.KeyFile = "$folder/unmade.key"
        foreach ($place in 'note/other', 'note/deep/other') {
            Assert-Refused StoreUnavailable ResourceUnavailable { Initialize-TrstStore "$folder/$place" @no }
        }
        "$folder/unmade.key" | Should -Not -Exist
    }

    It 'takes no key file for both sealers, whatever name the other has: <_>' -ForEach 'SymbolicLink', 'HardLink', 'copy' {
        if ($IsWindows -and $_ -eq 'SymbolicLink') { Set-ItResult -Skipped -Because 'links take a privilege there' }
        $one, $other = "$folder/one-$_.key", "$folder/other-$_.key"
        $no = $at.Clone(); $no.KeyFile = $one; $no.CustodyKeyFile = $other
        if ($_ -ne 'SymbolicLink') { Copy-Item -LiteralPath $at.KeyFile $one }
        if ($_ -eq 'copy') { Copy-Item -LiteralPath $one $other }
        else { $null = New-Item -ItemType $_ $other -Target $one -Force }
        if (-not $IsWindows -and $_ -ne 'SymbolicLink') { chmod go= $one $other }
        $refused = Get-ErrorId { Initialize-TrstStore "$folder/both-$_" @no -WarningAction SilentlyContinue }
        $refused | Should -Be 'InvalidArgument'
        "$folder/both-$_" | Should -Not -Exist
        Test-Path $one | Should -Be ($_ -ne 'SymbolicLink') -Because 'what was made goes, and what was there stays'
    }

    It 'overwrites nothing' {
        Assert-Refused StoreExists InvalidOperation { Initialize-TrstStore "$folder/new" @at }
    }

    It 'says which secret is missing' {
        Assert-Refused SecretMissing InvalidArgument { Initialize-TrstStore "$folder/other" -Protector KeyFile }
        $refused = { Initialize-TrstStore "$folder/other" -Protector KeyFile -Certificate $ops } | Should -Throw -PassThru
        "$refused" | Should -BeLike '*-KeyFile*'
        if (-not $IsWindows) {
            Assert-Refused PlatformUnsupported ResourceUnavailable {
                Initialize-TrstStore "$folder/other" -Protector DpapiUser -CustodyKeyFile "$folder/unmade-custody.key"
            }
            "$folder/unmade-custody.key" | Should -Not -Exist
        }
        Assert-Refused SecretMissing InvalidArgument { Initialize-TrstStore "$folder/other" -Protector Password }
        "$folder/other" | Should -Not -Exist
    }
}
