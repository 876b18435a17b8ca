param([string] $Module)

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $commands = Get-Command -Module Trstctl | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $imported = Get-Module Trstctl
}

Describe 'The module' -Tag 'P01' {
    It 'exports nothing that its manifest does not list' {
        $listed = (Import-PowerShellDataFile (Join-Path $imported.ModuleBase 'Trstctl.psd1')).CmdletsToExport
        $imported.ExportedCommands.Keys | Should -BeIn $listed
    }

    It 'has cmdlets only: no aliases, functions or variables' {
        $imported.ExportedAliases.Count | Should -Be 0
        $imported.ExportedFunctions.Count | Should -Be 0
        $imported.ExportedVariables.Count | Should -Be 0
    }

    It 'keeps its commands when imported again' {
        $before = @($imported.ExportedCommands.Keys)
        Import-Module $Module -Force
        Remove-Module Trstctl
        Import-Module $Module
        @((Get-Module Trstctl).ExportedCommands.Keys) | Should -Be $before
    }

    It 'is the one in the folder that was named' {
        $imported.ModuleBase | Should -BeLike "$([WildcardPattern]::Escape($Module))*"
    }

    It 'has a version that is its folder''s name' {
        Split-Path $imported.ModuleBase -Leaf | Should -Be $imported.Version.ToString()
    }

    It 'has no path that Azure Automation refuses' {
        $prefix = (Split-Path (Split-Path $imported.ModuleBase)).Length
        Get-ChildItem $imported.ModuleBase -Recurse -File |
            Where-Object { $_.FullName.Length - $prefix -gt 140 } | Should -BeNullOrEmpty
    }

    It 'takes a ceremony everywhere alike: first, from the pipeline, by object, id or property' {
        $taking = (Get-Command -Module Trstctl).Where({ $_.Parameters.ContainsKey('Ceremony') })
        $taking.Count | Should -BeGreaterThan 10
        foreach ($ceremony in $taking.ForEach({ $_.Parameters['Ceremony'] })) {
            $ceremony.Attributes.ForEach({ $_.GetType().Name }) | Should -Contain 'CeremonyTransformationAttribute'
            $given = $ceremony.Attributes.Where({ $_ -is [Parameter] })
            $given.Position, $given.ValueFromPipeline | Should -Be 0, $true
        }
    }

    It 'has an about page' {
        Join-Path $imported.ModuleBase 'en-US/about_Trstctl.help.txt' | Should -Exist
    }
}

Describe '<Name>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $Name -Module Trstctl
    }

    It 'says what it emits' {
        $command.OutputType | Should -Not -BeNullOrEmpty
    }

    It 'uses an approved verb and our noun prefix' {
        (Get-Verb).Verb | Should -Contain $command.Verb
        $command.Noun | Should -BeLike 'Trst*'
    }

    It 'asks for no secret by itself' {
        $command.Parameters.Values | Where-Object ParameterType -In ([securestring], [pscredential]) |
            Where-Object { ($_.Attributes | Where-Object { $_ -is [Parameter] }).Mandatory -contains $true } |
            Should -BeNullOrEmpty
    }

    # Without help of its own, a command's synopsis is its syntax.
    It 'has help' {
        (Get-Help $Name).Synopsis.Trim() | Should -Not -Match "^$Name"
    }
}

# Each contract file types its cmdlet as users do; that it tries all of this is asked here.
Describe 'The contract of <Name>' -Tag 'P03', 'P04', 'P05' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $Name -Module Trstctl
        $tokens = $errors = $null
        $tree = [Management.Automation.Language.Parser]::ParseFile("$PSScriptRoot/$Name.Tests.ps1", [ref] $tokens, [ref] $errors)
        $calls = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $typed = $calls.Where({ $_.GetCommandName() -eq $Name })
        function Get-Text([string] $Of) { $calls.Where({ $_.GetCommandName() -eq $Of }).ForEach({ $_.Parent.Extent.Text }) }
    }

    It 'tries -WhatIf where there is one, and two refusals' {
        $changes = $command.Verb -notin 'Get', 'Test', 'Wait', 'Connect', 'Disconnect' -and $Name -notin 'New-TrstCASpec', 'New-TrstRoster'
        $command.Parameters.ContainsKey('WhatIf') | Should -Be $changes
        [bool] ((Get-Text Assert-Unchanged) -match "\b$Name\b.* -WhatIf }$") | Should -Be $changes
        $ids = @((Get-Text Assert-Refused) -replace '(?s)^Assert-Refused (\w+).*', '$1') +
        @((Get-Text Get-ErrorId) -replace "(?s).*Should -Be '(\w+)'$", '$1')
        @($ids | Select-Object -Unique).Count | Should -BeGreaterThan 1
    }

    It 'types position and pipeline, and looks at what comes out' {
        $given = $command.Parameters.Values.Attributes.Where({ $_ -is [Parameter] })
        if ($given.Position -ge 0) {
            $first = $typed.Where({ $_.CommandElements.Count -gt 1 }).ForEach({ $_.CommandElements[1].GetType().Name })
            $first -ne 'CommandParameterAst' | Should -Not -BeNullOrEmpty
        }
        if ($given.ValueFromPipeline -contains $true) {
            $typed.Where({ $_.Parent.PipelineElements.IndexOf($_) -gt 0 }) | Should -Not -BeNullOrEmpty
        }
        $seen = (Get-Text Should) -match 'Should -BeOfType' -replace '(?s).*Should -BeOfType \(\[(.*)\]\)$', '$1' -as [type[]]
        $command.OutputType.Type.Where({ $_ -ne [void] -and $_ -notin $seen }) | Should -BeNullOrEmpty
    }
}
