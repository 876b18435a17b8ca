# A connected store of this file's own, as docs/help/examples-prologue.ps1 describes it: founded once a run, copied for each file that
# dot-sources this in its BeforeAll. Its AfterAll calls Remove-Founded.
param([string] $Module)

. (Join-Path $PSScriptRoot 'Shared.ps1') $Module
. (Join-Path $PSScriptRoot 'Contract.ps1')

$prologue = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'help', 'examples-prologue.ps1')
if (-not (Get-Variable -Name TrstctlFounded -Scope Global -ErrorAction Ignore)) {
    . $prologue
    $store | Disconnect-TrstStore
    $global:TrstctlFounded = $made

    # Opened once: stretching the password of a file takes longer than all else that an approval does.
    $global:TrstctlOpened = $alice, $bob, $carol, $dave, $erin |
        ForEach-Object { [Security.Cryptography.X509Certificates.X509Certificate2]::new($_.Path, $password) }
}
. $prologue -Made $global:TrstctlFounded
$opened = $global:TrstctlOpened
$present = $opened[0..2]

function Remove-Founded {
    Get-TrstStore -ErrorAction Ignore | Disconnect-TrstStore
    Remove-Item -LiteralPath $folder -Recurse -Force
}

# What three custodians approved of what comes down the pipeline.
function Approve-All {
    process {
        $approved = $_
        foreach ($custodian in $global:TrstctlOpened[0..2]) {
            $approved = $approved | Approve-TrstCeremony -Certificate $custodian -PlanDigest $approved.PlanDigest
        }
        $approved
    }
}

# A key of somebody who is on no roster, whatever his name is.
function New-Stranger([string] $Name) {
    $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $key, 'SHA256')
    $request.CertificateExtensions.Add([Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('DigitalSignature', $true))
    $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddMinutes(-1), [DateTimeOffset]::UtcNow.AddYears(1))
}
