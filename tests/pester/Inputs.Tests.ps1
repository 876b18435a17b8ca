param([string] $Module)

# Whatever is passed to whatever parameter: PowerShell's own binding error with the parameter's name, or one of our errors; never an
# exception of .NET, and nothing is changed by it. Cmdlets and parameters are found by reflection: new ones join by themselves.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $commands = Get-Command -Module Trstctl | Where-Object Name -NE 'Disconnect-TrstStore' | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $spec = New-TrstCASpec 'CN=Mine' -Validity 5y
    $roster = Get-TrstRoster
    $ceremony = @(Get-TrstCeremony)[-1]
    $closed = Connect-TrstStore "$folder/store" -ReadOnly
    $closed | Disconnect-TrstStore
    $null = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -Certificate $ops -Password $password
    $dead = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($root))
    $before = "$(@(Get-TrstCeremony).Count) $(@(Get-TrstCA).Count) $(@(Get-TrstRoster -All).Count) $(@(Get-TrstEvent).Count)"

    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $ids = [Enum]::GetNames([Trstctl.ErrorId])

    # What a call needs beside the parameter that is tried: harmless, and right as far as it goes.
    $usual = @{
        Ceremony = $ceremony.CeremonyId; Operation = 'Resume'; Path = "$folder/no/such.file"; Destination = "$folder/no/such"
        Reason = 'tried'; Protector = 'KeyFile'; Name = 'Zoe'; Subject = 'CN=Tried'; Like = $root; Custodian = @($alice, $bob)
        Base = $roster; Threshold = 2; CA = 'Contoso Root CA'; InputObject = $root; Verdict = 'Followed'; Crl = 'x'; Request = 'x'
        Certificate = $root; Responder = $root; Profile = 'x'; Statement = 'x'; ConnectionString = 'x'; RevocationReason = 'Superseded'
    }

    $values = [ordered]@{
        null = $null; empty = ''; blank = ' '; huge = 'x' * 70000; star = '*'; bracket = '['; control = "a`0`e[2J"; path = '../../nowhere'
        none = @(); nulls = @($null, $null); nested = @(@(1, 2), @('x')); number = 7; negative = -1; many = [long]::MaxValue
        notANumber = [double]::NaN; table = @{}; otherTable = @{ 1 = $null }; script = { throw 'run' }; date = [datetime]::MinValue
        ca = $root; roster = $roster; spec = $spec; ceremony = $ceremony; person = $alice; closed = $closed; dead = $dead
        type = [int]; stream = [IO.MemoryStream]::new(); switch = [switch] $true
    }

    # The parameters that must be there beside this one: of its first set.
    function Get-Usual([Management.Automation.CommandInfo] $Command, [string] $Parameter) {
        $set = $Command.ParameterSets | Where-Object { $_.Parameters.Name -contains $Parameter } | Select-Object -First 1
        $given = @{}
        foreach ($other in $set.Parameters | Where-Object { $_.IsMandatory -and $_.Name -ne $Parameter }) {
            $given[$other.Name] = $usual[$other.Name]
        }
        $given
    }

    # What is wrong with how a call failed, of each value.
    function Get-InputFault([Management.Automation.CommandInfo] $Command, [string] $Parameter, [hashtable] $Given) {
        foreach ($value in $values.GetEnumerator()) {
            $Given[$Parameter] = $value.Value
            $failures = try {
                $null = & $Command @Given -ErrorVariable found -ErrorAction SilentlyContinue -WarningAction Ignore 6> $null
                $found
            }
            catch { $_ }
            foreach ($failure in @($failures) | Where-Object { $null -ne $_ }) {
                $record = if ($failure -is [Management.Automation.ErrorRecord]) { $failure } else { $failure.ErrorRecord }
                $fault = Get-Fault $record
                if ($fault) { "-$Parameter $($value.Key): $fault" }
            }
        }
    }

    # Nothing, or what is wrong with how it failed.
    function Get-Fault([Management.Automation.ErrorRecord] $Failure) {
        $exception = $Failure.Exception
        $id = ($Failure.FullyQualifiedErrorId -split ',')[0]
        if ($exception -is [Trstctl.TrstException]) {
            if ($id -notin $ids -or -not $Failure.ErrorDetails.RecommendedAction) { "$id without advice" }
        }
        elseif ($exception -is [Management.Automation.ParameterBindingException]) {
            if (-not $exception.ParameterName -and $id -notin 'AmbiguousParameterSet') { "$id names no parameter" }
        }
        else { "$($exception.GetType().Name) ($id): $exception" }
    }
}

AfterAll {
    Remove-Founded
}

Describe '<Name>' -Tag 'P05' -ForEach $commands {
    It 'refuses by name, or takes it, whatever it is given' {
        $command = Get-Command $Name -Module Trstctl
        $faults = foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
            $given = Get-Usual $command $parameter.Name
            if ($command.Parameters.ContainsKey('WhatIf')) { $given['WhatIf'] = $true }
            if ($command.Parameters.ContainsKey('Timeout') -and $parameter.Name -ne 'Timeout') { $given['Timeout'] = '1min' }
            Get-InputFault $command $parameter.Name $given
        }
        $faults | Should -BeNullOrEmpty
    }
}

