param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ready = New-TrstCASpec 'CN=Contoso Subordinate CA' -Validity 5y | Start-TrstCeremony Request | Approve-All
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstCARequest' {
    It 'emits the request' {
        $ready | New-TrstCARequest -WhatIf | Should -BeNullOrEmpty
        $request = $ready | New-TrstCARequest
        $request | Should -BeOfType ([Trstctl.PowerShell.TrstCARequest])
        $request.Pem | Should -BeLike '-----BEGIN CERTIFICATE REQUEST-----*'
        Get-ErrorId { $ready | New-TrstCARequest } | Should -Be 'CeremonyNotPending'
    }

    It 'refuses a ceremony of another operation' {
        $other = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
        Get-ErrorId { $other | New-TrstCARequest } | Should -Be 'PurposeMismatch'
    }
}
