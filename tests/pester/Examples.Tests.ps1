#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

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
    . (Join-Path $PSScriptRoot 'Shared.ps1')
    $keys = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'trstctl-' + [Guid]::NewGuid().ToString('N').Substring(0, 8))
    $null = [IO.Directory]::CreateDirectory($keys)
    $password = [securestring]::new()
    foreach ($character in [Guid]::NewGuid().ToString('N').ToCharArray()) { $password.AppendChar($character) }
    $people = 'Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'ops' | New-TrstCustodianKey -Path $keys -Password $password
}

AfterAll {
    Remove-Item -LiteralPath $keys -Recurse -Force
}

Describe 'The examples of <Page>' -Tag 'P06' -ForEach $pages {
    BeforeAll {
        $module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'artifacts', 'module', 'Trstctl')
        $prologue = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'help', 'examples-prologue.ps1')
        $session = [PowerShell]::Create()
        $null = $session.AddScript('param($Module, $Prologue, $People, $Password) Import-Module $Module; . $Prologue -People $People -Password $Password').AddArgument($module).AddArgument($prologue).AddArgument($people).AddArgument($password).Invoke()
        if ($session.HadErrors) { throw $session.Streams.Error[0] }
    }

    AfterAll {
        $session.Commands.Clear()
        $null = $session.AddScript('Get-TrstStore -ErrorAction Ignore | Disconnect-TrstStore; Remove-Item -LiteralPath $folder -Recurse -Force').Invoke()
        $session.Dispose()
    }

    It '<Title>' -ForEach $Examples {
        # In a scope of its own, with the page's store connected whatever the example before it did.
        $session.Commands.Clear()
        $session.Streams.ClearStreams()
        $null = $session.AddScript('param($Code) if (-not $store.IsConnected) { $store = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key" }; $global:TrstctlDefaultStore = $store; & ([scriptblock]::Create($Code)) | Out-String -Width 80').AddArgument($Code)
        $output = $session.Invoke()
        $session.HadErrors -and $session.Streams.Error.Count -gt 0 | Should -BeFalse -Because "$($session.Streams.Error)"
        @($output).Count | Should -BeGreaterThan 0
    }
}
