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

# PlatyPS turns docs/help into the XML that Get-Help reads; the result is committed, so only authors need it.
function Docs {
    if (-not (Get-Command Export-MamlCommandHelp -ErrorAction Ignore)) {
        throw 'Docs needs PowerShell 7 with the module Microsoft.PowerShell.PlatyPS.'
    }

    $pages = [IO.Directory]::GetFiles([IO.Path]::Combine($PSScriptRoot, 'docs', 'help'), '*.md')
    $compiled = [IO.Path]::Combine($artifacts, 'help')
    Import-MarkdownCommandHelp -Path $pages | Export-MamlCommandHelp -OutputFolder $compiled -Force | Out-Default
    foreach ($file in [IO.Directory]::GetFiles($compiled, '*-Help.xml', 'AllDirectories')) {
        [IO.File]::Copy($file, [IO.Path]::Combine($PSScriptRoot, 'module', 'en-US', [IO.Path]::GetFileName($file)), $true)
    }

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
