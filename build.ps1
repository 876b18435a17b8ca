<#
.SYNOPSIS
    Builds, tests and packs Trstctl. Needs the .NET SDK.
.DESCRIPTION
    Build    the whole solution; the module is then in artifacts/module.
    Demo     builds the module alone and runs the examples with it, in this PowerShell.
    Test     dotnet test, then Package, then Pester on what ships. The last line counts, and names what was skipped for want of a
             program.
    Pester   Pester alone, on the module of the last build, or on the folder or package that -Module names.
    Docs     writes what is generated from docs/help, the error texts and the code; it is committed, so only authors need it.
    Package  builds the module as it ships and packs it into artifacts.

    Where anything failed it says so and ends with exit code 1.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    dotnet tool exec powershell --yes -- ./build.ps1 -Task Test

    The same on a machine that has the .NET SDK and no PowerShell.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Demo', 'Test', 'Pester', 'Docs', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # What Pester tests: the module's folder, or a package, which is unpacked into an empty folder.
    [string] $Module
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$solution = "$PSScriptRoot/Trstctl.slnx"
$moduleProject = "$PSScriptRoot/src/Trstctl.PowerShell"
$artifacts = "$PSScriptRoot/artifacts"
if (-not $Module) { $Module = "$artifacts/module/Trstctl" }

function Invoke-DotNet {
    & dotnet @args | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE."
    }
}

function Build {
    Invoke-DotNet build $solution --configuration $Configuration
}

function Demo {
    Invoke-DotNet build $moduleProject --configuration $Configuration
    foreach ($example in Get-ChildItem -Path "$PSScriptRoot/examples" -Filter *.ps1) {
        "== $($example.Name)"
        & $example.FullName
    }
}

function Test {
    $unit = @(Invoke-UnitTest)
    $script:Module = Expand-Package (New-Package)
    Write-Summary -Result @($unit; Invoke-PesterTest)
}

function Pester {
    if ($Module -like '*.zip') { $script:Module = Expand-Package $Module }
    Write-Summary -Result @(Invoke-PesterTest)
}

function Docs {
    Build
    & "$PSScriptRoot/docs/Update-Pages.ps1" -Module $Module
    & "$PSScriptRoot/docs/Update-Docs.ps1"
    Build
    $env:TRSTCTL_UPDATE_DOCS = '1'
    Invoke-DotNet test $solution --configuration $Configuration --no-build --filter Writes=docs
}

function Package {
    New-Package
}

function New-Package {
    Invoke-DotNet build $moduleProject --configuration $Configuration
    foreach ($version in Get-ChildItem -Path "$artifacts/module/Trstctl" -Directory) {
        $archive = "$artifacts/Trstctl-$($version.Name).zip"
        Compress-Archive -Path "$($version.FullName)/*" -DestinationPath $archive -Force
        $archive
    }
}

# A module's folder has its name, and the folder in it its version, which the package's name ends in.
function Expand-Package([string] $Archive) {
    $folder = "$artifacts/unpacked"
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse }
    $version = [IO.Path]::GetFileNameWithoutExtension($Archive) -replace '^Trstctl-'
    Expand-Archive -LiteralPath $Archive -DestinationPath "$folder/Trstctl/$version"
    "$folder/Trstctl"
}

# Both kinds of tests give one object a test: its name, Passed, Failed or Skipped, and why.
function New-TestResult([string] $Name, [string] $Outcome, [string] $Reason) {
    [pscustomobject]@{ Name = $Name; Outcome = $Outcome; Reason = $Reason }
}

function Invoke-UnitTest {
    $folder = "$artifacts/test-results"
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse }
    & dotnet test $solution --configuration $Configuration --logger trx --results-directory $folder | Out-Host
    $exitCode = $LASTEXITCODE
    $files = @(Get-ChildItem -Path $folder -Filter *.trx -ErrorAction Ignore)
    $results = @($files | Read-UnitTest)
    if (-not $results) { throw "No test ran: dotnet test ended with exit code $exitCode." }
    $results

    # A run that is ended from outside has neither results nor, always, an exit code.
    $projects = @(Get-ChildItem -Path "$PSScriptRoot/tests/unit" -Filter *.Tests.csproj -Recurse)
    if ($files.Count -ne $projects.Count -or ($exitCode -ne 0 -and $results.Outcome -notcontains 'Failed')) {
        $reason = "It ended with exit code $exitCode and the results of $($files.Count) of $($projects.Count) projects."
        New-TestResult -Name 'dotnet test' -Outcome Failed -Reason $reason
    }
}

