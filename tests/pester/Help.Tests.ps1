param([string] $Module)

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $cmdlets = (Get-Module Trstctl).ExportedCmdlets.Keys | Sort-Object | ForEach-Object { @{ Name = $_ } }
    $root = [IO.Path]::Combine($PSScriptRoot, '..', '..')
    $documents = Get-ChildItem -Path "$root/README.md", "$root/docs/guides/*.md", "$root/docs/security.md", "$root/module/en-US/about_*.txt" |
        Where-Object Name -NE 'about_Trstctl_Errors.help.txt' |
        ForEach-Object { @{ Document = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
}

Describe 'The help of <Name>' -Tag 'P06' -ForEach $cmdlets {
    BeforeAll {
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $command = Get-Command -Name $Name -Module Trstctl
        $help = Get-Help -Name $Name -Full
        $page = [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'help', "$Name.md"))

        # Wrapping and Markdown's marks do not count: compiled help and page must say the same words.
        function Get-Word([string] $Text) {
            ($Text -replace '\[([^\]]*)\]\([^)]*\)', '$1' -replace '[`\\*_]|\s+', '' -replace '&gt;', '>' -replace '&lt;', '<')
        }
        function Get-Section([string] $Heading) {
            [regex]::Match($page, "(?ms)^$([regex]::Escape($Heading))[ \t]*\r?\n\r?\n(.*?)(?=^#{2,3} |^``````yaml|\z)").Groups[1].Value
        }
    }

    It 'has a synopsis that is no syntax' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match "^\s*$Name \["
    }

    It 'says what it does' {
        ($help.description | Out-String).Trim().Length | Should -BeGreaterThan 40
    }

    It 'describes every parameter' {
        $described = @($help.parameters.parameter | Where-Object { ($_.description | Out-String).Trim() } | ForEach-Object name)
        $ours = $command.Parameters.Keys | Where-Object { $_ -notin $common -or $_ -in 'WhatIf', 'Confirm' }
        $ours | Where-Object { $_ -notin $described } | Should -BeNullOrEmpty
    }

    It 'describes no parameter that is not there' {
        $help.parameters.parameter.name | Where-Object { $_ -notin $command.Parameters.Keys } | Should -BeNullOrEmpty
    }

    It 'has two examples or more' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
    }

    It 'names what it writes' {
        ($help.returnValues | Out-String).Trim() | Should -Not -BeNullOrEmpty
        if ($Name -ne 'Disconnect-TrstStore') {
            $command.OutputType.Count | Should -BeGreaterThan 0
        }
        foreach ($type in $command.OutputType.Name) {
            ($help.returnValues | Out-String) | Should -Match ([regex]::Escape($type))
        }
    }

    It 'names the errors by their ids, each of which exists' {
        $ids = [Enum]::GetNames([Trstctl.ErrorId])
        $named = [regex]::Match($page, 'FullyQualifiedErrorId: ([^.]*)\.').Groups[1].Value -split ', '
        $named | Should -Not -BeNullOrEmpty
        $named | Where-Object { $_ -notin $ids } | Should -BeNullOrEmpty
    }

    It 'is compiled from the page' {
        Get-Word $help.Synopsis | Should -BeExactly (Get-Word (Get-Section '## SYNOPSIS'))
        Get-Word (($help.description.Text) -join "`n") | Should -BeExactly (Get-Word (Get-Section '## DESCRIPTION'))
        foreach ($parameter in $help.parameters.parameter | Where-Object name -NotIn 'WhatIf', 'Confirm') {
            Get-Word ($parameter.description.Text -join "`n") | Should -BeExactly (Get-Word (Get-Section "### -$($parameter.name)"))
        }
        $codes = [regex]::Matches($page, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { Get-Word $_.Groups[1].Value }
        $compiled = Get-Word (($help.examples.example | ForEach-Object { $_.code; $_.remarks.Text }) -join "`n")
        foreach ($code in $codes) {
            $compiled | Should -BeLike "*$([WildcardPattern]::Escape($code))*"
        }
    }
}

Describe 'The pages' -Tag 'P06' {
    It 'say of syntax and parameters what the code says' {
        & ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'Update-Pages.ps1')) -Module (Get-Module Trstctl).Path -Check |
            Should -BeNullOrEmpty
    }

    It 'name every operation where -Operation is described' {
        $operations = [Trstctl.Ceremonies.CeremonyService]::Operations
        $section = (Get-Help -Name Start-TrstCeremony -Parameter Operation | Out-String) -replace '\s+', ' '
        $operations | Where-Object { $section -notmatch "\b$_\b" } | Should -BeNullOrEmpty
        $topic = [IO.File]::ReadAllText((Join-Path (Get-Module Trstctl).ModuleBase 'en-US/about_Trstctl_Ceremonies.help.txt'))
        $operations | Where-Object { $_ -ne 'Renewal' -and $topic -notmatch "\b$_\b" } | Should -BeNullOrEmpty
    }
}

Describe 'What <Document> types' -Tag 'P06' -ForEach $documents {
    It 'exists' {
        $text = [IO.File]::ReadAllText($Path) -replace '`\r?\n\s*', ' '
        foreach ($use in [regex]::Matches($text, '\b([A-Z][a-z]+-Trst\w+)((?:[^\r\n`|;](?!\b[A-Z][a-z]+-Trst))*)')) {
            $command = Get-Command -Name $use.Groups[1].Value -Module Trstctl -ErrorAction Ignore
            $command | Should -Not -BeNullOrEmpty -Because "$Document names $($use.Value)"
            $typed = $use.Groups[2].Value -replace '\([^()]*\)|@\{[^}]*\}|''[^'']*''', '' -replace '\).*'
            foreach ($parameter in [regex]::Matches($typed, '(?<= )-([A-Z]\w+)')) {
                $known = @($command.Parameters.Keys) -like "$($parameter.Groups[1].Value)*"
                $known | Should -Not -BeNullOrEmpty -Because "$Document types $($use.Value)"
            }
        }
    }
}

Describe 'The about topic' {
    It 'names every error id and what to do' {
        $topic = [IO.File]::ReadAllText((Join-Path (Get-Module Trstctl).ModuleBase 'en-US/about_Trstctl_Errors.help.txt'))
        [Enum]::GetNames([Trstctl.ErrorId]) | Where-Object { $topic -notmatch "(?m)^\s+$_\s*$" } | Should -BeNullOrEmpty
    }
}
