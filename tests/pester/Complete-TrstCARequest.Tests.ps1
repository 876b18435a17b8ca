param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $null = Start-TrstCeremony Import "$folder/offline-root.pem" | Approve-All | Complete-TrstCeremony
    $spec = New-TrstCASpec 'CN=Contoso Subordinate CA' -Validity 5y
    $request = $spec | Start-TrstCeremony Request -Issuer 'Contoso Offline Root' | Approve-All | New-TrstCARequest
    Invoke-OfflineRoot $request.Pem "$folder/answer.pem"
}

AfterAll {
    Remove-Founded
}

Describe 'Complete-TrstCARequest' {
    It 'refuses what answers no request' {
        Assert-Refused AuthorityNotFound ObjectNotFound { Complete-TrstCARequest $foreign }
        Assert-Refused FileUnreadable InvalidArgument { Complete-TrstCARequest "$folder/missing.pem" }
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { Complete-TrstCARequest "$folder/answer.pem" -WhatIf }
    }

    It 'emits the CA' {
        $made = "$folder/answer.pem" | Complete-TrstCARequest
        $made | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $made.Name | Should -Be 'Contoso Subordinate CA'
    }
}
