# What the examples of the help pages assume: a new folder, a connected store with a founded 3-of-5 roster and a root, the
# custodians $alice ... $erin, three of them with their passwords in $present, the operator $ops, as whom the store is connected, and
# a foreign root in $foreign. Dot-source it after importing Trstctl.
# It leaves $made: whoever dot-sources it again with that gets a copy in a folder of its own, without the seconds of founding.
using namespace System.Security.Cryptography
using namespace System.Security.Cryptography.X509Certificates

param([hashtable] $Made)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'trstctl-' + [Guid]::NewGuid().ToString('N').Substring(0, 8))
$env:TRSTCTL_HOME = [IO.Path]::Combine($folder, 'client')
$foreign = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'examples', 'data', 'foreign-root.pem'))

# An offline root elsewhere signs the request.
function Invoke-OfflineRoot([string] $RequestPem, [string] $Path) {
    $request = [CertificateRequest]::LoadSigningRequestPem(
        $RequestPem, 'SHA256', 'UnsafeLoadCertificateExtensions', [RSASignaturePadding]::Pkcs1)
    $request.CertificateExtensions.Add([X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    $request.CertificateExtensions.Add([X509AuthorityKeyIdentifierExtension]::CreateFromCertificate($offlineRoot, $true, $false))
    $serial = [byte[]]::new(16)
    [RandomNumberGenerator]::Fill($serial)
    $serial[0] = 0x42
    $key = [RSACertificateExtensions]::GetRSAPrivateKey($offlineRoot)
    $signer = [X509SignatureGenerator]::CreateForRSA($key, [RSASignaturePadding]::Pkcs1)
    $now = [DateTimeOffset]::UtcNow
    $certificate = $request.Create($offlineRoot.SubjectName, $signer, $now, $now.AddYears(4), $serial)
    [IO.File]::WriteAllText($Path, $certificate.ExportCertificatePem())
}

if ($Made) {
    Copy-Item -LiteralPath $Made.Folder -Destination $folder -Recurse
    if (-not $IsWindows) { chmod -R go= $folder }       # copied folders are open to others
    $password = $Made.Password
    $alice, $bob, $carol, $dave, $erin, $ops = $Made.People
    $offlineRoot = $Made.OfflineRoot
    $present = $alice, $bob, $carol | ForEach-Object { @{ Certificate = $_; Password = $password } }
    $store = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key" `
        -Certificate $ops -Password $password
    $root = Get-TrstCA 'Contoso Root CA'
    return
}

# One password for all files: a rehearsal may, a ceremony must not.
$null = [IO.Directory]::CreateDirectory($folder)
$password = [securestring]::new()
foreach ($character in [Guid]::NewGuid().ToString('N').ToCharArray()) { $password.AppendChar($character) }
$people = 'Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'ops' | New-TrstCustodianKey -Path $folder -Password $password
$alice, $bob, $carol, $dave, $erin, $ops = $people
$present = $alice, $bob, $carol | ForEach-Object { @{ Certificate = $_; Password = $password } }
$store = Initialize-TrstStore "$folder/store" -Protector KeyFile -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key" `
    -Certificate $ops -Password $password
$ceremony = $alice, $bob, $carol, $dave, $erin | New-TrstRoster -Operator $ops -Threshold 3 |
    Start-TrstCeremony Roster
foreach ($custodian in $alice, $bob, $carol, $dave, $erin) {
    $ceremony = $ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $ceremony.PlanDigest
}
$null = $ceremony | Complete-TrstCeremony

$ceremony = New-TrstCASpec 'CN=Contoso Root CA,O=Contoso,C=DE' -Validity 20y |
    Start-TrstCeremony Root
foreach ($custodian in $alice, $bob, $carol) {
    $ceremony = $ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $ceremony.PlanDigest
}
$root = $ceremony | New-TrstRootCA

# CAs elsewhere: the offline root, and one that will be adopted, with its key in a PFX.
function Get-ElsewhereCA([string] $Subject) {
    $key = [RSA]::Create(3072)
    $request = [CertificateRequest]::new($Subject, $key, [HashAlgorithmName]::SHA256, [RSASignaturePadding]::Pkcs1)
    $request.CertificateExtensions.Add([X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $request.CertificateExtensions.Add([X509KeyUsageExtension]::new('KeyCertSign, CrlSign', $true))
    $request.CertificateExtensions.Add([X509SubjectKeyIdentifierExtension]::new($request.PublicKey, $false))
    $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddMinutes(-5), [DateTimeOffset]::UtcNow.AddYears(10))
}
$offlineRoot = Get-ElsewhereCA 'CN=Contoso Offline Root,O=Contoso'
[IO.File]::WriteAllText("$folder/offline-root.pem", $offlineRoot.ExportCertificatePem())
$adopted = Get-ElsewhereCA 'CN=Old CA,O=Contoso'
[IO.File]::WriteAllText("$folder/old-ca.pem", $adopted.ExportCertificatePem())
[IO.File]::WriteAllBytes("$folder/old-ca.pfx", $adopted.Export('Pfx', $password))

$made = @{ Folder = $folder; People = $people; Password = $password; OfflineRoot = $offlineRoot }
