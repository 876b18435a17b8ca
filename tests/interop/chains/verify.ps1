# .NET's X509Chain over one case of make-chains.ps1; the exit code says.
param([string] $Case)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$certificates = [Security.Cryptography.X509Certificates.X509Certificate2Collection]
$chain = [Security.Cryptography.X509Certificates.X509Chain]::new()
$chain.ChainPolicy.TrustMode = 'CustomRootTrust'
$chain.ChainPolicy.RevocationMode = 'NoCheck'
$chain.ChainPolicy.DisableCertificateDownloads = $true
$read = foreach ($name in 'root', 'between', 'target') {
    $found = $certificates::new()
    $found.ImportFromPem([IO.File]::ReadAllText([IO.Path]::Combine($Case, "$name.pem")))
    , $found
}
$chain.ChainPolicy.CustomTrustStore.AddRange($read[0])
$chain.ChainPolicy.ExtraStore.AddRange($read[1])
if (-not $chain.Build($read[2][0])) {
    $chain.ChainStatus | ForEach-Object { $_.StatusInformation } | Out-Default
    exit 1
}
