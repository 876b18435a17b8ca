param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ended = Get-TrstCeremony -Operation Root
}

AfterAll {
    Remove-Founded
}

Describe 'Get-TrstEvent' {
    It 'knows which types of events there are' {
        Assert-Refused InvalidArgument InvalidArgument { Get-TrstEvent ceremony.aproved }
        Get-TrstEvent 'ceremony.nothing*' | Should -BeNullOrEmpty
    }

    It 'lists from the founding on' {
        $all = Get-TrstEvent
        $all | Should -BeOfType ([Trstctl.PowerShell.TrstEvent])
        $all.Seq | Should -Be (0..($all.Count - 1))
    }

    It 'filters by type, with wildcards' {
        (Get-TrstEvent ceremony.completed).Type | Select-Object -Unique | Should -Be 'ceremony.completed'
        @(Get-TrstEvent 'store.*', 'tenant.*').Count | Should -Be 2
    }

    It 'filters by ceremony, of the pipeline too' {
        (Get-TrstEvent -CeremonyId $ended.Id).CeremonyId | Select-Object -Unique | Should -Be $ended.CeremonyId
        ($ended | Get-TrstEvent).Count | Should -Be 5
    }

    It 'filters by time' {
        @(Get-TrstEvent -After 2020-01-01).Count | Should -Be @(Get-TrstEvent).Count
        Get-TrstEvent -Before 2020-01-01 | Should -BeNullOrEmpty
    }

    It 'pages' {
        (Get-TrstEvent -Skip 2 -First 1).Seq | Should -Be 2
    }

    It 'says in words what was done, and by whom' {
        $told = $ended | Get-TrstEvent | ForEach-Object { "$($_.By) $($_.Detail)" }
        $told | Should -Be @(
            'ops proposed the root Contoso Root CA'
            'Alice approved the root Contoso Root CA'
            'Bob approved the root Contoso Root CA'
            'Carol approved the root Contoso Root CA'
            'ops made the root Contoso Root CA'
        )
        ($ended | Get-TrstEvent ceremony.completed).Actor | Should -Be 'principal:ops'
    }

    It 'says of a refusal what was refused, and why' {
        $null = Get-ErrorId { Start-TrstCeremony Rotation 'Nobody CA' }
        (Get-TrstEvent ceremony.refused | Select-Object -Last 1).Detail |
            Should -BeExactly 'start refused: AuthorityNotFound, There is no authority "Nobody CA" in this tenant.'
        $open = New-TrstCASpec 'CN=Event CA' -Validity 5y | Start-TrstCeremony Root
        $null = Get-ErrorId { $open | New-TrstRootCA }
        ($open | Get-TrstEvent ceremony.refused).Detail | Should -BeLike 'execute refused for the root Event CA: QuorumNotMet, *'
        $null = $open | Stop-TrstCeremony -Reason 'only a test'
    }

    It 'keeps apart what the host claimed' {
        (Get-TrstEvent store.created).By | Should -BeLike 'host:*'
    }

    It 'has void events only where there are any' {
        Get-TrstEvent -Void | Should -BeNullOrEmpty
    }

    It 'knows no ceremony that there was not' {
        Assert-Refused CeremonyNotFound ObjectNotFound { Get-TrstEvent -CeremonyId 12345678 }
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Get-TrstEvent }
    }
}
