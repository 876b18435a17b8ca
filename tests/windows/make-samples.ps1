# On this machine: what a founded store shows, as objects and as the text that a console of 80 and of 160 columns shows, and the store
# itself. Wine has no keys to make it with.
#
#   tests/windows/make-samples.ps1 <new folder>         after ./build.ps1, or with a module that TRSTCTL_MODULE names

param([string] $Destination)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
. ([IO.Path]::Combine($PSScriptRoot, '..', 'interop', 'store.ps1'))

$ceremony = New-TrstCASpec 'CN=Contoso Root CA mit Ümläuten [1],O=Contoso' -Validity 20y | Start-TrstCeremony Root
$root = Approve-All $ceremony | New-TrstRootCA
$pending = New-TrstCASpec 'CN=Contoso Issuing CA with a name that is longer than its column,O=Contoso' -Validity 5y |
    Start-TrstCeremony Intermediate -Issuer $root
$samples = [ordered]@{
    Store = Get-TrstStore
    Tenant = Get-TrstTenant
    Roster = Get-TrstRoster
    Custodian = (Get-TrstRoster).Custodian
    Ceremony = @($pending) + @(Get-TrstCeremony)
    CA = Get-TrstCA
    Event = Get-TrstEvent
    Health = Get-TrstHealth
    CASpec = New-TrstCASpec 'CN=Contoso Root CA' -NotAfter 2040-01-01T00:00:00Z
}
foreach ($name in $samples.Keys) {
    # As they come back: what is shown there has no methods.
    $samples[$name] | Export-Clixml ([IO.Path]::Combine($folder, "$name.xml"))
    $again = Import-Clixml ([IO.Path]::Combine($folder, "$name.xml"))
    foreach ($width in 80, 160) {
        # The last column of a Windows console stays free.
        [IO.File]::WriteAllText([IO.Path]::Combine($folder, "$name.$width.txt"), ($again | Out-String -Width ($width - 1)))
    }
}
$store | Disconnect-TrstStore
