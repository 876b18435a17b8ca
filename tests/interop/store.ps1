# A founded store in the new folder $Destination, two of three custodians, all at hand; dot-source it. It gives $folder, $present
# and Approve-All.

$repository = $PSScriptRoot
foreach ($level in 1..2) { $repository = [IO.Path]::GetDirectoryName($repository) }
$module = if ($env:TRSTCTL_MODULE) { $env:TRSTCTL_MODULE } else { [IO.Path]::Combine($repository, 'artifacts', 'module', 'Trstctl') }
Import-Module $module

$folder = [IO.Directory]::CreateDirectory([IO.Path]::GetFullPath($Destination)).FullName
$password = [securestring]::new()
foreach ($character in [guid]::NewGuid().ToString().ToCharArray()) { $password.AppendChar($character) }

$keys = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, 'keys')).FullName
$custodians = 'Alice', 'Bob', 'Carol' | New-TrstCustodianKey -Path $keys -Password $password
$ops = New-TrstCustodianKey ops -Path $keys -Password $password
$store = Initialize-TrstStore ([IO.Path]::Combine($folder, 'store')) -Protector KeyFile `
    -KeyFile ([IO.Path]::Combine($folder, 'ledger.key')) -CustodyKeyFile ([IO.Path]::Combine($folder, 'custody.key')) `
    -ClientStatePath ([IO.Path]::Combine($folder, 'client')) -Certificate $ops -Password $password
$present = @{ ShareHolder = $custodians[0..1] | ForEach-Object { @{ Certificate = $_; Password = $password } } }

function Approve-All($Ceremony, [int] $Count = 2) {
    foreach ($custodian in $custodians[0..($Count - 1)]) {
        $Ceremony = $Ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $Ceremony.PlanDigest
    }
    $Ceremony
}

$founding = $custodians | New-TrstRoster -Operator $ops -Threshold 2 -AllowOperationalRoot | Start-TrstCeremony Roster
$null = Approve-All $founding 3 | Complete-TrstCeremony
