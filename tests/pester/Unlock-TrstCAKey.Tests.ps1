param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $ready, $asked = 'CN=Contoso Issuing CA', 'CN=Contoso Issuing CA 2' | ForEach-Object { New-TrstCASpec $_ -Validity 5y } |
        Start-TrstCeremony Intermediate -Issuer $root | Approve-All
}

AfterAll {
    Remove-Founded
}

Describe 'Unlock-TrstCAKey' {
    It 'refuses where nobody asks for shares' {
        Assert-Refused OpeningNotRequested InvalidOperation {
            $ready | Unlock-TrstCAKey -Certificate $alice -Password $password -PlanDigest $ready.PlanDigest
        }
    }

    It 'changes nothing with -WhatIf' {
        Assert-Refused SharesMissing ResourceUnavailable { $ready | New-TrstIntermediateCA -Timeout 0 }
        Assert-Unchanged { Unlock-TrstCAKey $ready -Certificate $alice -Password $password -WhatIf }
    }

    It 'releases a share to the session that asks for it, and emits the ceremony' {
        $manifest = (Get-Module Trstctl).Path
        $asking = [PowerShell]::Create()
        $null = $asking.AddScript('param($Module, $Store, $Id) Import-Module $Module; New-TrstIntermediateCA $Id -Store $Store').
        AddArgument($manifest).AddArgument($store).AddArgument($asked.Id)
        $asks = "asks $([Guid]::NewGuid())"
        $null = Register-ObjectEvent $asking.Streams.Progress DataAdded -SourceIdentifier $asks
        $running = $asking.BeginInvoke()
        if (-not (Wait-Event $asks -Timeout 120)) { throw "Nobody asks. $($asking.InvocationStateInfo.Reason)" }
        Unregister-Event $asks
        $released = @($asked | Unlock-TrstCAKey -Certificate $alice -Password $password -PlanDigest $asked.PlanDigest)

        # What is compared stands at both prompts, and another digest is another plan's though he released already.
        "$($asking.Streams.Information)" | Should -BeLike "*Unlock-TrstCAKey $($asked.Id).*$($released.SessionWords)."
        Assert-Refused PlanDigestMismatch PermissionDenied {
            $asked | Unlock-TrstCAKey -Certificate $alice -Password $password -PlanDigest ('00' * 32)
        }
        $released += foreach ($custodian in $bob, $carol) {
            $asked | Unlock-TrstCAKey -Certificate $custodian -Password $password -PlanDigest $asked.PlanDigest
        }
        $released | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $released[-1].ReleasedBy | Should -Be 'Alice', 'Bob', 'Carol'
        $asking.EndInvoke($running).Name | Should -Be 'Contoso Issuing CA 2'
        $asking.Dispose()
    }

    It 'releases nothing to a session that said that it is over' {
        Assert-Refused SharesMissing ResourceUnavailable { $ready | New-TrstIntermediateCA -Timeout 0 }
        Assert-Refused OpeningOver InvalidOperation {
            $ready | Unlock-TrstCAKey -Certificate $alice -Password $password -PlanDigest $ready.PlanDigest
        }
        @($ready | Get-TrstEvent key.share-released).Count | Should -Be 0
    }

    It 'is followed by how many shares were signed for, and who can release the next' {
        $other = New-TrstCASpec 'CN=Contoso Issuing CA 3' -Validity 5y | Start-TrstCeremony Intermediate -Issuer $root | Approve-All
        $other.Next | Should -Be 'ops executes'
        Assert-Refused SharesMissing ResourceUnavailable { $other | New-TrstIntermediateCA -ShareHolder $present[0] -Timeout 0 }
        (Get-TrstCeremony $other).ReleasedBy | Should -Be 'Alice'
        (Get-TrstCeremony $other).Next | Should -Be 'Bob, Carol, Dave or Erin releases (1 of 3 shares signed for)'
        (Get-TrstHealth | Where-Object Kind -EQ Release | Where-Object CeremonyId -EQ $other.CeremonyId).Detail |
            Should -BeLike '*1 of 3 signed for*'
    }
}
