param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Start-TrstCeremony' {
    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root -WhatIf }
    }

    It 'names in -WhatIf the CA that came down the pipeline, and no id' {
        $null = Start-Transcript "$folder/whatif.txt"
        try {
            $root | Start-TrstCeremony Rotation -WhatIf
            New-TrstCASpec 'CN=Sub' -Validity 2y | Start-TrstCeremony Intermediate -Issuer $root -WhatIf
        }
        finally { $null = Stop-Transcript }
        $text = [IO.File]::ReadAllText("$folder/whatif.txt") -replace '\s+', ' '
        $text | Should -BeLike '*Open a Rotation ceremony for Contoso Root CA as ops*'
        $text | Should -BeLike '*Open an Intermediate ceremony for CN=Sub as ops*'
        $text.Contains($root.AuthorityId) | Should -BeFalse
    }

    It 'opens a ceremony per object that comes down the pipeline' {
        $opened = 'CN=One', 'CN=Two' | ForEach-Object { New-TrstCASpec $_ -Validity 5y } |
            Start-TrstCeremony root -GatherBy 3d -UseBy 1d -Reason 'two at once'
        $opened | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $opened.Title | Should -Be 'One', 'Two'
        $opened.Status | Should -Be 'Pending', 'Pending'
        ($opened[0].UseBy - $opened[0].GatherBy).TotalDays | Should -Be 1
    }

    It 'says of an unknown operation which there are' {
        Assert-Refused OperationUnknown InvalidArgument { Start-TrstCeremony Rotate $root }
        try { Start-TrstCeremony Rotate $root } catch { "$_ $($_.ErrorDetails.RecommendedAction)" | Should -Match '\bRotation\b' }
    }

    It 'refuses a parameter of another operation' {
        Assert-Refused ParameterForeign InvalidArgument { New-TrstCASpec 'CN=Three' -Validity 5y | Start-TrstCeremony Root -Issuer $root }
        Assert-Refused ParameterForeign InvalidArgument { Start-TrstCeremony Resume $root }
    }

    It 'says what is missing' {
        Assert-Refused ParameterMissing InvalidArgument { Start-TrstCeremony Root }
        Assert-Refused ParameterMissing InvalidArgument { Start-TrstCeremony Request }
        Assert-Refused ParameterMissing InvalidArgument { Start-TrstCeremony Intermediate (New-TrstCASpec 'CN=Four' -Validity 5y) }
        Assert-Refused AuthorityNotFound ObjectNotFound { Start-TrstCeremony Rotation 'CN=Nobody' }
    }

    It 'wants durations with a unit' {
        $spec = New-TrstCASpec 'CN=Five' -Validity 5y
        Assert-Refused DurationInvalid InvalidArgument { $spec | Start-TrstCeremony Root -GatherBy 14 }
        Assert-Refused DurationInvalid InvalidArgument { $spec | Start-TrstCeremony Root -UseBy 5m }
        Assert-Refused DurationInvalid InvalidArgument { $spec | Start-TrstCeremony Root -GatherBy 0d }
    }

    It 'works in runspaces beside each other with the store that is passed, and without it in none' -Tag 'P03' {
        $manifest = (Get-Module Trstctl).Path
        $opened = 1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            New-TrstCASpec "CN=Beside $_" -Validity 5y | Start-TrstCeremony Root -Store $using:store
        }
        @($opened).Count | Should -Be 8
        Assert-Refused NotConnected InvalidOperation {
            1 | ForEach-Object -Parallel { Import-Module $using:manifest; Get-TrstCeremony }
        }
        Test-TrstLedger | Should -BeTrue
    }

    It 'warns of another open plan for the same name' {
        $first = New-TrstCASpec 'CN=Twice' -Validity 5y | Start-TrstCeremony Root -WarningVariable none
        $none | Should -BeNullOrEmpty
        $null = New-TrstCASpec 'CN=twice' -Validity 9y | Start-TrstCeremony Root -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike "*$($first.Id)*only the first*"
    }
}
