param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $pending = New-TrstCASpec 'CN=Waits' -Validity 5y | Start-TrstCeremony Root -Reason 'to be approved'
    $ready = New-TrstCASpec "CN=M$([char] 0xFC)ller's CA,O=Contoso" -Validity 5y | Start-TrstCeremony Intermediate -Issuer $root
    $ready = $ready | Approve-All
    $events = @(Get-TrstEvent).Count

    function Get-Offer([string] $Line) {
        @([Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches)
    }
    function Get-Word([string] $Line) { @(Get-Offer $Line | ForEach-Object CompletionText) }
}

AfterAll {
    Remove-Founded
}

Describe 'Completion' {
    It 'offers every operation with its headline' {
        $offers = Get-Offer 'Start-TrstCeremony '
        $offers.CompletionText | Should -Be @([Trstctl.Ceremonies.CeremonyService]::Operations)
        ($offers | Where-Object CompletionText -EQ 'Root').ToolTip | Should -Be 'MAKE A ROOT CA'
        Get-Word 'Start-TrstCeremony Ro' | Should -Be 'Roster', 'Root', 'Rotation'
    }

    It 'offers only ceremonies that can be approved to who approves' {
        $offers = Get-Offer "Approve-TrstCeremony -Certificate 'x.pfx' -Ceremony "
        $offers.CompletionText | Should -Be $pending.Id
        $offers.ToolTip | Should -BeLike '*Root*Waits*Pending*ops*'
    }

    It 'offers the connection''s own identity nothing that it cannot approve' {
        Get-Word 'Approve-TrstCeremony -Ceremony ' | Should -Not -Contain $pending.Id
    }

    It 'offers only ready ceremonies of its operation to who executes' {
        Get-Word 'Complete-TrstCeremony -Ceremony ' | Should -Be $ready.Id
        Get-Word 'New-TrstIntermediateCA -Ceremony ' | Should -Be $ready.Id
        Get-Word 'New-TrstRootCA -Ceremony ' | Should -Not -Contain $ready.Id
        Get-Word 'Unlock-TrstCAKey -Ceremony ' | Should -Not -Contain $ready.Id
        Get-Word 'Wait-TrstCeremony -Ceremony ' | Sort-Object | Should -Be ($ready.Id, $pending.Id | Sort-Object)
        Get-Word 'Get-TrstCeremony -Ceremony ' | Should -HaveCount 4
    }

    It 'offers CAs that can sign as issuers, quoted' {
        Get-Word 'Start-TrstCeremony Intermediate -Issuer Con' | Should -Be "'Contoso Root CA'"
        Get-Word "Get-TrstCA 'con" | Should -Be "'Contoso Root CA'"
        Get-Word 'Start-TrstCeremony Rotation -InputObject ' | Should -Be "'Contoso Root CA'"
        Get-Word 'Start-TrstCeremony Revoke -InputObject ' | Should -Not -Contain "'Contoso Root CA'"
        Get-Word 'Get-TrstCA -Thumbprint ' | Should -Be $root.Thumbprint
    }

    It 'offers no protector that this version refuses, and no custody that a new key has not' {
        foreach ($command in 'Initialize-TrstStore x', 'New-TrstTenant x', 'Restore-TrstStore x y') {
            Get-Word "$command -Protector " | Should -Be 'DpapiMachine', 'DpapiUser', 'KeyFile', 'Password'
        }
        Get-Word "New-TrstCASpec 'CN=x' -Custody " | Should -Be 'Operational', 'Quorum'
    }

    It 'offers names of the roster by their roles' {
        Get-Word 'Get-TrstCeremony -WaitingFor ' | Should -Be 'Alice', 'Bob', 'Carol', 'Dave', 'Erin'
        Get-Word 'Start-TrstCeremony Root -Executor ' | Should -Be 'Alice', 'Bob', 'Carol', 'Dave', 'Erin', 'ops'
        Get-Word 'New-TrstRoster -Remove d' | Should -Be 'Dave'
        Get-Word 'Get-TrstRoster ' | Should -Be '1'
    }

    It 'offers words of every list' {
        Get-Word 'New-TrstCASpec -ExtendedKeyUsage server' | Should -Be 'serverAuth'
        Get-Word 'New-TrstCASpec -KeyAlgorithm ML' | Should -Be 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'
        Get-Word 'New-TrstCASpec -PermittedName D' | Should -Be "'DNS:'", "'dirName:'"
        Get-Word 'New-TrstCASpec -Validity 2' | Should -Be '2y', '20y'
        Get-Word 'Get-TrstEvent ceremony.a' | Should -Be 'ceremony.approval-rejected', 'ceremony.approved'
        Get-Word 'Start-TrstCeremony -RevocationReason KeyC' | Should -Be 'KeyCompromise'
        Get-Word 'Get-TrstCA -Tenant ' | Should -Be 'default'
        Get-Word "Connect-TrstStore '$folder/store' -Tenant " | Should -Be 'default'
        $waivers = Get-Offer 'Start-TrstCeremony Root -LintWaiver '
        $waivers | Should -HaveCount 100
        $waivers[0].CompletionText | Should -Match "^@\{ '\S+' = '' \}$"
        $waivers[0].ToolTip | Should -Match '^(Error|Warning|Notice|Info)\w* \('
    }

    It 'asks the store that is given' {
        $other = Connect-TrstStore "$folder/store" -ReadOnly
        $store | Disconnect-TrstStore
        try {
            $global:TrstctlGiven = $other
            Get-Word 'Get-TrstCA -Store $TrstctlGiven -Name Con' | Should -Be "'Contoso Root CA'"
        }
        finally { Remove-Variable TrstctlGiven -Scope Global; $other | Disconnect-TrstStore }
        Get-Word 'Get-TrstCA -Name Con' | Should -Not -Contain "'Contoso Root CA'"
        $store = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -Certificate $ops -Password $password
    }

    It 'writes nothing' {
        @(Get-TrstEvent).Count | Should -Be $events
    }
}

