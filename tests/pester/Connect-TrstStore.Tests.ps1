param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $open = @{ Path = "$folder/store"; KeyFile = "$folder/ledger.key"; ClientStatePath = "$folder/client-2" }
}

AfterAll {
    Remove-Founded
}

Describe 'Connect-TrstStore' {
    It 'warns of a tenant that it meets for the first time, and names its words' {
        $connected = Connect-TrstStore @open -WarningVariable warned -WarningAction SilentlyContinue
        $connected | Should -BeOfType ([Trstctl.PowerShell.TrstStore])
        "$warned" | Should -BeLike "*$($connected.TenantWords)*"
        $connected.Access | Should -Be 'NoCustody'
        $connected.You | Should -BeNullOrEmpty
        (Get-TrstStore).Location | Should -Be $connected.Location
        $connected | Disconnect-TrstStore
    }

    It 'says once who you are' {
        $connected = Connect-TrstStore @open -CustodyKeyFile "$folder/custody.key" -Certificate $alice -Password $password
        $connected.You, $connected.Access | Should -Be 'Alice', 'Full'
        $connected | Disconnect-TrstStore
    }

    It 'reads without a secret, and writes nothing then' {
        $connected = Connect-TrstStore "$folder/store" -ReadOnly -ClientStatePath "$folder/client-2"
        (Get-TrstCA).Name | Should -Be 'Contoso Root CA'
        $events = @(Get-TrstEvent).Count
        Assert-Refused StoreReadOnly InvalidOperation {
            New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root -Certificate $ops -Password $password
        }
        @(Get-TrstEvent).Count | Should -Be $events
        $connected | Disconnect-TrstStore
    }

    It 'shows no plan for consent that a reader cannot give' {
        $connected = Connect-TrstStore "$folder/store" -ReadOnly -ClientStatePath "$folder/client-2"
        $founding = Get-TrstCeremony -Operation Roster
        Assert-Refused StoreReadOnly InvalidOperation { $founding | Deny-TrstCeremony -Reason no -Certificate $alice -Password $password }
        $connected | Disconnect-TrstStore
    }

    It 'warns of a key that is not on the roster' {
        $stranger = New-TrstCustodianKey Mallory -Path $folder -Password $password
        $connected = Connect-TrstStore @open -Certificate $stranger -Password $password -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*Mallory*not on the roster*'
        $connected | Disconnect-TrstStore
    }

    It 'names the one secret that this store needs, before anybody''s own' {
        $refused = { Connect-TrstStore "$folder/store" -Certificate $alice -ClientStatePath "$folder/client-2" } | Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'SecretMissing,*'
        $refused.ErrorDetails.RecommendedAction | Should -BeLike 'Pass -KeyFile *'
        $refused.ErrorDetails.RecommendedAction | Should -Not -Match 'Password'
        $refused = { Connect-TrstStore @open -Certificate $alice } | Should -Throw -PassThru
        $refused.ErrorDetails.RecommendedAction | Should -BeLike 'Pass -Password *'
        $refused = { Connect-TrstStore "$folder/store" -KeyFile "$folder/custody.key" } | Should -Throw -PassThru
        $refused.ErrorDetails.RecommendedAction | Should -Not -Match 'Custody'
    }

    It 'wants the ledger''s password before one''s own, and remembers nothing where either is missing' {
        Initialize-TrstStore "$folder/lab" -Protector Password -LedgerPassword $password | Disconnect-TrstStore
        $lab = @{ Path = "$folder/lab"; ClientStatePath = "$folder/client-3" }
        $refused = { Connect-TrstStore @lab -Certificate $alice } | Should -Throw -PassThru
        $refused.ErrorDetails.RecommendedAction | Should -BeLike 'Pass -LedgerPassword*'
        Assert-Refused SecretMissing InvalidArgument { Connect-TrstStore @lab -LedgerPassword $password -Certificate $alice }
        @(Get-ChildItem "$folder/client-3" -ErrorAction Ignore).Count | Should -Be 0
    }

    It 'refuses what it cannot open' {
        Assert-Refused SecretMissing InvalidArgument { Connect-TrstStore "$folder/store" -ClientStatePath "$folder/client-2" }
        Assert-Refused KeyUnavailable ResourceUnavailable {
            Connect-TrstStore "$folder/store" -KeyFile "$folder/custody.key" -ClientStatePath "$folder/client-2"
        }
        Assert-Refused StoreNotFound ObjectNotFound { Connect-TrstStore "$folder/nowhere" -ReadOnly }
        Assert-Refused TenantNotFound ObjectNotFound { Connect-TrstStore @open -Tenant other }
        Assert-Refused InvalidArgument InvalidArgument { Connect-TrstStore @open -LedgerPassword $password }
        Assert-Refused DurationInvalid InvalidArgument { Connect-TrstStore @open -LockTimeout 5 }
    }
}
