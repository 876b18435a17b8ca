@{
    RootModule             = 'Trstctl.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f0f5b1e-3c0b-4c53-9a0e-5d1f6d4c8b27'
    Author                 = 'Trstctl maintainers'
    CompanyName            = 'Trstctl'
    Copyright              = 'Copyright (c) Trstctl maintainers. MIT license.'
    Description            = 'Certificate authorities that act only when m of n custodians agree, and can prove it afterwards.'
    CompatiblePSEditions   = @('Desktop', 'Core')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('Trstctl.Format.ps1xml')
    TypesToProcess         = @('Trstctl.Types.ps1xml')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
        'Add-TrstCrossSignature'
        'Approve-TrstCeremony'
        'Complete-TrstCARequest'
        'Complete-TrstCeremony'
        'Connect-TrstStore'
        'Deny-TrstCeremony'
        'Disconnect-TrstStore'
        'Export-TrstCA'
        'Export-TrstCeremony'
        'Get-TrstCA'
        'Get-TrstCeremony'
        'Get-TrstEvent'
        'Get-TrstHealth'
        'Get-TrstRoster'
        'Get-TrstStore'
        'Get-TrstTenant'
        'Import-TrstCA'
        'Initialize-TrstStore'
        'Invoke-TrstCARotation'
        'Invoke-TrstDrill'
        'New-TrstCARequest'
        'New-TrstCASpec'
        'New-TrstCustodianKey'
        'New-TrstIntermediateCA'
        'New-TrstRootCA'
        'New-TrstRoster'
        'New-TrstTenant'
        'Restore-TrstStore'
        'Revoke-TrstApproval'
        'Revoke-TrstCustodianKey'
        'Start-TrstCeremony'
        'Stop-TrstCeremony'
        'Suspend-TrstTenant'
        'Test-TrstCertificate'
        'Test-TrstLedger'
        'Unlock-TrstCAKey'
        'Wait-TrstCeremony'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('PKI', 'CA', 'Certificate', 'X509', 'Quorum', 'KeyCeremony', 'Security', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/trstctl/trstctl'
            LicenseUri   = 'https://github.com/trstctl/trstctl/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/trstctl/trstctl/blob/main/CHANGELOG.md'
        }
    }
}