Describe 'Parameters without completion' {
    It 'have their reason' {
        $builtIn = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $reasons = [ordered]@{
            'a switch'       = { $_.ParameterType -eq [switch] }
            'PowerShell''s'  = {
                $type = [Nullable]::GetUnderlyingType($_.ParameterType), $_.ParameterType.GetElementType(), $_.ParameterType -ne $null
                $type[0].IsEnum
            }
            'a set of words' = { $_.Attributes | Where-Object { $_ -is [ValidateSet] } }
            'a secret'       = { $_.ParameterType -in [securestring], [securestring[]], [pscredential] -or $_.Name -like '*Password' }
            'a date'         = { $_.ParameterType -eq [Nullable[datetime]] }
            'a number'       = { $_.ParameterType -in [int], [Nullable[int]], [uint64] }
            'a file'         = { $_.Name -match 'Path$|File$|^Destination$|^Request$|^ConnectionString$' }
            'an object'      = {
                $_.ParameterType -in [object], [object[]], [Collections.IDictionary] -or $_.ParameterType.Namespace -like 'Trstctl*' -or
                $_.ParameterType -eq [scriptblock]
            }
            'free text'      = {
                $_.Name -in 'Reason', 'Subject', 'Name', 'CrlUrl', 'IssuerUrl', 'CertificatePolicy', 'KeyIdentifier', 'Descriptor'
            }
            'typed on purpose, after it was compared' = { $_.Name -in 'PlanDigest', 'AcceptCheckpoint' }
        }
        $count = @{}
        $bare = foreach ($command in Get-Command -Module Trstctl) {
            foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $builtIn) {
                if ($parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] }) { $count['completed'] += 1; continue }
                $because = $reasons.Keys | Where-Object {
                    try { @($parameter | Where-Object $reasons[$_]).Count } catch { $false }
                } | Select-Object -First 1
                if ($because) { $count[$because] += 1 } else { "$command -$($parameter.Name)" }
            }
        }
        Write-Verbose (($count.Keys | Sort-Object | ForEach-Object { "$($_): $($count[$_])" }) -join '; ') -Verbose
        $bare | Should -BeNullOrEmpty
    }
}
