param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $open = New-TrstCASpec 'CN=Contoso Root CA 2,O=Contoso' -Validity 5y | Start-TrstCeremony Root
}

AfterAll {
    Remove-Founded
}

Describe 'Get-TrstCeremony' {
    It 'lists the oldest first' {
        $all = Get-TrstCeremony
        $all | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $all.Operation | Should -Be 'Roster', 'Root', 'Root'
    }

    It 'takes an object, an id and the end of an id' {
        foreach ($one in $open, $open.CeremonyId, $open.Id) {
            (Get-TrstCeremony $one).CeremonyId | Should -Be $open.CeremonyId
        }
        ($open.Id | Get-TrstCeremony).CeremonyId | Should -Be $open.CeremonyId
    }

    It 'takes several, and says of each that there is not' {
        $all = Get-TrstCeremony
        (Get-TrstCeremony $all[0], $all[1].Id).CeremonyId | Should -Be $all[0].CeremonyId, $all[1].CeremonyId
        $found = Get-TrstCeremony 'zzzzzzzz', $open.Id -ErrorVariable refused -ErrorAction SilentlyContinue
        $found.CeremonyId | Should -Be $open.CeremonyId
        $refused.FullyQualifiedErrorId | Should -BeLike 'CeremonyNotFound,*'
        Assert-Refused CeremonyNotFound ObjectNotFound { Approve-TrstCeremony $all[0], $all[1] -Certificate $alice -Password $password }
        Assert-Refused AuthorityNotFound ObjectNotFound { Get-TrstCA -Issuer $root, $root }
    }

    It 'shows the plan, of one ceremony and of each in a list' {
        (Get-TrstCeremony $open).Plan | Should -Match 'MAKE A ROOT CA'
        Get-TrstCeremony -Status Pending | ForEach-Object Plan | Should -BeExactly (Get-TrstCeremony $open).Plan
        (Get-TrstCeremony).Plan | Should -HaveCount 3
    }

    It 'says in the place of a plan that the store is closed' {
        $reader = Connect-TrstStore "$folder/store" -ReadOnly
        $listed = Get-TrstCeremony -Status Pending
        $reader | Disconnect-TrstStore
        $global:TrstctlDefaultStore = $store
        $listed.Plan | Should -BeLike "It cannot be shown now (StoreClosed). *Get-TrstCeremony '$($open.Id)'*"
    }

    It 'filters by status, operation, opening and who is waited for' {
        (Get-TrstCeremony -Status Pending).Id | Should -Be $open.Id
        @(Get-TrstCeremony -Operation root).Count | Should -Be 2
        (Get-TrstCeremony -WaitingFor alice).Id | Should -Be $open.Id
        Get-TrstCeremony -After ([datetime]::UtcNow.AddDays(1)) | Should -BeNullOrEmpty
    }

    It 'pages' {
        (Get-TrstCeremony -Skip 1 -First 1).Operation | Should -Be 'Root'
    }

    It 'lists what was opened in one second in the order of its opening' {
        $opened = 1..8 | ForEach-Object { New-TrstCASpec "CN=In a row $_" -Validity 5y | Start-TrstCeremony Root }
        $listed = Get-TrstCeremony -Status Pending | Where-Object Subject -Like '*In a row*'
        $listed.CeremonyId | Should -Be $opened.CeremonyId
        (Get-TrstCeremony -First 20 | Where-Object Subject -Like '*In a row*').CeremonyId | Should -Be $opened.CeremonyId
        $null = $listed | Stop-TrstCeremony -Reason 'only a test'
    }

    It 'says by when who has to act' {
        $open.Due | Should -Be $open.GatherBy
        $open.Next | Should -Be 'Alice, Bob, Carol, Dave or Erin'
        $ready = New-TrstCASpec 'CN=Contoso Root CA 3,O=Contoso' -Validity 5y | Start-TrstCeremony Root | Approve-All
        $ready.Due | Should -Be $ready.UseBy
        $ready.Next | Should -Be 'ops executes'
        $ready | Stop-TrstCeremony -Reason 'only a test' | ForEach-Object { $_.Due, $_.Next } | Should -Be $null, ''
    }

    It 'says who executed, when, and what was made' {
        $ended = Get-TrstCeremony -Status Completed -Operation Root
        $ended.ExecutedBy | Should -Be 'ops'
        $ended.Completed | Should -BeOfType ([datetime])
        $ended.Result | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $ended.Result.Thumbprint | Should -Be $root.Thumbprint
        $founding = Get-TrstCeremony -Operation Roster
        $founding.Result.Epoch | Should -Be 1
        $founding.Result.Status | Should -Be 'Current'
        $open.ExecutedBy, $open.Completed | Should -Be $null, $null
        $open.Result | Should -BeNullOrEmpty
    }

    It 'has words, which compare with words and with what they were before' {
        $open.Status | Should -BeExactly 'Pending'
        $open.Status -eq [Trstctl.Ceremonies.CeremonyStatus]::Pending | Should -BeTrue
        [Trstctl.Ceremonies.CeremonyStatus]::Pending -eq $open.Status | Should -BeTrue
        (Get-TrstCeremony -Status $open.Status).Id | Should -Be $open.Id
    }

    It 'knows no ceremony that there was not' {
        Assert-Refused CeremonyNotFound ObjectNotFound { Get-TrstCeremony 12345678 }
        Assert-Refused CeremonyNotFound ObjectNotFound { Get-TrstCeremony $open.Id.Substring(1) }
    }

    It 'takes a pattern for who is waited for, and no name that nobody has' {
        (Get-TrstCeremony -WaitingFor 'A*').Id | Should -Be (Get-TrstCeremony -WaitingFor alice).Id
        Assert-Refused NotOnRoster PermissionDenied { Get-TrstCeremony -WaitingFor Ali }
        Assert-Refused InvalidArgument InvalidArgument { Get-TrstCeremony -WaitingFor '[' }
        Assert-Refused OperationUnknown InvalidArgument { Get-TrstCeremony -Operation Rotat }
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Get-TrstCeremony }
    }
}
