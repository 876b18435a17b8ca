# A root whose key nobody can open alone: one custodian with an RSA certificate, two with EC keys, one whose card can only sign
# and who keeps his share in a file. One custodian leaves and another joins. Then the machine is lost, and three custodians bring
# the root back from a copy of one file.
#
#   ./examples/dual-lock.ps1 [folder]             after ./build.ps1

param([string] $Destination)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$repository = [IO.Path]::GetDirectoryName($PSScriptRoot)
Import-Module ([IO.Path]::Combine($repository, 'artifacts', 'module', 'Trstctl'))

if (-not $Destination) {
    $Destination = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'trstctl-dual-' + [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss'))
}
$Destination = [IO.Path]::GetFullPath($Destination)
if ([IO.Directory]::Exists($Destination)) {
    throw "$Destination exists. Nothing is overwritten: name a new folder."
}
$folder = [IO.Directory]::CreateDirectory($Destination).FullName
$clock = [Diagnostics.Stopwatch]::StartNew()

function Show-Step([string] $Text) {
    '' | Out-Default
    ('{0,-66} {1,6:0.0} s' -f $Text, $clock.Elapsed.TotalSeconds) | Out-Default
    ('-' * 75) | Out-Default
}

function Join-Folder([string[]] $Part) { [IO.Path]::Combine([string[]](@($folder) + $Part)) }

# One password for every key file of this example; at a real ceremony each custodian has a card, or a file and password alone.
$password = [securestring]::new()
$random = [byte[]]::new(24)
[Security.Cryptography.RandomNumberGenerator]::Create().GetBytes($random)
foreach ($character in [Convert]::ToBase64String($random).ToCharArray()) { $password.AppendChar($character) }

Show-Step '1  Custodians with an RSA key, with EC keys, and one who only signs'
$keys = [IO.Directory]::CreateDirectory((Join-Folder 'keys')).FullName
$alice = New-TrstCustodianKey Alice -Path $keys -Password $password -KeyAlgorithm RSA-3072
$bob, $carol, $erin = 'Bob', 'Carol', 'Erin' | New-TrstCustodianKey -Path $keys -Password $password
$dave = New-TrstCustodianKey Dave -Path $keys -Password $password -KeyAlgorithm RSA-3072
$frank = New-TrstCustodianKey Frank -Path $keys -Password $password
$ops = New-TrstCustodianKey ops -Path $keys -Password $password
# This session is the operator's: he opens and executes what follows. Custodians at this console say who they are.
$null = Initialize-TrstStore (Join-Folder 'store') -Protector KeyFile -KeyFile (Join-Folder 'keys', 'ledger.key') `
    -CustodyKeyFile (Join-Folder 'keys', 'custody.key') -ClientStatePath (Join-Folder 'client') -Certificate $ops -Password $password

# Custodians who are here, each with the key that releases his share.
function Join-Holder([object[]] $Custodian) { foreach ($one in $Custodian) { @{ Certificate = $one; Password = $password } } }

# Signs for one custodian after the other, as at a table.
function Approve-AtTheTable($Ceremony, [object[]] $Who) {
    foreach ($custodian in $Who) {
        $Ceremony = $Ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $Ceremony.PlanDigest
        "   $("$($custodian.Name) signs".PadRight(14)) $($Ceremony.Quorum -join ', ')" | Out-Default
    }
    $Ceremony
}

$roster = $alice, $bob, $carol, @{ Certificate = $dave; SigningOnly = $true }, $erin | New-TrstRoster -Operator $ops -Threshold 3
$ceremony = Approve-AtTheTable ($roster | Start-TrstCeremony Roster) $alice, $bob, $carol, $dave, $erin
$null = $ceremony | Complete-TrstCeremony
$tenantId = (Get-TrstRoster).Digest
(Get-TrstRoster).Custodian | Out-Default

Show-Step '2  A root under dual lock; Dave takes his share in a file'
$passwords = @{}
$ceremony = New-TrstCASpec 'CN=Contoso Root CA,O=Contoso,C=DE' -Validity 20y | Start-TrstCeremony Root
$ceremony = Approve-AtTheTable $ceremony $alice, $bob, $carol
$root = $ceremony | New-TrstRootCA -ShareFile @{ Dave = Join-Folder 'dave-1.share' } -SharePassword $passwords
$root | Out-Default
"   level: $($root.Level). Dave's file has a password of twelve words that the module made." | Out-Default
$davesFile = @{
    Certificate = $dave; Password = $password; ShareFile = Join-Folder 'dave-1.share'; SharePassword = $passwords.Dave
}

Show-Step '3  An intermediate: approvals are not enough, shares are asked for'
$ceremony = New-TrstCASpec 'CN=Contoso Issuing CA 1,O=Contoso,C=DE' -Validity 10y -PathLength 0 |
    Start-TrstCeremony Intermediate -Issuer $root
$ceremony = Approve-AtTheTable $ceremony $alice, $bob, $carol
try {
    $null = $ceremony | New-TrstIntermediateCA -Timeout 0
    throw 'The key of the root was used without its shares.'
}
catch [Trstctl.TrstException] {
    "     $($_.Exception.Id)  $($_.Exception.Message)" | Out-Default
}
$first = $ceremony | New-TrstIntermediateCA -ShareHolder @(Join-Holder $alice, $bob; $davesFile)
$first | Out-Default
"   its chain is valid: $($first | Test-TrstCertificate)" | Out-Default

Show-Step '4  A drill, and a change: Bob leaves, Frank joins'
$null = Invoke-TrstDrill -Certificate $erin -Password $password
$null = Invoke-TrstDrill -Certificate $dave -Password $password -ShareFile $davesFile.ShareFile -SharePassword $davesFile.SharePassword
(Get-TrstRoster).Custodian | Out-Default
$ceremony = New-TrstRoster -Base (Get-TrstRoster) -Remove Bob -Add $frank | Start-TrstCeremony Roster
$ceremony.Plan | Out-Default
$ceremony = Approve-AtTheTable $ceremony $alice, $carol, $erin, $frank
$passwords = @{}
$null = $ceremony | Complete-TrstCeremony -ShareHolder (Join-Holder $alice, $carol, $erin) `
    -ShareFile @{ Dave = Join-Folder 'dave-2.share' } -SharePassword $passwords
Get-TrstRoster -All | Out-Default
'   Every share of the root was made anew; what Bob held opens nothing here any more.' | Out-Default

Show-Step '5  The machine is lost; a copy of one file is not'
Disconnect-TrstStore
$copy = [IO.Directory]::CreateDirectory((Join-Folder 'copy')).FullName
[IO.File]::Copy((Join-Folder 'store', 'tenants', 'default.db'), [IO.Path]::Combine($copy, 'default.db'))
[IO.Directory]::Delete((Join-Folder 'store'), $true)
$null = Restore-TrstStore ([IO.Path]::Combine($copy, 'default.db')) -Destination (Join-Folder 'restored') -Protector KeyFile `
    -KeyFile (Join-Folder 'keys', 'new-ledger.key') -CustodyKeyFile (Join-Folder 'keys', 'new-custody.key') `
    -ClientStatePath (Join-Folder 'client-of-the-new-machine') -Certificate $ops -Password $password `
    -Confirm:$false -WarningAction SilentlyContinue
$tenant = Get-TrstTenant
"   the tenant is the one that was written down: $($tenant.TenantId -eq $tenantId); its state: $($tenant.Status)" | Out-Default
$ceremony = Approve-AtTheTable (Start-TrstCeremony Resume) $alice, $dave, $frank
$null = $ceremony | Complete-TrstCeremony
"   its state: $((Get-TrstTenant).Status)" | Out-Default

Show-Step '6  The root signs again, with the new custodians'
$ceremony = New-TrstCASpec 'CN=Contoso Issuing CA 2,O=Contoso,C=DE' -Validity 10y -PathLength 0 |
    Start-TrstCeremony Intermediate -Issuer 'Contoso Root CA'
$davesFile.ShareFile = Join-Folder 'dave-2.share'
$davesFile.SharePassword = $passwords.Dave
$second = Approve-AtTheTable $ceremony $carol, $erin, $frank |
    New-TrstIntermediateCA -ShareHolder @(Join-Holder $frank, $erin; $davesFile)
$second | Out-Default
Get-TrstCA | Out-Default
Get-TrstEvent | Out-Default
"   Test-TrstLedger: $(Test-TrstLedger)" | Out-Default

$certificates = [IO.Directory]::CreateDirectory((Join-Folder 'certificates')).FullName
$null = Get-TrstCA 'Contoso Root CA' | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'root.pem'))
$null = $first | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'issuing-1.pem'))
$null = $second | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'issuing-2.pem'))
Disconnect-TrstStore
'' | Out-Default
'   Check them with OpenSSL:' | Out-Default
"   cd $certificates && openssl verify -x509_strict -CAfile root.pem issuing-1.pem issuing-2.pem" | Out-Default
