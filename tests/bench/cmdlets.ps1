# The processor time of every cmdlet in a warm session, against a founded store: each runs twice to warm up and then a few times, and
# what is printed is the least of these. Stretching of passwords and making of keys are in it where a cmdlet does them.
#   pwsh -NoProfile -File tests/bench/cmdlets.ps1 [-Module artifacts/module/Trstctl] [-Times 3]
param([string] $Module = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'artifacts', 'module', 'Trstctl'), [int] $Times = 3)

Import-Module $Module -Force
. ([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'help', 'examples-prologue.ps1'))
$WarningPreference = 'SilentlyContinue'

$script:number = 0
function New-Name { 'CN=Bench {0},O=Contoso' -f ++$script:number }
function Open-Root { New-TrstCASpec (New-Name) -Validity 5y | Start-TrstCeremony Root }
function Approve-All($Ceremony) {
    foreach ($custodian in $present) {
        $Ceremony = $Ceremony | Approve-TrstCeremony @custodian -PlanDigest $Ceremony.PlanDigest
    }
    $Ceremony
}
function Open-Below { New-TrstCASpec (New-Name) -Validity 5y | Start-TrstCeremony Intermediate -Issuer $online }

# What is measured, after what is not.
$online = Approve-All (New-TrstCASpec (New-Name) -Validity 9y | Start-TrstCeremony Intermediate -Issuer $root) |
    New-TrstIntermediateCA -ShareHolder $present
$mine = $present[0]
$work = [ordered]@{
    'Get-TrstStore'           = { }, { Get-TrstStore }
    'Get-TrstTenant'          = { }, { Get-TrstTenant }
    'Get-TrstRoster'          = { }, { Get-TrstRoster }
    'Get-TrstCA'              = { }, { Get-TrstCA }
    'Get-TrstCeremony'        = { }, { Get-TrstCeremony }
    'Get-TrstCeremony one'    = { Open-Root }, { Get-TrstCeremony $args[0] }
    'Get-TrstEvent'           = { }, { Get-TrstEvent }
    'New-TrstCASpec'          = { }, { New-TrstCASpec 'CN=Spec' -Validity 5y }
    'New-TrstRoster'          = { }, { New-TrstRoster -Base (Get-TrstRoster) -Threshold 4 }
    'Start-TrstCeremony'      = { }, { Open-Root }
    'Approve-TrstCeremony'    = { Open-Root }, { $args[0] | Approve-TrstCeremony @mine -PlanDigest $args[0].PlanDigest }
    'Deny-TrstCeremony'       = { Open-Root }, { $args[0] | Deny-TrstCeremony @mine -Reason no -PlanDigest $args[0].PlanDigest }
    'Stop-TrstCeremony'       = { Open-Root }, { $args[0] | Stop-TrstCeremony -Reason no }
    'Wait-TrstCeremony'       = { Approve-All (Open-Root) }, { $args[0] | Wait-TrstCeremony }
    'New-TrstRootCA'          = { Approve-All (Open-Root) }, { $args[0] | New-TrstRootCA }
    'New-TrstIntermediateCA'  = { Approve-All (Open-Below) }, { $args[0] | New-TrstIntermediateCA }
    'Complete-TrstCeremony'   = { Approve-All (Open-Below) }, { $args[0] | Complete-TrstCeremony }
    'Export-TrstCA'           = { }, { $root | Export-TrstCA -Path "$folder/$((New-Guid).Guid).pem" }
    'Export-TrstCA Html'      = { }, { $root | Export-TrstCA -Path "$folder/$((New-Guid).Guid).html" }
    'Export-TrstCeremony'     = { Open-Root }, { $args[0] | Export-TrstCeremony -Path "$folder/$((New-Guid).Guid).html" }
    'Get-TrstHealth'          = { }, { Get-TrstHealth }
    'Revoke-TrstApproval'     = { Open-Root | ForEach-Object { $_ | Approve-TrstCeremony @mine -PlanDigest $_.PlanDigest } }, {
        $args[0] | Revoke-TrstApproval @mine -Reason no -PlanDigest $args[0].PlanDigest
    }
    'Invoke-TrstCARotation'   = { Approve-All (Start-TrstCeremony Rotation $online -SameKey) }, {
        $args[0] | Invoke-TrstCARotation -ShareHolder $present
    }
    'Add-TrstCrossSignature'  = { Approve-All (Start-TrstCeremony CrossSign $foreign -Issuer $online) }, { $args[0] | Add-TrstCrossSignature }
    'New-TrstCARequest'       = { Approve-All (New-TrstCASpec (New-Name) -Validity 5y | Start-TrstCeremony Request) }, {
        $args[0] | New-TrstCARequest
    }
    'New-TrstTenant'          = { }, {
        $name = "t$((++$script:number))"
        New-TrstTenant $name -Protector KeyFile -KeyFile "$folder/$name.key" -Confirm:$false
    }
    'Test-TrstCertificate'    = { }, { Test-TrstCertificate $online }
    'Test-TrstLedger'         = { }, { Test-TrstLedger }
    'New-TrstCustodianKey'    = { }, { New-TrstCustodianKey (New-Name).Substring(3, 8) -Path $folder -Password $password }
    'Invoke-TrstDrill'        = { }, { Invoke-TrstDrill @mine }
    'Connect-TrstStore'       = { $store | Disconnect-TrstStore }, {
        $script:store = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key" `
            -Certificate $ops -Password $password
    }
}

$process = [Diagnostics.Process]::GetCurrentProcess()
foreach ($name in $work.Keys) {
    $before, $act = $work[$name]
    $least = [double]::MaxValue
    for ($i = -2; $i -lt $Times; $i++) {
        $with = & $before
        $process.Refresh()
        $from = $process.TotalProcessorTime
        $null = & $act $with
        $process.Refresh()
        if ($i -ge 0) { $least = [Math]::Min($least, ($process.TotalProcessorTime - $from).TotalMilliseconds) }
    }
    '{0,-26}{1,8:0} ms' -f $name, $least
}

Get-TrstStore | Disconnect-TrstStore
Remove-Item -LiteralPath $folder -Recurse -Force
