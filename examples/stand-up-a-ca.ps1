# Stands up a certificate authority with three of five custodians: a root, an intermediate, a rotation, a
# cross-signature, and the audit of it all.
#
#   ./examples/stand-up-a-ca.ps1 [folder]         after ./build.ps1

param([string] $Destination)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$repository = [IO.Path]::GetDirectoryName($PSScriptRoot)
Import-Module ([IO.Path]::Combine($repository, 'artifacts', 'module', 'Trstctl'))

if (-not $Destination) {
    $Destination = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'trstctl-' + [DateTime]::UtcNow.ToString('yyyyMMdd-HHmmss'))
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

# One password for every file of this example; at a real ceremony each custodian has a card, or a file and password alone.
$password = [securestring]::new()
$random = [byte[]]::new(24)
[Security.Cryptography.RandomNumberGenerator]::Create().GetBytes($random)
foreach ($character in [Convert]::ToBase64String($random).ToCharArray()) { $password.AppendChar($character) }

Show-Step '1  A store, five custodians, one operator'
$keys = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'keys')).FullName
$certificates = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'certificates')).FullName
$custodians = 'Alice', 'Bob', 'Carol', 'Dave', 'Erin' | New-TrstCustodianKey -Path $keys -Password $password
$ops = New-TrstCustodianKey ops -Path $keys -Password $password
# This session is the operator's: he opens and executes what follows. Custodians at this console say who they are.
$store = Initialize-TrstStore ([IO.Path]::Combine($folder, 'store')) -Protector KeyFile `
    -KeyFile ([IO.Path]::Combine($keys, 'ledger.key')) -CustodyKeyFile ([IO.Path]::Combine($keys, 'custody.key')) `
    -ClientStatePath ([IO.Path]::Combine($folder, 'client')) -Certificate $ops -Password $password
$store | Out-Default
$custodians | Out-Default

Show-Step '2  The roster: 3 of 5, signed by every founder'
$ceremony = $custodians | New-TrstRoster -Operator $ops -Threshold 3 | Start-TrstCeremony Roster
foreach ($custodian in $custodians) {
    $ceremony = $ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $ceremony.PlanDigest
}
$null = $ceremony | Complete-TrstCeremony
Get-TrstRoster | Out-Default
"Write this down, it is what everybody trusts: $($store.TenantWords)" | Out-Default

# Asks custodians one after the other, as at a table.
function Approve-AtTheTable($Ceremony, [int[]] $Who = (0, 1, 2)) {
    foreach ($custodian in $custodians[$Who]) {
        $Ceremony = $Ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $Ceremony.PlanDigest
        "   $("$($custodian.Name) signs".PadRight(14)) $($Ceremony.Approved)" | Out-Default
    }
    $Ceremony
}

Show-Step '3  A root: refused at two approvals, made at three'
$spec = New-TrstCASpec 'CN=Contoso Root CA,O=Contoso,C=DE' -Validity 20y
$ceremony = $spec | Start-TrstCeremony Root
"   $($ceremony.OpenedBy) opens ceremony $($ceremony.Id). Every custodian reads this before signing:" | Out-Default
$ceremony.Plan | Out-Default
$ceremony = Approve-AtTheTable $ceremony 0, 1
'   ops cannot wait and runs New-TrstRootCA:' | Out-Default
try {
    $null = $ceremony | New-TrstRootCA
    throw 'The root was made below its quorum.'
}
catch [Trstctl.TrstException] {
    "     $($_.Exception.Id)  $($_.Exception.Message)" | Out-Default
    "                   $($_.Exception.RecommendedAction)" | Out-Default
}
$made = @(Get-TrstEvent ceremony.completed | ForEach-Object Made)
$refusals = @(Get-TrstEvent ceremony.refused)
"     Keys and certificates made so far: $($made.Count). The refusal itself is event $($refusals[-1].Seq)." | Out-Default
if ($made.Count -ne 0) { throw 'Something was made below the quorum.' }
$ceremony = Approve-AtTheTable $ceremony 2
$root = $ceremony | New-TrstRootCA
$root | Out-Default
"   Its key is under dual lock ($($root.Level)): it opens with the shares of three custodians, and with nothing else here." | Out-Default

# Approving is consent. Using the root's key also takes presence: three custodians release their shares in the same call.
$present = @{ ShareHolder = $custodians[0..2] | ForEach-Object { @{ Certificate = $_; Password = $password } } }

Show-Step '4  An intermediate below it'
$ceremony = New-TrstCASpec 'CN=Contoso Issuing CA,O=Contoso,C=DE' -Validity 10y -PathLength 0 -KeyAlgorithm ECDSA-P256 `
    -PermittedName 'DNS:contoso.com' -CrlUrl 'http://pki.contoso.com/root.crl' -IssuerUrl 'http://pki.contoso.com/root.cer' |
    Start-TrstCeremony Intermediate -Issuer $root
$issuing = Approve-AtTheTable $ceremony | New-TrstIntermediateCA -Issuer $root @present
$issuing | Out-Default
"   its chain is valid: $($issuing | Test-TrstCertificate)" | Out-Default

Show-Step '5  The intermediate rotates to a new key'
$ceremony = $issuing | Start-TrstCeremony Rotation -Reason 'yearly rotation'
$successor = Approve-AtTheTable $ceremony | Invoke-TrstCARotation -CA $issuing @present
$successor | Out-Default

Show-Step '6  A foreign root is cross-signed'
$foreign = [IO.Path]::Combine($PSScriptRoot, 'data', 'foreign-root.pem')
$ceremony = Start-TrstCeremony CrossSign $foreign -Issuer $root
$cross = Approve-AtTheTable $ceremony | Add-TrstCrossSignature -Target $foreign @present
$cross | Out-Default

Show-Step '7  What exists, what happened, and whether it is true'
Get-TrstCA | Out-Default
Get-TrstCeremony | Out-Default
Get-TrstEvent | Out-Default
"   Test-TrstLedger: $(Test-TrstLedger)" | Out-Default

$files = @(
    $root | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'root.pem'))
    $issuing | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'issuing-1.pem'))
    $successor | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'issuing-2.pem'))
    $successor | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'chain.p7b')) -Format Pkcs7 -Chain
    $cross | Export-TrstCA -Path ([IO.Path]::Combine($certificates, 'fabrikam-cross.pem'))
)
$store | Disconnect-TrstStore

Show-Step '8  Certificates'
foreach ($file in $files) { "   $($file.FullName)" | Out-Default }
'' | Out-Default
'   Check them with OpenSSL:' | Out-Default
"   cd $certificates && openssl verify -x509_strict -CAfile root.pem issuing-1.pem issuing-2.pem fabrikam-cross.pem" | Out-Default
