<#
.SYNOPSIS
Builds, tests and packs Trstctl. Needs the .NET SDK; runs in PowerShell or in the project's own host.
.EXAMPLE
./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Docs', 'Package', 'Demo')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$solution = [IO.Path]::Combine($PSScriptRoot, 'Trstctl.slnx')
$artifacts = [IO.Path]::Combine($PSScriptRoot, 'artifacts')

function Invoke-DotNet {
    & dotnet @args | Out-Default
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

function Build {
    Invoke-DotNet build $solution --configuration $Configuration
}

function Test {
    Invoke-DotNet test $solution --configuration $Configuration
}

# Writes what is generated from docs/help and the error texts; it is committed, so only authors need it.
function Docs {
    & ([IO.Path]::Combine($PSScriptRoot, 'docs', 'Update-Docs.ps1'))
    Build
}

function Package {
    $script:Configuration = 'Release'
    Build
    $null = [Reflection.Assembly]::Load('System.IO.Compression.FileSystem, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
    foreach ($folder in [IO.Directory]::GetDirectories([IO.Path]::Combine($artifacts, 'module', 'Trstctl'))) {
        $archive = [IO.Path]::Combine($artifacts, "Trstctl-$([IO.Path]::GetFileName($folder)).zip")
        [IO.File]::Delete($archive)
        [IO.Compression.ZipFile]::CreateFromDirectory($folder, $archive)
        $archive | Out-Default
    }
}

function Demo {
    Build
    $trstctlHost = [IO.Path]::Combine($PSScriptRoot, 'src', 'Trstctl.Host')
    foreach ($example in [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, 'examples'), '*.ps1')) {
        Invoke-DotNet run --no-build --configuration $Configuration --project $trstctlHost -- -NonInteractive $example
    }
}

& $Task
