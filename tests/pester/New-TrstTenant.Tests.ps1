param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module

    # A 2-of-2 roster of the people there are.
    function Initialize-Roster($Store) {
        $ceremony = $alice, $bob | New-TrstRoster -Operator $ops -Threshold 2 |
            Start-TrstCeremony Roster -Store $Store -Certificate $ops -Password $password
        foreach ($custodian in $alice, $bob) {
            $ceremony = $ceremony | Approve-TrstCeremony -Store $Store -Certificate $custodian -Password $password `
                -PlanDigest $ceremony.PlanDigest
        }
        $null = $ceremony | Complete-TrstCeremony -Store $Store -Certificate $ops -Password $password
    }
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstTenant' {
    It 'makes a tenant with a file and secrets of its own, and stays where it is' {
        $tenant = New-TrstTenant emea -Protector KeyFile -KeyFile "$folder/emea.key" -CustodyKeyFile "$folder/emea-custody.key"
        $tenant | Should -BeOfType ([Trstctl.PowerShell.TrstTenant])
        $tenant.Name, $tenant.Status, $tenant.TenantId | Should -Be 'emea', 'Unfounded', $null
        Join-Path $folder 'store/tenants/emea.db' | Should -Exist
        "$folder/emea.key" | Should -Exist
        (Get-TrstStore).Tenant | Should -Be 'default'
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { New-TrstTenant apac -Protector KeyFile -KeyFile "$folder/apac.key" -WhatIf }
    }

    It 'makes no key file for a name that it refuses, and asks for no password' {
        foreach ($name in 'emea', 'EMEA', '..') {
            Get-ErrorId { New-TrstTenant $name -Protector KeyFile -KeyFile "$folder/unmade.key" } | Should -BeIn 'TenantExists', 'InvalidArgument'
            Get-ErrorId { New-TrstTenant $name -Protector Password } | Should -BeIn 'TenantExists', 'InvalidArgument'
        }
        "$folder/unmade.key" | Should -Not -Exist
    }

    It 'leaves no key file of its own where the other cannot be made, or opens both' {
        $unmade = @{ Protector = 'KeyFile'; KeyFile = "$folder/unmade.key"; WarningAction = 'SilentlyContinue' }
        Assert-Refused FileUnwritable ResourceUnavailable { New-TrstTenant apac @unmade -CustodyKeyFile "$folder/nowhere/unmade.key" }
        if (-not $IsWindows) {
            ln -s "$folder/unmade.key" "$folder/unmade-link.key"
            Assert-Refused InvalidArgument InvalidArgument { New-TrstTenant apac @unmade -CustodyKeyFile "$folder/unmade-link.key" }
        }
        "$folder/unmade.key", "$folder/store/tenants/apac.db" | Should -Not -Exist
    }

    It 'warns of a key file that may open another tenant' {
        $null = New-TrstTenant lab -Protector KeyFile -KeyFile "$folder/emea.key" -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*emea.key*was there before*'
    }

    It 'uses no name twice, whatever its case' {
        Assert-Refused TenantExists InvalidOperation { New-TrstTenant emea -Protector KeyFile -KeyFile "$folder/emea.key" }
        Assert-Refused TenantExists InvalidOperation { New-TrstTenant default -Protector KeyFile -KeyFile "$folder/emea.key" }
    }

    It 'takes no name that is a path or has other letters: <_>' -ForEach 'EMEA', '../emea', 'a b', 'nul.db', ('a' * 65) {
        $name = $_
        Assert-Refused InvalidArgument InvalidArgument { New-TrstTenant $name -Protector KeyFile -KeyFile "$folder/emea.key" }
    }

    It 'leaves nothing behind where it fails' {
        [IO.File]::WriteAllText("$folder/no.key", 'no key file')
        if (-not $IsWindows) { chmod go= "$folder/no.key" }
        Assert-Refused KeyUnavailable ResourceUnavailable { New-TrstTenant apac -Protector KeyFile -KeyFile "$folder/no.key" }
        Assert-Refused SecretMissing InvalidArgument { New-TrstTenant apac -Protector KeyFile }
        @(Get-ChildItem "$folder/store/tenants" -Filter 'apac*').Count | Should -Be 0
    }

    It 'needs a store that is not read-only' {
        $reader = Connect-TrstStore "$folder/store" -ReadOnly
        Assert-Refused StoreReadOnly InvalidOperation { New-TrstTenant apac -Protector KeyFile -KeyFile "$folder/emea.key" }
        $reader | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { New-TrstTenant apac -Protector KeyFile -KeyFile "$folder/emea.key" }
        $global:TrstctlDefaultStore = $store
    }
}

Describe 'Two tenants of one store' {
    BeforeAll {
        $emea = Connect-TrstStore "$folder/store" -Tenant emea -KeyFile "$folder/emea.key" -CustodyKeyFile "$folder/emea-custody.key"
        Initialize-Roster $emea
        $ceremony = New-TrstCASpec 'CN=Ours' -Validity 1y | Start-TrstCeremony Root -Store $store -Certificate $ops -Password $password
    }

    AfterAll {
        $emea | Disconnect-TrstStore
        $global:TrstctlDefaultStore = $store
    }

    It 'are two worlds' {
        $emea.TenantId | Should -Not -Be $store.TenantId
        (Get-TrstRoster -Store $emea).Quorum | Should -Be '2 of 2'
        (Get-TrstRoster -Store $store).Quorum | Should -Be '3 of 5'
        @(Get-TrstCA -Store $emea).Count | Should -Be 0
    }

    It 'know nothing of each other by id, name or object' {
        Assert-Refused CeremonyNotFound ObjectNotFound { Get-TrstCeremony $ceremony -Store $emea }
        $me = @{ Certificate = $alice; Password = $password }
        Assert-Refused CeremonyNotFound ObjectNotFound {
            $ceremony | Approve-TrstCeremony -Store $emea @me -PlanDigest $ceremony.PlanDigest
        }
        Assert-Refused AuthorityNotFound ObjectNotFound {
            Start-TrstCeremony Rotation $root -Store $emea -Certificate $ops -Password $password
        }
        Assert-Refused TenantMismatch PermissionDenied { Get-TrstRoster -Store $emea -Tenant default }
    }

    It 'do not open with each other''s secrets' {
        Assert-Refused KeyUnavailable ResourceUnavailable { Connect-TrstStore "$folder/store" -Tenant emea -KeyFile "$folder/ledger.key" }
        Assert-Refused KeyUnavailable ResourceUnavailable { Connect-TrstStore "$folder/store" -KeyFile "$folder/emea.key" }
    }

    It 'take no file of the other under their own name' {
        $emea | Disconnect-TrstStore
        Copy-Item "$folder/store/tenants/default.db" "$folder/store/tenants/emea.db" -Force
        if (-not $IsWindows) { chmod go= "$folder/store/tenants/emea.db" }
        Assert-Refused KeyUnavailable ResourceUnavailable { Connect-TrstStore "$folder/store" -Tenant emea -KeyFile "$folder/ledger.key" }
        Assert-Refused TrustAnchorMissing PermissionDenied { Connect-TrstStore "$folder/store" -Tenant emea -ReadOnly }
    }
}
