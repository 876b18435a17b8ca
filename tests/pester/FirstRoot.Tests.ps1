param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $readme = [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, '..', '..', 'README.md'))
    $tour = [regex]::Matches($readme.Substring($readme.IndexOf('## Five minutes')), '(?ms)^```powershell\r?\n(.*?)^```') |
        ForEach-Object { $_.Groups[1].Value.Replace('./artifacts/module/Trstctl', $Module) }
    $folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'trstctl-' + [Guid]::NewGuid().ToString('N').Substring(0, 8))
    $null = [IO.Directory]::CreateDirectory($folder)
    if (-not $IsWindows) { chmod go= $folder }
    $env:TRSTCTL_HOME = [IO.Path]::Combine($folder, 'client')
    $first = & (Join-Path $PSScriptRoot 'Measure-Block.ps1') -Text $tour[0] -Then $tour[1] -Location $folder
}

AfterAll {
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'The first root of the README' {
    It 'takes at most 14 commands' {
        "$($first.Commands) commands: $($first.Calls -join ', ')" | Out-Host
        $first.Commands | Should -BeLessOrEqual 14
    }

    It 'takes at most 85 words' {
        "$($first.Words) words" | Out-Host
        $first.Words | Should -BeLessOrEqual 85
    }

    It 'is a root' {
        $first.Output | Where-Object { $_ -is [Trstctl.PowerShell.TrstStore] } | Should -HaveCount 1
        $first.Rest | Where-Object { $_ -is [Trstctl.PowerShell.TrstCA] } | ForEach-Object Name |
            Should -Be 'Contoso Root CA', 'Contoso Issuing CA'
    }

    It 'refuses one approval of two, and ends in a ledger that is true' {
        $first.Rest | Where-Object { $_ -like 'Refused: *' } | Should -BeLike '*1 of 2*'
        $first.Rest | Where-Object { $_ -is [bool] } | Should -BeTrue
        Join-Path $folder 'tour/root.pem' | Should -Exist
    }
}
