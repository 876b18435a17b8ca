#Requires -Version 7.4
<#
.SYNOPSIS
    Runs PSScriptAnalyzer over every script of the repository and throws when it finds something.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$repository = [IO.Path]::GetDirectoryName($PSScriptRoot)
$settings = [IO.Path]::Combine($repository, 'PSScriptAnalyzerSettings.psd1')
Import-Module PSScriptAnalyzer
$found = foreach ($folder in 'module', 'examples', 'tests/pester', 'docs', 'build.ps1') {
    Invoke-ScriptAnalyzer -Path ([IO.Path]::Combine($repository, $folder)) -Recurse -Settings $settings
}

# These rules look at one block alone. The blocks of a Pester file share variables, a dot-sourced script makes them for its
# caller, and the functions of build.ps1 read the script's parameter.
$shared = @{
    PSUseDeclaredVarsMoreThanAssignments = '*.Tests.ps1', 'Shared.ps1', 'examples-prologue.ps1'
    PSReviewUnusedParameter              = @('build.ps1')
}
$found = @($found | Where-Object {
        $finding = $_
        -not ($shared.ContainsKey($finding.RuleName) -and ($shared[$finding.RuleName] | Where-Object { $finding.ScriptName -like $_ }))
    })
$found | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Out-Default
if ($found) { throw "PSScriptAnalyzer has $($found.Count) findings." }
