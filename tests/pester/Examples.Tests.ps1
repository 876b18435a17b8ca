param([string] $Module)

BeforeDiscovery {
    $pages = Get-ChildItem -Path ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'help')) -Filter '*-*.md' | ForEach-Object {
        $text = [IO.File]::ReadAllText($_.FullName)
        $examples = [regex]::Matches($text, '(?ms)^### (Example \d+: [^\r\n]*).*?^```powershell\r?\n(.*?)^```') | ForEach-Object {
            @{ Title = $_.Groups[1].Value; Code = $_.Groups[2].Value }
        }
        @{ Page = $_.BaseName; Examples = @($examples) }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $prologue = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'help', 'examples-prologue.ps1')

    # A session of its own that the prologue was run in, and what it left.
    function New-Session([hashtable] $Made) {
        $session = [PowerShell]::Create()
        $null = $session.AddScript('param($Module, $Prologue, $Made) Import-Module $Module; . $Prologue -Made $Made')
        $null = $session.AddParameters(@{ Module = $Module; Prologue = $prologue; Made = $Made }).Invoke()
        if ($session.HadErrors) { throw $session.Streams.Error[0] }
        $session
    }

    function Invoke-Text($Session, [string] $Text, [object] $Argument) {
        $Session.Commands.Clear()
        $Session.Streams.ClearStreams()
        $Session.AddScript($Text).AddArgument($Argument).Invoke()
    }

    # Founding takes seconds, copying does not.
    $first = New-Session
    $made = @(Invoke-Text $first '$store | Disconnect-TrstStore; $made')[0]
    $first.Dispose()
}

AfterAll {
    Remove-Item -LiteralPath $made.Folder -Recurse -Force
}

Describe 'The examples of <Page>' -Tag 'P06' -ForEach $pages {
    BeforeAll {
        $session = New-Session $made
    }

    AfterAll {
        $null = Invoke-Text $session @'
Get-TrstStore -ErrorAction Ignore | Disconnect-TrstStore
Remove-Item -LiteralPath $folder -Recurse -Force
'@
        $session.Dispose()
    }

    It '<Title>' -ForEach $Examples {
        # In a scope of its own, with the page's store connected whatever the example before it did.
        $output = Invoke-Text $session -Argument $Code -Text @'
param($Code)
if (-not $store.IsConnected) {
    $store = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key" `
        -Certificate $ops -Password $password
}
$global:TrstctlDefaultStore = $store
& ([scriptblock]::Create($Code)) | Out-String -Width 80
'@
        $session.HadErrors -and $session.Streams.Error.Count -gt 0 | Should -BeFalse -Because "$($session.Streams.Error)"
        @($output).Count | Should -BeGreaterThan 0
    }
}
