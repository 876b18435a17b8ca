param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module

    # Whoever it is, at a prompt of his own.
    function Connect-As($Who) {
        Get-TrstStore -ErrorAction Ignore | Disconnect-TrstStore
        Connect-TrstStore "$folder/store" -KeyFile "$folder/ledger.key" -CustodyKeyFile "$folder/custody.key" -Certificate $Who `
            -Password $password
    }

    function Invoke-Next($Item) { & ([scriptblock]::Create($Item.Next)) }

    # As Core would say it, for every act and operation.
    function Get-Next([string] $Act, [string] $Operation, [string] $Subject = "O'Brien") {
        $finding = [Trstctl.Health.HealthFinding]::new('Notice', 'Approval', $Act, $Subject, $null, 'said')
        $type = $finding.GetType()
        $values = @{
            CeremonyId = '01999999-0000-7000-8000-00001e123456'
            AuthorityId = '01999999-0000-7000-8000-000000000001'
            Operation = $Operation
        }
        foreach ($pair in $values.GetEnumerator()) {
            $type.GetProperty($pair.Key).SetValue($finding, $pair.Value)
        }
        [Trstctl.PowerShell.TrstHealthItem].Assembly.GetType('Trstctl.PowerShell.NextCommand').GetMethod('For').Invoke($null, @($finding))
    }
}

AfterAll {
    Remove-Founded
}

Describe 'Get-TrstHealth' {
    It 'shows who has never drilled, and as whom to do it' {
        $health = @(Get-TrstHealth)
        $health | Should -BeOfType ([Trstctl.PowerShell.TrstHealthItem])
        $health.Subject | Should -Be 'Alice', 'Bob', 'Carol', 'Dave', 'Erin'
        $health.Kind | Select-Object -Unique | Should -Be 'Drill'
        $health[0].WaitingFor | Should -Be 'Alice'
        $health[0].Days | Should -BeIn 179, 180
        $health[0].Due.Kind | Should -Be 'Local'
    }

    It 'looks as far ahead as it is told' {
        (Get-TrstHealth 1096).Kind | Should -Contain 'Custodian'
        (Get-TrstHealth -Days 1000).Kind | Should -Not -Contain 'Custodian'
        (Get-TrstHealth 7400 | Where-Object Kind -EQ Authority).Subject | Should -Be 'Contoso Root CA'
        Get-ErrorId { Get-TrstHealth -Days -1 } | Should -Be 'ParameterArgumentValidationError'
    }

    It 'shows only the severities that are asked for' {
        Get-TrstHealth -Severity Critical, Warning | Should -BeNullOrEmpty
        @(Get-TrstHealth -Severity Notice).Count | Should -Be 5
        [int] [Trstctl.Health.HealthSeverity]::Critical | Should -Be 2
    }

    It 'shows me mine' {
        Get-TrstHealth -Mine | Should -BeNullOrEmpty
        $null = Connect-As $bob
        (Get-TrstHealth -Mine).Subject | Should -Be 'Bob'
        $null = Connect-As $ops
    }

    It 'needs no secret' {
        Get-TrstStore | Disconnect-TrstStore
        $null = Connect-TrstStore "$folder/store" -ReadOnly
        @(Get-TrstHealth).Count | Should -Be 5
        $null = Connect-As $ops
    }

    It 'needs a founded tenant and a store' {
        $key = "$folder/empty.key"
        $empty = Initialize-TrstStore "$folder/empty" -Protector KeyFile -KeyFile $key
        Assert-Refused TenantHasNoRoster InvalidOperation { Get-TrstHealth -Store $empty }
        $empty | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Get-TrstHealth }
        $null = Connect-As $ops
    }
}

Describe 'The Next of Get-TrstHealth' {
    BeforeAll {
        $ceremony = New-TrstCASpec 'CN=Health Root' -Validity 5y -Custody Quorum | Start-TrstCeremony Root
    }

    It 'is a command of the module with parameters that it has, for <_>' -ForEach @(
        'Approve', 'Release', 'Execute', 'ReadCeremony', 'Stop', 'MakeKey', 'Rotate', 'RequestAgain', 'ReadAuthority', 'Drill', 'ReadRoster'
        'DestroyKey', 'ReadVoids', 'Resume', 'ReadTenant') {
        foreach ($operation in 'Root', 'Intermediate', 'Rotation', 'Renewal', 'CrossSign', 'Request', 'Answer', 'Import', 'Roster') {
            $errors = $null
            $ast = [Management.Automation.Language.Parser]::ParseInput((Get-Next $_ $operation), [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
            $command = $ast.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | Select-Object -First 1
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($command)
            (Get-Command $command.GetCommandName()).ModuleName | Should -Be 'Trstctl'
            $bound.BindingExceptions.Count | Should -Be 0
        }
    }

    It 'covers every act' {
        [Enum]::GetNames([Trstctl.Health.HealthAct]).Count | Should -Be 15
    }

    It 'keeps an id that reads as a number, and a name with an apostrophe' {
        Get-Next Approve Root | Should -BeExactly "Approve-TrstCeremony '1e123456'"
        Get-Next MakeKey Root | Should -BeExactly "New-TrstCustodianKey 'O''Brien' -Path ."
    }

    It 'approves' {
        $null = Connect-As $alice
        $item = Get-TrstHealth -Mine | Where-Object Kind -EQ Approval
        $item.CeremonyId | Should -Be $ceremony.CeremonyId
        $item.Detail | Should -Match '0 of 3 approved'

        # Nobody is asked here, so that the plan that was compared is said as well.
        $said = & ([scriptblock]::Create("$($item.Next) -PlanDigest $($ceremony.PlanDigest)"))
        $said.ApprovedBy | Should -Be 'Alice'
        $null = Connect-As $ops
    }

    It 'executes' {
        foreach ($custodian in $bob, $carol) {
            $null = $ceremony | Approve-TrstCeremony -Certificate $custodian -Password $password -PlanDigest $ceremony.PlanDigest
        }
        $item = Get-TrstHealth -Mine
        $item.Kind, $item.WaitingFor | Should -Be 'Execution', 'ops'
        (Invoke-Next $item).Name | Should -Be 'Health Root'
        Get-TrstHealth -Mine | Should -BeNullOrEmpty
    }

    It 'drills' {
        $null = Connect-As $erin
        (Invoke-Next (Get-TrstHealth -Mine)).Name | Should -Be 'Erin'
        Get-TrstHealth -Mine | Should -BeNullOrEmpty
        $null = Connect-As $ops
    }

    It 'rotates a CA that ends' {
        $item = Get-TrstHealth 7400 | Where-Object { $_.Kind -eq 'Authority' -and $_.Subject -eq 'Contoso Root CA' }
        $item.AuthorityId | Should -Be $root.AuthorityId
        (Invoke-Next $item).Operation | Should -Be 'Rotation'
    }

    It 'stops a ceremony that can no longer run, and says why' {
        $first, $second = 1, 2 | ForEach-Object { Start-TrstCeremony Rotation 'Health Root' -Reason "$_" }
        $null = $first | Approve-All | Complete-TrstCeremony -ShareHolder $present
        $item = Get-TrstHealth | Where-Object CeremonyId -EQ $second.CeremonyId
        $item.Kind, $item.WaitingFor | Should -Be 'Blocked', 'ops'
        $item.Detail | Should -BeLike '*cannot run: The authority "Health Root" is superseded.*ops can stop it, a custodian can deny it'
        (Invoke-Next $item).Status | Should -Be 'Stopped'
    }

    It 'makes a new key in the folder where one is' {
        $item = Get-TrstHealth 1096 | Where-Object { $_.Kind -eq 'Custodian' -and $_.Subject -eq 'Dave' }
        $null = New-Item -ItemType Directory "$folder/new"
        Push-Location "$folder/new"
        try { (& ([scriptblock]::Create("$($item.Next) -Password `$password"))).Name | Should -Be 'Dave' }
        finally { Pop-Location }
    }

    It 'resumes, and says first what is worst' {
        $null = Suspend-TrstTenant -Reason 'Practice' -Certificate $dave -Password $password -Confirm:$false
        $item = @(Get-TrstHealth)[0]
        $item.Kind, $item.Severity | Should -Be 'Suspended', 'Critical'
        $item.Due, $item.Days | Should -Be $null, $null
        (Invoke-Next $item).Operation | Should -Be 'Resume'
    }

    It 'looks at the roster that can lose nobody' {
        foreach ($custodian in $dave, $erin) {
            $null = Revoke-TrstCustodianKey -Certificate $custodian -Password $password -Reason 'Lost' -Confirm:$false
        }
        $item = Get-TrstHealth | Where-Object Kind -EQ Quorum
        $item.Severity, $item.Subject | Should -Be 'Warning', '3 of 5'
        @(Invoke-Next $item).Count | Should -Be 5
        (Get-TrstHealth | Where-Object Kind -EQ Retired).Subject | Should -Be 'Dave', 'Erin'
    }
}