filter Read-UnitTest {
    $names = @{ t = 'http://microsoft.com/schemas/VisualStudio/TeamTest/2010' }
    foreach ($node in (Select-Xml -LiteralPath $_.FullName -XPath '//t:UnitTestResult' -Namespace $names).Node) {
        $name = ($node.testName -replace '(?s)\(.*').Split('.')[-2..-1] -join '.'
        $reason = $node.SelectSingleNode('*[local-name()="Output"]/*[local-name()="ErrorInfo"]/*[local-name()="Message"]')
        $outcome = switch ($node.outcome) { 'Passed' { 'Passed' } 'NotExecuted' { 'Skipped' } default { 'Failed' } }
        New-TestResult -Name $name -Outcome $outcome -Reason $(if ($reason) { $reason.InnerText })
    }
}

# In two processes, which take the files in turn: Pester itself runs one test after another.
function Invoke-PesterTest {
    $pester = & dotnet msbuild "$PSScriptRoot/tests/pester/Pester.csproj" -restore -target:FindPester -getProperty:PesterModule
    if ($LASTEXITCODE -ne 0) { throw "Pester was not restored: $pester" }
    $folder = "$artifacts/pester-results"
    if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse }
    $null = New-Item -ItemType Directory -Path $folder
    $files = @(Get-ChildItem -Path "$PSScriptRoot/tests/pester" -Filter *.Tests.ps1).FullName
    $shares = foreach ($i in 0, 1) {
        $mine = @(for ($k = $i; $k -lt $files.Count; $k += 2) { $files[$k] }) -join ';'
        $arguments = '-File', "$PSScriptRoot/tests/pester/Invoke-Share.ps1", $pester, $Module, $mine, "$folder/$i.xml"
        Start-Shell -Arguments $arguments -Output "$folder/$i.txt"
    }
    foreach ($i in 0, 1) {
        $shares[$i].WaitForExit()
        Get-Content -LiteralPath "$folder/$i.txt", "$folder/$i.txt.errors" | Out-Host
        if (Test-Path -LiteralPath "$folder/$i.xml") { Import-Clixml -LiteralPath "$folder/$i.xml" }
        else { New-TestResult -Name 'Pester' -Outcome Failed -Reason "It ended with exit code $($shares[$i].ExitCode) and no results." }
    }
}

# This PowerShell once more; as a .NET tool it has no program of its own.
function Start-Shell([string[]] $Arguments, [string] $Output) {
    $program = (Get-Process -Id $PID).Path
    $Arguments = @('-NoProfile', '-NonInteractive') + $Arguments
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { $Arguments = @("$PSHOME/pwsh.dll") + $Arguments }
    $quoted = $Arguments | ForEach-Object { '"{0}"' -f $_ }
    $streams = @{ RedirectStandardOutput = $Output; RedirectStandardError = "$Output.errors" }
    $process = Start-Process -FilePath $program -ArgumentList $quoted -PassThru @streams
    $null = $process.Handle # without it Windows PowerShell loses the exit code
    $process
}

function Write-Summary([object[]] $Result) {
    $failed = @($Result | Where-Object Outcome -EQ Failed)
    $skipped = @($Result | Where-Object Outcome -EQ Skipped)
    $failed | ForEach-Object { "FAILED: $($_.Name) $($_.Reason)" }
    $names = foreach ($group in $skipped | Group-Object Reason) {
        "; $($group.Name): $(@($group.Group.Name | Sort-Object -Unique) -join ', ')"
    }
    "$($Result.Count - $failed.Count - $skipped.Count) passed, $($failed.Count) failed, $($skipped.Count) skipped$(-join $names)"
    if ($failed) { exit 1 }
}

try {
    & $Task
}
catch {
    Write-Error -ErrorRecord $_ -ErrorAction Continue
    exit 1
}
