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
        Get-ErrorId { Get-TrstCA -Store $store } | Should -Not -BeNullOrEmpty
        Get-ErrorId { Get-TrstCA } | Should -Be 'NotConnected'
    }

    It 'closes twice without a word' {
        { $store | Disconnect-TrstStore } | Should -Not -Throw
    }
}
