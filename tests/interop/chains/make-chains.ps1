# Makes a chain of each kind that the cmdlets can make: a folder a case with root.pem, between.pem (may be empty) and target.pem, and their
# names in cases.txt. CAs elsewhere are played by OpenSSL.
#
#   tests/interop/chains/make-chains.ps1 <new folder>         after ./build.ps1

param([string] $Destination)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
. ([IO.Path]::Combine([IO.Path]::GetDirectoryName($PSScriptRoot), 'store.ps1'))

$cases = [Collections.Generic.List[string]]::new()
function Save([string] $Case, $Root, $Between, $Target) {
    $place = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, $Case)).FullName
    [IO.File]::WriteAllText([IO.Path]::Combine($place, 'root.pem'), $Root.Pem)
    [IO.File]::WriteAllText([IO.Path]::Combine($place, 'between.pem'), -join @($Between | ForEach-Object { $_.Pem }))
    [IO.File]::WriteAllText([IO.Path]::Combine($place, 'target.pem'), $Target.Pem)
    $cases.Add($Case)
    "   $Case" | Out-Default
}
function New-Root([string] $Name, [hashtable] $More = @{}) {
    $ceremony = New-TrstCASpec "CN=$Name,O=Contoso,C=DE" -Validity 10y -Custody Operational @More | Start-TrstCeremony Root
    Approve-All $ceremony | New-TrstRootCA
}
function New-Intermediate([string] $Name, $Issuer, [hashtable] $Spec = @{}) {
    if (-not $Spec.ContainsKey('Validity')) { $Spec.Validity = '3y' }
    $ceremony = New-TrstCASpec "CN=$Name,O=Contoso,C=DE" @Spec | Start-TrstCeremony Intermediate -Issuer $Issuer
    Approve-All $ceremony | New-TrstIntermediateCA
}
function Invoke-OpenSsl {
    $null = & openssl @args 2>&1
    if ($LASTEXITCODE -ne 0) { throw "openssl $args ended with $LASTEXITCODE." }
}

foreach ($algorithm in 'ECDSA-P256', 'ECDSA-P384', 'ECDSA-P521', 'RSA-3072', 'RSA-4096') {
    $root = New-Root "Root $algorithm" @{ KeyAlgorithm = $algorithm }
    Save "root-$algorithm" $root @() $root
    $policy = New-Intermediate "Policy $algorithm" $root @{ PathLength = 1; KeyAlgorithm = $algorithm; Validity = '6y' }
    $issuing = New-Intermediate "Issuing $algorithm" $policy @{ PathLength = 0; KeyAlgorithm = 'ECDSA-P256' }
    Save "three-tiers-$algorithm" $root @($policy) $issuing
}

$root = New-Root 'Plain Root'
$limits = @{
    PathLength = 0
    PermittedName = 'DNS:contoso.example', 'IP:10.0.0.0/8', 'email:contoso.example', 'dirName:O=Contoso,C=DE'
    ExcludedName = 'DNS:x.contoso.example'
    ExtendedKeyUsage = 'serverAuth', 'clientAuth'; CertificatePolicy = '1.3.6.1.4.1.99999.1=http://pki.example/cps'
    CrlUrl = 'http://pki.example/root.crl'; IssuerUrl = 'http://pki.example/root.cer'
}
Save 'constrained' $root @() (New-Intermediate 'Constrained' $root $limits)

$other = New-Root 'Other Root' @{ KeyAlgorithm = 'RSA-3072' }
$below = New-Intermediate 'Below Other' $other
$cross = Approve-All (Start-TrstCeremony CrossSign $other -Issuer $root) | Add-TrstCrossSignature
Save 'cross-signed' $root @($cross) $below

$old = New-Root 'Linked Root' @{ Adcs = $true }
$oldBelow = New-Intermediate 'Below Old' $old
$spec = $old | New-TrstCASpec -KeyAlgorithm RSA-3072
$new = Approve-All (Start-TrstCeremony Rotation $old -LinkCertificates -Spec $spec) | Invoke-TrstCARotation
$newBelow = New-Intermediate 'Below New' $new
Save 'old-with-new' $new @($new.CrossCertificate.Where({ $_.Link -eq 'old-with-new' })) $oldBelow
Save 'new-with-old' $old @($new.CrossCertificate.Where({ $_.Link -eq 'new-with-old' })) $newBelow

$renewed = Approve-All (Start-TrstCeremony Rotation $root -SameKey) | Invoke-TrstCARotation
Save 'renewed-root' $renewed @() (New-Intermediate 'Below Renewed' $renewed)

# CAs elsewhere: one that asks us, one that answers us, one that is adopted.
$config = [IO.Path]::Combine($folder, 'ca.cnf')
[IO.File]::WriteAllText($config, @'
[req]
distinguished_name=dn
prompt=no
x509_extensions=ext
req_extensions=ext
[dn]
CN=unused
[ext]
basicConstraints=critical,CA:TRUE
keyUsage=critical,digitalSignature,keyCertSign,cRLSign
subjectKeyIdentifier=hash
'@)
$answer = [IO.Path]::Combine($folder, 'answer.cnf')
[IO.File]::WriteAllText($answer, @'
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
'@)
Invoke-OpenSsl req -new -newkey rsa:2048 -nodes -keyout "$folder/asks.key" -out "$folder/asks.csr" `
    -subj '/DC=example/DC=contoso/CN=Asking CA' -config $config
$ceremony = New-TrstCASpec 'CN=Asking CA,DC=contoso,DC=example' -Validity 5y -PathLength 0 |
    Start-TrstCeremony Intermediate -Issuer $renewed -Request "$folder/asks.csr"
Save 'foreign-request' $renewed @() (Approve-All $ceremony | New-TrstIntermediateCA)

Invoke-OpenSsl req -x509 -newkey rsa:3072 -nodes -keyout "$folder/offline.key" -out "$folder/offline.pem" `
    -days 3650 -subj '/O=Elsewhere/CN=Offline Root' -config $config
$offline = Approve-All (Start-TrstCeremony Import "$folder/offline.pem") | Import-TrstCA -Path "$folder/offline.pem"
$ceremony = New-TrstCASpec 'CN=Answered CA' -Validity 5y -PathLength 0 | Start-TrstCeremony Request -Issuer $offline
$request = Approve-All $ceremony | New-TrstCARequest
[IO.File]::WriteAllText("$folder/answered.csr", $request.Pem)
Invoke-OpenSsl x509 -req -in "$folder/answered.csr" -CA "$folder/offline.pem" -CAkey "$folder/offline.key" -CAcreateserial `
    -days 1500 -sha256 -extfile $answer -out "$folder/answered.pem"
Save 'answered-request' $offline @() (Complete-TrstCARequest "$folder/answered.pem")

Invoke-OpenSsl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/adopted.key" -out "$folder/adopted.pem" `
    -days 3650 -subj '/O=Elsewhere/CN=Adopted Root' -config $config
$adopted = Approve-All (Start-TrstCeremony Import "$folder/adopted.pem" -Custody Operational) |
    Import-TrstCA -Path "$folder/adopted.key" -WarningAction SilentlyContinue
Save 'adopted' $adopted @() (New-Intermediate 'Below Adopted' $adopted)

if (-not (Test-TrstLedger)) { throw 'The ledger does not verify.' }
$store | Disconnect-TrstStore
[IO.File]::WriteAllLines([IO.Path]::Combine($folder, 'cases.txt'), $cases)
