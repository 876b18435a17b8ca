param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
}

AfterAll {
    Remove-Founded
}

Describe 'Start-TrstCeremony' {
    It 'changes nothing with -WhatIf' {
        $events = @(Get-TrstEvent).Count
        New-TrstCASpec 'CN=Another Root' -Validity 5y | Start-TrstCeremony Root -WhatIf | Should -BeNullOrEmpty
        @(Get-TrstEvent).Count | Should -Be $events
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
        Get-ErrorId { Start-TrstCeremony Rotate $root } | Should -Be 'OperationUnknown'
        try { Start-TrstCeremony Rotate $root } catch { "$_ $($_.ErrorDetails.RecommendedAction)" | Should -Match '\bRotation\b' }
    }

    It 'refuses a parameter of another operation' {
        Get-ErrorId { New-TrstCASpec 'CN=Three' -Validity 5y | Start-TrstCeremony Root -Issuer $root } | Should -Be 'ParameterForeign'
        Get-ErrorId { Start-TrstCeremony Resume $root } | Should -Be 'ParameterForeign'
    }

    It 'says what is missing' {
        Get-ErrorId { Start-TrstCeremony Root } | Should -Be 'ParameterMissing'
        Get-ErrorId { Start-TrstCeremony Intermediate (New-TrstCASpec 'CN=Four' -Validity 5y) } | Should -Be 'ParameterMissing'
        Get-ErrorId { Start-TrstCeremony Rotation 'CN=Nobody' } | Should -Be 'AuthorityNotFound'
    }

    It 'wants durations with a unit' {
        $spec = New-TrstCASpec 'CN=Five' -Validity 5y
        Get-ErrorId { $spec | Start-TrstCeremony Root -GatherBy 14 } | Should -Be 'DurationInvalid'
        Get-ErrorId { $spec | Start-TrstCeremony Root -UseBy 5m } | Should -Be 'DurationInvalid'
    }

    It 'warns of another open plan for the same name' {
        $first = New-TrstCASpec 'CN=Twice' -Validity 5y | Start-TrstCeremony Root -WarningVariable none
        $none | Should -BeNullOrEmpty
        $null = New-TrstCASpec 'CN=twice' -Validity 9y | Start-TrstCeremony Root -WarningVariable said -WarningAction SilentlyContinue
        "$said" | Should -BeLike "*$($first.Id)*only the first*"
    }
}
