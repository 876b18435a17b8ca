# The processor time of every cmdlet in a warm session, against a founded store: each runs twice to warm up and then a few times, and
# what is printed is the least of these. Stretching of passwords and making of keys are in it where a cmdlet does them; the first line
# tells what it takes .NET to open a file that New-TrstCustodianKey made.
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
function Open-Below([object] $Issuer = $online) { New-TrstCASpec (New-Name) -Validity 5y | Start-TrstCeremony Intermediate -Issuer $Issuer }
function Open-Import([string] $Path, [hashtable] $How = @{}) {
    $other = Get-ElsewhereCA (New-Name)
    [IO.File]::WriteAllText("$Path.pem", $other.ExportCertificatePem())
    [IO.File]::WriteAllBytes("$Path.pfx", $other.Export('Pfx', $password))
    Approve-All (Start-TrstCeremony Import "$Path.pem" @How)
}
function Connect-Again {
    $script:store = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key" `
        -Certificate $ops -Password $password
}

# A session that waits for shares, beside this one; its own work is in what the release costs.
function Open-Waiting {
    $ceremony = Approve-All (Open-Below $root)
    $script:waiting = [powershell]::Create()
    $null = $waiting.AddScript('
        param($Module, $Ceremony, $Store)
        Import-Module $Module
        $Ceremony | New-TrstIntermediateCA -Store $Store -Timeout 5min').AddArgument($Module).AddArgument($ceremony).AddArgument($store)
    $script:running = $waiting.BeginInvoke()
    while (-not (Get-TrstCeremony $ceremony).SessionWords) { [Threading.Thread]::Sleep(20) }
    $ceremony
}
function Close-Waiting {
    $waiting.Stop()
    $waiting.Dispose()
}

# What is measured, after what is not.
$online = Approve-All (New-TrstCASpec (New-Name) -Validity 9y | Start-TrstCeremony Intermediate -Issuer $root) |
    New-TrstIntermediateCA -ShareHolder $present
$offline = Approve-All (Start-TrstCeremony Import "$folder/offline-root.pem") | Import-TrstCA -Path "$folder/offline-root.pem"
$mine = $present[0]
# What each may do once: some to warm up, and one that counts.
$suspenders = $alice, $bob, $carol
$leavers = $dave, $erin
$once = @{
    'Suspend-TrstTenant' = @{ WarmUps = 2; Counted = 1 }
    'Revoke-TrstCustodianKey' = @{ WarmUps = 1; Counted = 1 }
}
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
    'Add-TrstCrossSignature'  = { Approve-All (Start-TrstCeremony CrossSign $foreign -Issuer $online) }, {
        $args[0] | Add-TrstCrossSignature
    }
    'New-TrstCARequest'       = { Approve-All (New-TrstCASpec (New-Name) -Validity 5y | Start-TrstCeremony Request) }, {
        $args[0] | New-TrstCARequest
    }
    'New-TrstTenant'          = { }, {
        $name = "t$((++$script:number))"
        New-TrstTenant $name -Protector KeyFile -KeyFile "$folder/$name.key" -Confirm:$false
    }
    'Test-TrstCertificate'    = { }, { Test-TrstCertificate $online }
    'Test-TrstLedger'         = { }, { Test-TrstLedger }
    'New-TrstCustodianKey'    = { }, { New-TrstCustodianKey "Custodian $((++$script:number))" -Path $folder -Password $password }
    'Invoke-TrstDrill'        = { }, { Invoke-TrstDrill @mine }
    'Import-TrstCA'           = { Open-Import "$folder/a" }, { $args[0] | Import-TrstCA -Path "$folder/a.pem" }
    'Import-TrstCA key'       = { Open-Import "$folder/b" @{ Custody = 'Quorum' } }, {
        $args[0] | Import-TrstCA -Path "$folder/b.pfx" -KeyPassword $password
    }
    'Complete-TrstCARequest'  = {
        $request = Approve-All (New-TrstCASpec (New-Name) -Validity 5y | Start-TrstCeremony Request -Issuer $offline) |
            New-TrstCARequest
        Invoke-OfflineRoot $request.Pem "$folder/answer.pem"
    }, { Complete-TrstCARequest "$folder/answer.pem" }
    'Unlock-TrstCAKey'        = { Open-Waiting }, { $args[0] | Unlock-TrstCAKey @mine -PlanDigest $args[0].PlanDigest }, { Close-Waiting }
    'Suspend-TrstTenant'      = { }, {
        $who, $script:suspenders = $suspenders
        Suspend-TrstTenant -Reason no -Certificate $who -Password $password -Confirm:$false
    }, {
        $null = Approve-All (Start-TrstCeremony Resume) | Complete-TrstCeremony
    }
    'Disconnect-TrstStore'    = { }, { $store | Disconnect-TrstStore }, { Connect-Again }
    'Connect-TrstStore'       = { $store | Disconnect-TrstStore }, { Connect-Again }
    'Initialize-TrstStore'    = { }, {
        $name = "$folder/new$((++$script:number))"
        $script:other = Initialize-TrstStore $name -Protector KeyFile -KeyFile "$name.key"
    }, { $other | Disconnect-TrstStore }
    'Restore-TrstStore'       = { $store | Disconnect-TrstStore }, {
        $name = "$folder/restored$((++$script:number))"
        $script:other = Restore-TrstStore "$folder/store" -Destination $name -Protector KeyFile -KeyFile "$name.key" `
            -ClientStatePath "$name.client" -Certificate $ops -Password $password -Confirm:$false
    }, {
        $other | Disconnect-TrstStore
        Connect-Again
    }
    'Revoke-TrstCustodianKey' = { }, {
        $leaver, $script:leavers = $leavers
        Revoke-TrstCustodianKey 'lost' -Certificate $leaver -Password $password -Confirm:$false
    }
}

$process = [Diagnostics.Process]::GetCurrentProcess()
function Get-Clear([securestring] $Secret) { [Net.NetworkCredential]::new('', $Secret).Password }
function Measure-Least([scriptblock] $Before, [scriptblock] $Act, [scriptblock] $After, [int] $WarmUps, [int] $Counted) {
    $least = [double]::MaxValue
    for ($i = -$WarmUps; $i -lt $Counted; $i++) {
        $with = & $Before
        $process.Refresh()
        $from = $process.TotalProcessorTime
        $null = & $Act $with
        $process.Refresh()
        if ($i -ge 0) { $least = [Math]::Min($least, ($process.TotalProcessorTime - $from).TotalMilliseconds) }
        $null = & $After
    }
    $least
}

$usual = @{ WarmUps = 2; Counted = $Times }
$opened = Measure-Least { } { [X509Certificates.X509CertificateLoader]::LoadPkcs12FromFile($alice.Path, (Get-Clear $password)) } { } @usual
'{0,-26}{1,8:0} ms' -f '.NET opens a key file', $opened
foreach ($name in $work.Keys) {
    $before, $act, $after = $work[$name]
    $counts = if ($once.ContainsKey($name)) { $once[$name] } else { $usual }
    if ($null -eq $after) { $after = { } }
    '{0,-26}{1,8:0} ms' -f $name, (Measure-Least $before $act $after @counts)
}

"{0} events are in the store now; Connect, Restore and Test-TrstLedger read them." -f @(Get-TrstEvent).Count
Get-TrstStore | Disconnect-TrstStore
Remove-Item -LiteralPath $folder -Recurse -Force
