# Imports the module in the folder $Module: the one that the build staged, or another, but never one that happens to be installed.
param([string] $Module)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

if (-not $Module) { $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'artifacts', 'module', 'Trstctl') }
if (-not (Test-Path -LiteralPath $Module)) { throw "There is no module in $Module. Run ./build.ps1 first." }
$Module = (Resolve-Path -LiteralPath $Module).ProviderPath
Import-Module $Module -Force
