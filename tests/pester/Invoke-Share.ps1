# Runs some of the files of this folder on the folder of a module, and writes an object for each test: its name, Passed, Failed or Skipped,
# and why.
param([string] $Pester, [string] $Module, [string[]] $File, [string] $Results)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$configuration = New-PesterConfiguration
$configuration.Run.Container = foreach ($one in $File -split ';') { New-PesterContainer -Path $one -Data @{ Module = $Module } }
$configuration.Run.PassThru = $true
$run = Invoke-Pester -Configuration $configuration
$found = @(
    foreach ($test in $run.Tests) {
        $outcome = switch ($test.Result) { 'Passed' { 'Passed' } 'Failed' { 'Failed' } default { 'Skipped' } }
        [pscustomobject]@{ Name = $test.ExpandedPath; Outcome = $outcome; Reason = $test.ErrorRecord -join ' ' }
    }
    foreach ($block in @($run.FailedBlocks) + @($run.FailedContainers)) {
        [pscustomobject]@{ Name = "$block"; Outcome = 'Failed'; Reason = $block.ErrorRecord -join ' ' }
    }
)
$found | Export-Clixml -LiteralPath $Results
