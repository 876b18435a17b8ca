# Makes a root for every post-quantum algorithm, an intermediate below it, and a cross-certificate of each over one ML-DSA root.
# Writes the DER and, a line each, which is to be verified under which: pairs.txt.
#
#   tests/interop/post-quantum/make-certificates.ps1 <new folder>         after ./build.ps1

param([string] $Destination)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

. ([IO.Path]::Combine([IO.Path]::GetDirectoryName($PSScriptRoot), 'store.ps1'))

$pairs = [Collections.Generic.List[string]]::new()
function Save($Authority, [string] $Name, [string] $Issuer) {
    $null = $Authority | Export-TrstCA -Path ([IO.Path]::Combine($folder, "$Name.der")) -Format Der
    $pairs.Add("$Name.der $Issuer.der")
}

$algorithms = @('ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87')
foreach ($hash in 'SHA2', 'SHAKE') {
    foreach ($set in '128s', '128f', '192s', '192f', '256s', '256f') { $algorithms += "SLH-DSA-$hash-$set" }
}

$first = $null
foreach ($algorithm in $algorithms) {
    $ceremony = New-TrstCASpec "CN=Root $algorithm" -Validity 10y -KeyAlgorithm $algorithm | Start-TrstCeremony Root
    $root = Approve-All $ceremony | New-TrstRootCA
    Save $root "root-$algorithm" "root-$algorithm"

    $ceremony = New-TrstCASpec "CN=Issuing $algorithm" -Validity 5y -PathLength 0 -KeyAlgorithm ML-DSA-65 |
        Start-TrstCeremony Intermediate -Issuer $root
    $issuing = Approve-All $ceremony | New-TrstIntermediateCA -Issuer $root @present
    if (-not ($issuing | Test-TrstCertificate)) { throw "The chain of $($issuing.Name) is not valid." }
    Save $issuing "issuing-$algorithm" "root-$algorithm"

    if ($first) {
        $cross = Approve-All (Start-TrstCeremony CrossSign $first -Issuer $root) | Add-TrstCrossSignature -Target $first @present
        Save $cross "cross-$algorithm" "root-$algorithm"
    }
    else {
        $first = [IO.Path]::Combine($folder, "root-$algorithm.der")
    }
    "   $algorithm" | Out-Default
}

$store | Disconnect-TrstStore
[IO.File]::WriteAllLines([IO.Path]::Combine($folder, 'pairs.txt'), $pairs)
