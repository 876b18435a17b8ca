# Imports the module that the build staged, not one that happens to be installed.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$repository = Split-Path (Split-Path $PSScriptRoot)
$manifest = Get-ChildItem (Join-Path $repository 'artifacts/module/Trstctl/*/Trstctl.psd1') -ErrorAction Ignore
if (-not $manifest) {
    throw 'The module is not staged. Run "dotnet build" first.'
}

Import-Module $manifest.FullName -Force