Describe 'Start-TrstCeremony <_>' -Tag 'P05' -ForEach 'Root', 'Intermediate', 'CrossSign', 'Rotation', 'Roster', 'Answer', 'Revoke' {
    It 'takes its object, or says which it takes' {
        $command = Get-Command Start-TrstCeremony
        Get-InputFault $command 'InputObject' @{ Operation = $_; Issuer = 'Contoso Root CA'; WhatIf = $true } | Should -BeNullOrEmpty
        Get-InputFault $command 'InputObject' @{ Operation = $_; WhatIf = $true } | Should -BeNullOrEmpty
    }
}

Describe 'The store' {
    It 'is as it was' {
        $null = Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -Certificate $ops -Password $password
        "$(@(Get-TrstCeremony).Count) $(@(Get-TrstCA).Count) $(@(Get-TrstRoster -All).Count) $(@(Get-TrstEvent).Count)" | Should -Be $before
        Test-TrstLedger | Should -BeTrue
        Get-ChildItem $folder -Recurse -Filter 'such*' | Should -BeNullOrEmpty
    }
}

Describe 'Contradictions' {
    It 'refuses a secret of another kind than the protector' {
        Get-ErrorId { Initialize-TrstStore "$folder/new" -Protector Password -LedgerPassword $password -KeyFile "$folder/k" } |
            Should -Be 'InvalidArgument'
        Get-ErrorId { Initialize-TrstStore "$folder/new" -Protector KeyFile -LedgerPassword $password -KeyFile "$folder/k" } |
            Should -Be 'InvalidArgument'
        Get-ErrorId { Connect-TrstStore "$folder/store" -LedgerPassword $password -KeyFile "$folder/ledger.key" } |
            Should -Be 'InvalidArgument'
        "$folder/new" | Should -Not -Exist
    }

    It 'tells a store that was disconnected from none' {
        Get-ErrorId { Get-TrstCA -Store $closed } | Should -Be 'StoreClosed'
        Get-ErrorId { Get-TrstCA -Store $null } | Should -Be 'ParameterArgumentValidationError'
    }
}

Describe 'Files' {
    It 'exports in the format that the file''s name says' {
        $null = Export-TrstCA 'Contoso Root CA' "$folder/chain.p7b"
        [IO.File]::ReadAllBytes("$folder/chain.p7b")[0] | Should -Be 0x30
        $null = Export-TrstCA 'Contoso Root CA' "$folder/ca.cer"
        [IO.File]::ReadAllText("$folder/ca.cer") | Should -BeLike '-----BEGIN CERTIFICATE*'
        Get-ErrorId { Export-TrstCA 'Contoso Root CA' "$folder/other.p7b" -Format Pem } | Should -Be 'InvalidArgument'
        "$folder/other.p7b" | Should -Not -Exist
    }

    It 'names the file that cannot be written' {
        Get-ErrorId { Export-TrstCA 'Contoso Root CA' "$folder/missing/ca.pem" } | Should -Be 'FileUnwritable'
        Get-ErrorId { New-TrstCustodianKey Zoe -Path "$folder/ledger.key/zoe.pfx" -Password $password } | Should -Be 'FileUnwritable'
    }
}

Describe 'Dates' {
    It 'reads ISO 8601 as UTC, in every culture' -ForEach @(
        @{ Culture = 'de-DE' }, @{ Culture = 'tr-TR' }, @{ Culture = 'th-TH' }, @{ Culture = 'ar-SA' }) {
        $old = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::new($Culture, $false)
            foreach ($end in '2040-02-29', '2040-02-29T00:00Z', '2040-02-29T02:00:00+02:00', [datetime]::new(2040, 2, 29),
                [datetime]::new(2040, 2, 29, 0, 0, 0, [DateTimeKind]::Utc).ToLocalTime(), [datetimeoffset]::new(2040, 2, 29, 1, 0, 0, [timespan]::FromHours(1))) {
                "$((New-TrstCASpec 'CN=A' -NotAfter $end).NotAfter.Ticks)" |
                    Should -Be "$([datetime]::new(2040, 2, 29, 0, 0, 0, [DateTimeKind]::Utc).Ticks)"
            }
        }
        finally { [cultureinfo]::CurrentCulture = $old }
    }

    It 'takes nothing else for a date' {
        foreach ($date in '29.02.2040', '02/29/2040', '2041-02-29', 'tomorrow', 20400229, $null, @('2040-02-28', '2040-02-29')) {
            Get-ErrorId { New-TrstCASpec 'CN=A' -NotAfter $date } | Should -Be 'ParameterArgumentTransformationError'
            Get-ErrorId { Get-TrstEvent -After $date } | Should -Be 'ParameterArgumentTransformationError'
        }
    }
}
