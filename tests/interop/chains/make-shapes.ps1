# Makes certificates of the shapes that clients differ on (clients.tsv): a folder a shape with root.pem, between.pem and target.pem, an end
# entity's. The keys of the CAs that end entities stand below are OpenSSL's: they were certified by request.
#
#   tests/interop/chains/make-shapes.ps1 <new folder>         after ./build.ps1

param([string] $Destination)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
. ([IO.Path]::Combine([IO.Path]::GetDirectoryName($PSScriptRoot), 'store.ps1'))

$cnf = [IO.Path]::Combine($folder, 'ca.cnf')
$ca = "basicConstraints=critical,CA:TRUE`nkeyUsage=critical,keyCertSign,cRLSign`n"
$ski = "subjectKeyIdentifier=hash`n"
$aki = "authorityKeyIdentifier=keyid`n"
$head = "[req]`ndistinguished_name=dn`nprompt=no`n[dn]`nCN=unused`n"
[IO.File]::WriteAllText($cnf, "$head[ext]`n$ca$ski[bare]`n$($ca)subjectKeyIdentifier=none`nauthorityKeyIdentifier=none`n")
function Invoke-OpenSsl {
    $said = & openssl @args 2>&1
    if ($LASTEXITCODE -ne 0) { throw "openssl $args ended with $($LASTEXITCODE): $said" }
}
function New-Key([string] $Name) {
    Invoke-OpenSsl ecparam -name prime256v1 -genkey -noout -out "$folder/$Name.key"
    Invoke-OpenSsl req -new -key "$folder/$Name.key" -out "$folder/$Name.csr" -subj "/C=DE/O=Contoso/CN=$Name" `
        -config $cnf -reqexts ext
}
function Invoke-Sign([string] $Name, [string] $Issuer, [string] $Extensions) {
    [IO.File]::WriteAllText("$folder/$Name.ext", $Extensions)
    Invoke-OpenSsl x509 -req -in "$folder/$Name.csr" -CA "$folder/$Issuer.pem" -CAkey "$folder/$Issuer.key" -days 900 -sha256 `
        -set_serial "0x4$([guid]::NewGuid().ToString('N'))" -extfile "$folder/$Name.ext" -out "$folder/$Name.pem"
}
function New-Root([string] $Name, [hashtable] $More = @{}) {
    Approve-All (New-TrstCASpec "CN=$Name,O=Contoso,C=DE" -Validity 10y -Custody Operational @More | Start-TrstCeremony Root) |
        New-TrstRootCA
}
function New-Outside([string] $Name, $Issuer, [hashtable] $Spec = @{}) {
    New-Key $Name
    $ceremony = New-TrstCASpec "CN=$Name,O=Contoso,C=DE" -Validity 1y @Spec |
        Start-TrstCeremony Intermediate -Issuer $Issuer -Request "$folder/$Name.csr"
    $made = Approve-All $ceremony | New-TrstIntermediateCA
    [IO.File]::WriteAllText("$folder/$Name.pem", $made.Pem)
    $made
}
function New-OutsideRoot([string] $Name, [string] $Section) {
    New-Key $Name
    Invoke-OpenSsl req -x509 -key "$folder/$Name.key" -out "$folder/$Name.pem" -days 3000 -subj "/C=DE/O=Contoso/CN=$Name" `
        -config $cnf -extensions $Section
}
function Save([string] $Shape, $Root, $Between, [string] $Issuer, [string] $Names = 'DNS:www.contoso.example', [string] $More = '') {
    $leaf = "leaf-$Shape"
    if (-not [IO.File]::Exists("$folder/$leaf.pem")) {
        New-Key $leaf
        Invoke-Sign $leaf $Issuer ("basicConstraints=critical,CA:FALSE`nkeyUsage=critical,digitalSignature`n" +
            "extendedKeyUsage=serverAuth,emailProtection`nsubjectAltName=$Names`n$ski$aki$More")
    }
    $place = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, $Shape)).FullName
    [IO.File]::WriteAllText([IO.Path]::Combine($place, 'root.pem'), $Root.Pem)
    [IO.File]::WriteAllText([IO.Path]::Combine($place, 'between.pem'), -join @($Between | ForEach-Object { $_.Pem }))
    [IO.File]::Copy("$folder/$leaf.pem", [IO.Path]::Combine($place, 'target.pem'))
    $isGood = Test-TrstCertificate "$folder/$leaf.pem" -ErrorAction SilentlyContinue
    [IO.File]::WriteAllText([IO.Path]::Combine($place, 'ours'), $(if ($isGood) { 'good' } else { 'bad' }))
    "   $Shape" | Out-Default
}
function Import-It([string] $Name, [string] $File, [hashtable] $More = @{}) {
    Approve-All (Start-TrstCeremony Import "$folder/$Name.pem" @More) | Import-TrstCA -Path "$folder/$File" -WarningAction SilentlyContinue
}

# Limits of names.
$root = New-Root 'Shape Root'
$limits = [ordered]@{
    plain = @{}, 'DNS:www.contoso.example'
    dns = @{ PermittedName = 'DNS:contoso.example' }, 'DNS:www.contoso.example'
    'dns-outside' = @{ PermittedName = 'DNS:contoso.example' }, 'DNS:www.fabrikam.example'
    'dns-excluded' = @{ ExcludedName = 'DNS:secret.contoso.example' }, 'DNS:www.contoso.example'
    'dns-wildcard-excluded' = @{ ExcludedName = 'DNS:secret.contoso.example' }, 'DNS:*.contoso.example'
    ip4 = @{ PermittedName = 'IP:10.0.0.0/8' }, 'IP:10.1.2.3'
    ip6 = @{ PermittedName = 'IP:fd00::/8' }, 'IP:fd00::1'
    email = @{ PermittedName = 'email:contoso.example' }, 'email:me@contoso.example'
    'email-below' = @{ PermittedName = 'email:contoso.example' }, 'email:me@www.contoso.example'
    'email-below-excluded' = @{
        PermittedName = 'email:contoso.example'
        ExcludedName = 'email:.contoso.example'
    }, 'email:me@www.contoso.example'
    uri = @{ PermittedName = 'URI:www.contoso.example' }, 'URI:https://www.contoso.example/'
    'uri-below' = @{ PermittedName = 'URI:contoso.example' }, 'URI:https://www.contoso.example/'
    'uri-below-excluded' = @{
        PermittedName = 'URI:contoso.example'
        ExcludedName = 'URI:.contoso.example'
    }, 'URI:https://www.contoso.example/'
    dirname = @{ PermittedName = 'dirName:O=Contoso,C=DE' }, 'DNS:www.contoso.example'
}
foreach ($shape in $limits.Keys) {
    $made = New-Outside "CA $shape" $root $limits[$shape][0]
    Save $shape $root @($made) "CA $shape" $limits[$shape][1]
}

# Policies that are required, and a root without a key identifier.
New-OutsideRoot 'Policy Root' ext
New-Key 'Policy CA'
Invoke-Sign 'Policy CA' 'Policy Root' "$ca$ski$($aki)policyConstraints=critical,requireExplicitPolicy:0`ncertificatePolicies=1.2.3.4.5`n"
$outside = Import-It 'Policy Root' 'Policy Root.pem'
$policy = Import-It 'Policy CA' 'Policy CA.key' @{ Custody = 'Operational' }
$made = New-Outside 'CA policy' $policy @{ CertificatePolicy = '1.2.3.4.5' }
Save 'policy-constraints' $outside @($made, $policy) 'CA policy' -More "certificatePolicies=1.2.3.4.5`n"

New-Key 'Any CA'
Invoke-Sign 'Any CA' 'Policy Root' "$ca$ski$($aki)inhibitAnyPolicy=critical,1`ncertificatePolicies=1.2.3.4.5`n"
$policy = Import-It 'Any CA' 'Any CA.key' @{ Custody = 'Operational' }
Save 'inhibit-any-policy' $outside @((New-Outside 'CA any' $policy), $policy) 'CA any'

New-OutsideRoot 'Bare Root' bare
$bare = Import-It 'Bare Root' 'Bare Root.key' @{ Custody = 'Operational' }
$made = New-Outside 'CA bare' $bare
Save 'no-key-identifier' $bare @($made) 'CA bare'

# Links.
$first = New-Root 'Linked Root' @{ PathLength = 1 }
$oldBelow = New-Outside 'CA old' $first @{ PathLength = 0 }
$second = Approve-All (Start-TrstCeremony Rotation $first -LinkCertificates) | Invoke-TrstCARotation
$newBelow = New-Outside 'CA new' $second @{ PathLength = 0 }
$oldWithNew = $second.CrossCertificate.Where({ $_.Link -eq 'old-with-new' })[0]
$newWithOld = $second.CrossCertificate.Where({ $_.Link -eq 'new-with-old' })[0]
Save 'link-path-length' $first @($newBelow, $newWithOld) 'CA new'

$first = New-Root 'Rotated Root'
$oldBelow = New-Outside 'CA first' $first
$second = Approve-All (Start-TrstCeremony Rotation $first -LinkCertificates) | Invoke-TrstCARotation
$newBelow = New-Outside 'CA second' $second
$oldWithNew = $second.CrossCertificate.Where({ $_.Link -eq 'old-with-new' })[0]
$newWithOld = $second.CrossCertificate.Where({ $_.Link -eq 'new-with-old' })[0]
Save 'link-new-with-old' $first @($newBelow, $newWithOld) 'CA second'
Save 'link-old-with-new' $second @($oldBelow, $oldWithNew) 'CA first'
Save 'links-both-old-root' $first @($newBelow, $newWithOld, $oldWithNew) 'CA second'
Save 'links-both-new-root' $second @($oldBelow, $oldWithNew, $newWithOld) 'CA first'
Save 'links-both-other-way' $first @($newBelow, $oldWithNew, $newWithOld) 'CA second'
$third = Approve-All (Start-TrstCeremony Rotation $second -LinkCertificates) | Invoke-TrstCARotation
$thirdBelow = New-Outside 'CA third' $third
$secondLink = $third.CrossCertificate.Where({ $_.Link -eq 'new-with-old' -and $_.Pem -ne $newWithOld.Pem })[0]
Save 'links-two-in-a-row' $first @($thirdBelow, $secondLink, $newWithOld) 'CA third'

# Cross-certificates of a root elsewhere, alone and with that root in the file; and of a CA with two issuers.
New-OutsideRoot 'Foreign Root' ext
$foreign = Import-It 'Foreign Root' 'Foreign Root.key' @{ Custody = 'Operational' }
$below = New-Outside 'CA foreign' $foreign
$cross = Approve-All (Start-TrstCeremony CrossSign $foreign -Issuer $root) | Add-TrstCrossSignature
Save 'cross' $root @($below, $cross) 'CA foreign'
Save 'cross-foreign-root-before' $root @($below, $foreign, $cross) 'CA foreign'
Save 'cross-foreign-root-behind' $root @($below, $cross, $foreign) 'CA foreign'
$forked = Approve-All (Start-TrstCeremony CrossSign $below -Issuer $root) | Add-TrstCrossSignature
Save 'cross-two-issuers' $root @($below, $forked) 'CA foreign'
Save 'cross-two-issuers-other-way' $root @($forked, $below) 'CA foreign'
$store | Disconnect-TrstStore
