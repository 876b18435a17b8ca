# What importing the module costs beside a module that does nothing and is loaded in the same way: the same .psm1 and load context, two
# assemblies, one cmdlet. Each import is timed in a PowerShell of its own; the two take turns, and a first pair warms the file cache.
#   pwsh -NoProfile -File tests/bench/import.ps1 [-Module artifacts/module/Trstctl] [-Times 15]
param([string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'artifacts', 'module', 'Trstctl'), [int] $Times = 15)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$manifest = (Get-ChildItem -Path $Module -Filter Trstctl.psd1 -Recurse)[0]
$folder = Join-Path ([IO.Path]::GetTempPath()) "trstctl-import-$(New-Guid)"
$lib = (New-Item -ItemType Directory -Path "$folder/Nothing/lib").FullName
try {
    Copy-Item -LiteralPath "$($manifest.DirectoryName)/lib/Trstctl.Loader.dll" -Destination $lib
    (Get-Content -Raw -LiteralPath "$($manifest.DirectoryName)/Trstctl.psm1") -replace 'Trstctl\.(Core|PowerShell)', 'Nothing.$1' |
        Set-Content -LiteralPath "$folder/Nothing/Nothing.psm1"
    foreach ($name in 'Core', 'PowerShell') {
        $null = New-Item -ItemType Directory -Path "$folder/$name"
        Copy-Item -Path "$PSScriptRoot/Nothing/$name.cs" -Destination "$folder/$name"
        Copy-Item -Path "$PSScriptRoot/Nothing/Nothing.csproj" -Destination "$folder/$name/Nothing.$name.csproj"
        $built = & dotnet build "$folder/$name" -c Release -v q -o "$folder/$name/out"
        if ($LASTEXITCODE -ne 0) { throw "$built" }
        Copy-Item -LiteralPath "$folder/$name/out/Nothing.$name.dll" -Destination $lib
    }
    New-ModuleManifest -Path "$folder/Nothing/Nothing.psd1" -RootModule Nothing.psm1 -CmdletsToExport Get-Nothing `
        -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()

    $timed = @'
$w = [Diagnostics.Stopwatch]::StartNew()
Import-Module '{0}' -ErrorAction Stop
$ms = $w.Elapsed.TotalMilliseconds
if (-not (Get-Command -Module {1})) {{ throw 'Nothing was imported.' }}
$ms, (Get-Process -Id $PID).TotalProcessorTime.TotalMilliseconds | ForEach-Object ToString ([cultureinfo]::InvariantCulture)
'@
    $modules = [ordered]@{ Trstctl = $manifest.FullName; Nothing = "$folder/Nothing/Nothing.psd1" }
    $shell = (Get-Process -Id $PID).Path
    $shell, $first = if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $shell, "$PSHOME/pwsh.dll" } else { $shell, $null }
    $figures = foreach ($i in 0..$Times) {
        foreach ($name in $modules.Keys) {
            $out = & $shell @($first | Where-Object { $_ }) -NoProfile -NonInteractive -Command ($timed -f $modules[$name], $name)
            $wall, $cpu = $out
            if ($i -gt 0) { [pscustomobject]@{ Module = $name; Wall = [double]$wall; Processor = [double]$cpu } }
        }
    }

    $table = foreach ($group in $figures | Group-Object Module) {
        $walls = @($group.Group.Wall | Sort-Object)
        $cpus = @($group.Group.Processor | Sort-Object)
        $middle = [int][Math]::Floor($walls.Count / 2)
        [pscustomobject]@{ Module = $group.Name; LeastMs = $walls[0]; MedianMs = $walls[$middle]; ProcessorOfTheProcessMs = $cpus[$middle] }
    }
    $table | Format-Table | Out-String
    $ours = $table | Where-Object Module -EQ Trstctl
    $theirs = $table | Where-Object Module -EQ Nothing
    'Trstctl beside Nothing: {0:0.00} (least), {1:0.00} (median)' -f ($ours.LeastMs / $theirs.LeastMs), ($ours.MedianMs / $theirs.MedianMs)
}
finally {
    Remove-Item -LiteralPath $folder -Recurse -Force
}
