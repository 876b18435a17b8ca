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
$found = foreach ($folder in 'module', 'examples', 'tests', 'docs', 'build.ps1') {
    Invoke-ScriptAnalyzer -Path ([IO.Path]::Combine($repository, $folder)) -Recurse -Settings $settings
}

# These rules look at one block alone. The blocks of a Pester file share variables and the file's parameter, a dot-sourced script makes
# variables for its caller, the functions of a script read the script's parameter, and what was founded is kept for all Pester files.
$shared = @{
    PSUseDeclaredVarsMoreThanAssignments = '*.Tests.ps1', 'Shared.ps1', 'examples-prologue.ps1', 'store.ps1'
    PSReviewUnusedParameter              = '*.Tests.ps1', 'build.ps1', 'make-*.ps1'
    PSAvoidGlobalVars                    = @('Founded.ps1')
}
function Test-Shared($Finding) {
    $shared.ContainsKey($Finding.RuleName) -and ($shared[$Finding.RuleName] | Where-Object { $Finding.ScriptName -like $_ })
}

# A script's own functions are called as functions; cmdlets have their parameters named.
function Test-OwnFunction($Finding) {
    $Finding.RuleName -eq 'PSAvoidUsingPositionalParameters' -and
    [IO.File]::ReadAllText($Finding.ScriptPath) -match "(?m)^\s*function $([regex]::Escape($Finding.Extent.Text.Split()[0]))\b"
}
$found = @($found | Where-Object { -not (Test-Shared $_) -and -not (Test-OwnFunction $_) })
$found | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Out-Default
if ($found) { throw "PSScriptAnalyzer has $($found.Count) findings." }
