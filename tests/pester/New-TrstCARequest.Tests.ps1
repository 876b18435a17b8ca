param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ready = New-TrstCASpec 'CN=Contoso Subordinate CA' -Validity 5y | Start-TrstCeremony Request | Approve-All
}

AfterAll {
    Remove-Founded
}

Describe 'New-TrstCARequest' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { New-TrstCARequest $ready -WhatIf }
    }

    It 'emits the request' {
        $request = $ready | New-TrstCARequest
        $request | Should -BeOfType ([Trstctl.PowerShell.TrstCARequest])
        $request.Pem | Should -BeLike '-----BEGIN CERTIFICATE REQUEST-----*'
        Assert-Refused CeremonyNotPending InvalidOperation { $ready | New-TrstCARequest }
    }

    It 'refuses a ceremony of another operation' {
        $other = New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root
        Assert-Refused PurposeMismatch PermissionDenied { $other | New-TrstCARequest }
    }
}
