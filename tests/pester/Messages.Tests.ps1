param([string] $Module)

# Rule: an error names what was expected and found, and where; what it advises exists and applies.
BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $ids = [Enum]::GetNames([Trstctl.ErrorId]) | ForEach-Object { @{ Id = $_ } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module

    function Get-Text([string] $File) {
        $texts = @{}
        ([xml][IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, '..', '..', 'src', $File))).root.data |
            ForEach-Object { $texts[$_.name] = $_.value }
        $texts
    }
    $messages = Get-Text 'Trstctl.Core/Errors/Strings.resx'
    $advices = Get-Text 'Trstctl.PowerShell/Commands/Advice.resx'

    # These say all there is to say: they are about the one connection or tenant.
    $plain = 'NotConnected', 'TenantHasNoRoster', 'LedgerKeySuperseded', 'TenantNotSuspended'

    # No command helps with these; the reason stands beside each.
    $commandless = @{
        TextInvalid          = 'text is typed again'
        FormatInvalid        = 'its author makes it again'
        StoreUnavailable     = 'the platform says what is wrong'
        PermissionsTooOpen   = 'the platform''s own programs change permissions'
        ClockNotAhead        = 'the host''s clock is set by the host'
        NameInvalid          = 'a name is typed again'
        ConsentRefused       = 'the same command'
        FileUnreadable       = 'another path in the same command'
        ParameterMissing     = 'its own detail names the parameter'
        PlatformUnsupported  = 'its own detail names what to use'
        SignatureNotVerified = 'a device is checked by its own programs'
        TenantNotSuspended   = 'there is nothing to do'
        RequestInvalid       = 'the CA elsewhere makes it again'
    }

    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $ours = @(Get-Command -Module Trstctl | ForEach-Object { $_.Parameters.Keys } | Sort-Object -Unique)

    # A command, and the words that follow it in its sentence.
    function Get-Advised([string] $Advice) {
        [regex]::Matches(($Advice -replace '\{\d\}', '5cb7f3c2'), "\b(?<name>[A-Z][a-z]+-[A-Z]\w+)(?<rest>[^.,;:()]*)")
    }
}

Describe 'The error <Id>' -Tag 'P05' -ForEach $ids {
    It 'says what was found, and where' {
        $messages[$Id] | Should -Match '\.$'
        if ($Id -notin $plain) { $messages[$Id] | Should -Match '\{0\}' }
    }

    It 'advises a command or a parameter' {
        $isCommand = $advices[$Id] -match "[A-Z][a-z]+-[A-Z]\w+|(?<=\W)-[A-Z]\w+"
        $isCommand | Should -Be (-not $commandless.ContainsKey($Id))
    }

    It 'advises only what there is' {
        foreach ($advised in Get-Advised $advices[$Id]) {
            $command = Get-Command $advised.Groups['name'].Value -ErrorAction Ignore
            $command | Should -Not -BeNullOrEmpty -Because "$($advised.Groups['name'].Value) is advised"
            $words = -split $advised.Groups['rest'].Value
            foreach ($word in @($words) -match '^-[A-Z]\w+$') {
                $word.Substring(1) | Should -BeIn ($common + $command.Parameters.Keys) -Because "$word follows $command"
            }
            if ($command.Name -eq 'Start-TrstCeremony' -and $words -and $words[0] -cmatch '^[A-Z]') {
                $words[0] | Should -BeIn ([Trstctl.Ceremonies.CeremonyService]::Operations)
            }
        }
        $elsewhere = $advices[$Id] -replace "\b[A-Z][a-z]+-[A-Z]\w+[^.,;:()]*"
        foreach ($parameter in [regex]::Matches($elsewhere, '(?<=\W)-([A-Z]\w+)')) {
            $parameter.Groups[1].Value | Should -BeIn ($ours + 'Parameter', 'Full', 'Confirm')
        }
    }

    # "...: Approve-TrstCeremony 5cb7f3c2" is pasted as it stands.
    It 'advises commands that bind as they stand at the end of a sentence' {
        foreach ($match in [regex]::Matches(($advices[$Id] -replace '\{\d\}', '5cb7f3c2'), ': (?<line>[A-Z][a-z]+-Trst[^.,;:]*)$')) {
            $tokens, $errors = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput($match.Groups['line'].Value, [ref] $tokens, [ref] $errors)
            $errors | Should -BeNullOrEmpty
            $line = $ast.Find({ param($node) $node -is [Management.Automation.Language.CommandAst] }, $true)
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($line, $true)
            $bound.BindingExceptions.Keys | Should -BeNullOrEmpty
        }
    }
}

Describe 'A warning' {
    It 'says what was done, and what follows' {
        $warnings = $messages.Keys | Where-Object { $_ -notin [Enum]::GetNames([Trstctl.ErrorId]) }
        $warnings | Should -Not -BeNullOrEmpty
        foreach ($warning in $warnings) {
            $messages[$warning] | Should -Match '\. .*\.$' -Because $warning
        }
    }
}
