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
