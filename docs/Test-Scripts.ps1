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
$scripts = foreach ($folder in 'module', 'examples', 'tests', 'docs', 'build.ps1') {
    Get-ChildItem -Path ([IO.Path]::Combine($repository, $folder)) -Recurse -Include *.ps1, *.psm1, *.psd1
}
# What builds copy is others'.
$found = $scripts.FullName | Where-Object { $_ -notmatch '[\\/](bin|obj|artifacts)[\\/]' } |
    ForEach-Object { Invoke-ScriptAnalyzer -Path $_ -Settings $settings }

# These rules look at one block alone. The blocks of a Pester file share variables and the file's parameter, a dot-sourced script makes
# variables for its caller, the functions of a script read the script's parameter, what was founded is kept for all Pester files, which
# look at the session's default store, and what authors run needs PowerShell 7, which reads UTF-8.
$shared = @{
    PSUseDeclaredVarsMoreThanAssignments = '*.Tests.ps1', 'Shared.ps1', 'Founded.ps1', 'examples-prologue.ps1', 'store.ps1'
    PSReviewUnusedParameter              = '*.Tests.ps1', 'build.ps1', 'make-*.ps1', 'stand-in.ps1'
    PSAvoidGlobalVars                    = '*.Tests.ps1', 'Founded.ps1'
    PSUseCompatibleSyntax                = @('Update-*.ps1')
    PSUseBOMForUnicodeEncodedFile        = 'make-samples.ps1', 'stand-in.ps1'
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
