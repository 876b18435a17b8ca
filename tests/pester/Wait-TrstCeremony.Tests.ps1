param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module

    # Somebody waits elsewhere, with a connection of his own; what the block of -OnChange is given comes into a queue that blocks.
    function Start-Waiting([string] $Id, [string] $Arguments, [string] $OnChange, [string] $Preference = 'Stop') {
        $waiting = @{ Shell = [PowerShell]::Create(); Told = [Collections.Concurrent.BlockingCollection[object]]::new() }
        $null = $waiting.Shell.AddScript(@"
param(`$Module, `$Store, `$Id, `$Told)
`$ErrorActionPreference = '$Preference'
Import-Module `$Module
`$null = Connect-TrstStore `$Store -ReadOnly
try { Wait-TrstCeremony `$Id $Arguments -OnChange { $OnChange } } finally { Disconnect-TrstStore }
"@).AddParameters(@{ Module = $loaded; Store = "$folder/store"; Id = $Id; Told = $waiting.Told })
        $waiting.Result = [Management.Automation.PSDataCollection[psobject]]::new()
        $looked = "looked $([Guid]::NewGuid())"
        $null = Register-ObjectEvent $waiting.Shell.Streams.Progress DataAdded -SourceIdentifier $looked
        $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
        $nothing.Complete()
        $waiting.Async = $waiting.Shell.BeginInvoke($nothing, $waiting.Result)

        # The first look is over once it says whom it waits for.
        if (-not (Wait-Event $looked -Timeout 120)) { throw "Nobody waits. $($waiting.Shell.InvocationStateInfo.Reason)" }
        Unregister-Event $looked
        $waiting
    }

    function Get-Told($Waiting) {
        $item = $null
        if (-not $Waiting.Told.TryTake([ref] $item, 120000)) { throw "Nothing was told. $($Waiting.Shell.Streams.Error)" }
        $item
    }

    function Stop-Waiting($Waiting) {
        $null = $Waiting.Shell.EndInvoke($Waiting.Async)
        $Waiting.Result
    }

    function Approve($Ceremony, $Who) {
        $null = $Ceremony | Approve-TrstCeremony -Certificate $Who -PlanDigest $Ceremony.PlanDigest
    }

    $loaded = (Get-Module Trstctl).Path
    # Each of another name: two roots of one would collide.
    function New-Ceremony { New-TrstCASpec "CN=Waited $([Guid]::NewGuid())" -Validity 1y | Start-TrstCeremony Root }
}

AfterAll {
    Remove-Founded
}

Describe 'Wait-TrstCeremony' {
    It 'returns at once where nothing is to be waited for' {
        $ceremony = New-Ceremony
        $null = $ceremony | Approve-All
        $called = [Collections.Generic.List[object]]::new()
        $waited = $ceremony | Wait-TrstCeremony -OnChange { $called.Add($_) }
        $waited | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $waited.Status | Should -Be 'Ready'
        $called.Count | Should -Be 0
    }

    It 'knows no ceremony that is not there, and no time without a unit' {
        Assert-Refused CeremonyNotFound ObjectNotFound { Wait-TrstCeremony 00000000 }
        Assert-Refused DurationInvalid InvalidArgument { New-Ceremony | Wait-TrstCeremony -Timeout 5 }
        Assert-Refused DurationInvalid InvalidArgument { New-Ceremony | Wait-TrstCeremony -Timeout 0min }
        Get-ErrorId { New-Ceremony | Wait-TrstCeremony -OnChange $null } | Should -Be 'ParameterArgumentValidationError'
    }

    It 'tells each change until the quorum, as $_ and as an argument' {
        $ceremony = New-Ceremony
        $waiting = Start-Waiting $ceremony.CeremonyId '' 'param($c) $Told.Add(@($_, $c, $args.Count)); "noise"'
        Approve $ceremony $opened[0]
        $first = Get-Told $waiting
        $first[0] | Should -BeOfType ([Trstctl.PowerShell.TrstCeremony])
        $first[0].CeremonyId, $first[0].Approved | Should -Be $ceremony.CeremonyId, '1 of 3'
        $first[1].CeremonyId, $first[2] | Should -Be $ceremony.CeremonyId, 0
        Approve $ceremony $opened[1]
        (Get-Told $waiting)[0].ApprovedBy | Should -Be 'Alice', 'Bob'
        Approve $ceremony $opened[2]
        (Get-Told $waiting)[0].Status | Should -Be 'Ready'
        (Stop-Waiting $waiting).Status | Should -Be 'Ready'
        $waiting.Result.Count | Should -Be 1
        $waiting.Shell.Streams.Information.Where({ $_.Tags -contains 'OnChange' }).Count | Should -Be 3
    }

    It 'tells a denial, which ends it' {
        $ceremony = New-Ceremony
        $waiting = Start-Waiting $ceremony.CeremonyId '-For End' '$Told.Add($args[0])'
        $null = $ceremony | Deny-TrstCeremony -Certificate $bob -Password $password -PlanDigest $ceremony.PlanDigest -Reason 'No'
        $told = Get-Told $waiting
        $told.Status, $told.Statement[0].Decision | Should -Be 'Denied', 'Deny'
        (Stop-Waiting $waiting).Status | Should -Be 'Denied'
    }

    It 'tells its execution' {
        $ceremony = New-Ceremony
        $null = $ceremony | Approve-All
        $waiting = Start-Waiting $ceremony.CeremonyId '-For End' '$Told.Add($_)'
        $null = $ceremony | New-TrstRootCA
        (Get-Told $waiting).Status | Should -Be 'Completed'
        (Stop-Waiting $waiting).Status | Should -Be 'Completed'
    }

    It 'tells that a session asks for shares, and who released one' {
        $ceremony = New-TrstCASpec 'CN=Waited below' -Validity 1y | Start-TrstCeremony Intermediate -Issuer $root
        $null = $ceremony | Approve-All
        $waiting = Start-Waiting $ceremony.CeremonyId '-For End' '$Told.Add($_)'
        $null = $ceremony | New-TrstIntermediateCA -ShareHolder $present
        do { $told = Get-Told $waiting } until ($told.Status -eq 'Completed')
        $told.ReleasedBy.Count | Should -BeGreaterOrEqual 3
        $null = Stop-Waiting $waiting
    }

    It 'warns where the block fails, and waits on' {
        $ceremony = New-Ceremony
        $waiting = Start-Waiting $ceremony.CeremonyId '' '$Told.Add($_); throw "the mail server is away"'
        Approve $ceremony $opened[0]
        $null = Get-Told $waiting
        Approve $ceremony $opened[1]
        $null = Get-Told $waiting
        Approve $ceremony $opened[2]
        (Stop-Waiting $waiting).Status | Should -Be 'Ready'
        $waiting.Shell.Streams.Warning.Where({ $_ -match 'the mail server is away' }).Count | Should -Be 3
    }

    It 'warns of a command in the block that there is not' {
        $ceremony = New-Ceremony
        $waiting = Start-Waiting $ceremony.CeremonyId '' '$Told.Add($_); Send-Mial' Continue
        $null = $ceremony | Approve-All
        (Stop-Waiting $waiting).Status | Should -Be 'Ready'
        $waiting.Shell.Streams.Warning.Where({ $_ -match 'Send-Mial' }).Count | Should -BeGreaterOrEqual 1
        $waiting.Shell.Streams.Error | Should -BeNullOrEmpty
    }
}
