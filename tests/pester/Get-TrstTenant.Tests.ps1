param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    foreach ($name in 'apac', 'emea') { $null = New-TrstTenant $name -Protector KeyFile -KeyFile "$folder/$name.key" }
}

AfterAll {
    Remove-Founded
}

Describe 'Get-TrstTenant' {
    It 'lists all by name, and knows of the connected one alone how it stands' {
        $tenants = Get-TrstTenant
        $tenants | Should -BeOfType ([Trstctl.PowerShell.TrstTenant])
        $tenants.Name | Should -Be 'apac', 'default', 'emea'
        $tenants.IsConnected | Should -Be $false, $true, $false
        $tenants.Status | Should -Be 'NotConnected', 'Active', 'NotConnected'
        $tenants[0].Epoch, $tenants[0].Events, $tenants[0].TenantId, $tenants[0].Checkpoint | Should -Be $null, $null, $null, $null
        $tenants[1].TenantId | Should -Be $store.TenantId
    }

    It 'shows a line for each, with the id in words, and the rest as a list' {
        $table = Get-TrstTenant | Out-String -Width 250
        @($table.Trim() -split '\r?\n').Count | Should -Be 5
        $table | Should -Match "default +Active +1 $($store.TenantWords)"
        Get-TrstTenant default | Format-List | Out-String | Should -Match 'Checkpoint'
    }

    It 'takes a name or a pattern' {
        (Get-TrstTenant default).Epoch | Should -Be 1
        (Get-TrstTenant '*a*').Name | Should -Be 'apac', 'default', 'emea'
        (Get-TrstTenant 'e*').Name | Should -Be 'emea'
        Get-TrstTenant 'x*' | Should -BeNullOrEmpty
    }

    It 'knows no tenant that is not there' {
        Assert-Refused TenantNotFound ObjectNotFound { Get-TrstTenant nobody }
        Assert-Refused TenantMismatch PermissionDenied { Get-TrstTenant default -Tenant emea }
    }

    It 'takes no other file for a tenant' {
        foreach ($name in 'UPPER.db', 'notes.txt', 'a b.db') { [IO.File]::WriteAllText("$folder/store/tenants/$name", 'x') }
        (Get-TrstTenant).Name | Should -Be 'apac', 'default', 'emea'
    }

    It 'completes names, here and where one connects' {
        $line = 'Get-TrstTenant e'
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText |
            Should -Be 'emea'
        $line = "Connect-TrstStore '$folder/store' -Tenant a"
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText |
            Should -Be 'apac'
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Get-TrstTenant }
    }
}
