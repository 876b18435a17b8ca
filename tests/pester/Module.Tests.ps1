BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Shared.ps1')
    $noHelp = -not (Test-Path (Join-Path (Get-Module Trstctl).ModuleBase 'en-US/Trstctl.PowerShell.dll-Help.xml'))
    $commands = Get-Command -Module Trstctl | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shared.ps1')
    $module = Get-Module Trstctl
}

Describe 'The module' -Tag 'P01' {
    It 'exports nothing that its manifest does not list' {
        $listed = (Import-PowerShellDataFile (Join-Path $module.ModuleBase 'Trstctl.psd1')).CmdletsToExport
        $module.ExportedCommands.Keys | Should -BeIn $listed
    }

    It 'has cmdlets only: no aliases, functions or variables' {
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'keeps its commands when imported again' {
        $before = @($module.ExportedCommands.Keys)
        . (Join-Path $PSScriptRoot 'Shared.ps1')
        Remove-Module Trstctl
        . (Join-Path $PSScriptRoot 'Shared.ps1')
        @((Get-Module Trstctl).ExportedCommands.Keys) | Should -Be $before
    }

    It 'has a version that is its folder''s name' {
        Split-Path $module.ModuleBase -Leaf | Should -Be $module.Version.ToString()
    }

    It 'has no path that Azure Automation refuses' {
        $prefix = (Split-Path (Split-Path $module.ModuleBase)).Length
        Get-ChildItem $module.ModuleBase -Recurse -File |
            Where-Object { $_.FullName.Length - $prefix -gt 140 } | Should -BeNullOrEmpty
    }

    It 'has an about page' {
        Join-Path $module.ModuleBase 'en-US/about_Trstctl.help.txt' | Should -Exist
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
        $command.Parameters.Values |
            Where-Object { $_.ParameterType -in [securestring], [pscredential] -and ($_.Attributes | Where-Object { $_ -is [Parameter] }).Mandatory -contains $true } |
            Should -BeNullOrEmpty
    }

    # Without help of its own, a command's synopsis is its syntax.
    It 'has help' -Skip:$noHelp {
        (Get-Help $Name).Synopsis.Trim() | Should -Not -Match "^$Name"
    }
}
