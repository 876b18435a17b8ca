# What the examples of the help pages assume: a new folder, a connected store with a founded 3-of-5 roster and a root, the
# custodians $alice ... $erin, the operator $ops, and a foreign root in $foreign. Dot-source it after importing Trstctl.

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'trstctl-' + [Guid]::NewGuid().ToString('N').Substring(0, 8))
$null = [IO.Directory]::CreateDirectory($folder)
$env:TRSTCTL_HOME = [IO.Path]::Combine($folder, 'client')

# One password for all files: a rehearsal may, a ceremony must not.
$password = [securestring]::new()
foreach ($character in [Guid]::NewGuid().ToString('N').ToCharArray()) { $password.AppendChar($character) }

$alice, $bob, $carol, $dave, $erin = 'Alice', 'Bob', 'Carol', 'Dave', 'Erin' | New-TrstCustodianKey -Path $folder -Password $password
$ops = New-TrstCustodianKey ops -Path $folder -Password $password
$foreign = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'examples', 'data', 'foreign-root.pem'))

$store = Initialize-TrstStore "$folder/store" -Protector KeyFile -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key"
$ceremony = $alice, $bob, $carol, $dave, $erin | New-TrstRoster -Operator $ops -Threshold 3 |
    Start-TrstCeremony Roster -Certificate $ops -Password $password
foreach ($custodian in $alice, $bob, $carol, $dave, $erin) {
    $ceremony = $ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $ceremony.PlanDigest
}
$null = $ceremony | Complete-TrstCeremony

$ceremony = New-TrstCASpec 'CN=Contoso Root CA,O=Contoso,C=DE' -Validity 20y |
    Start-TrstCeremony Root -Certificate $ops -Password $password
foreach ($custodian in $alice, $bob, $carol) {
    $ceremony = $ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $ceremony.PlanDigest
}
$root = $ceremony | New-TrstRootCA
