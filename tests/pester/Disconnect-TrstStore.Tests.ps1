param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Disconnect-TrstStore' {
    It 'closes the store that is given, and the sessions' {
        $store | Disconnect-TrstStore | Should -BeNullOrEmpty
        $store.IsConnected | Should -BeFalse
        Assert-Refused StoreClosed InvalidOperation { Get-TrstCA -Store $store }
        Assert-Refused NotConnected InvalidOperation { Get-TrstCA }
    }

    It 'closes twice without a word' {
        Disconnect-TrstStore $store | Should -BeNullOrEmpty
        @() | Disconnect-TrstStore | Should -BeNullOrEmpty
    }

    It 'closes nothing where no store is, and no other thing' {
        Assert-Refused NotConnected InvalidOperation { Disconnect-TrstStore }
        Get-ErrorId { Disconnect-TrstStore $null } | Should -Be 'ParameterArgumentValidationError'
        Get-ErrorId { Disconnect-TrstStore "$folder/store" } | Should -Be 'CannotConvertArgumentNoMessage'
    }
}
