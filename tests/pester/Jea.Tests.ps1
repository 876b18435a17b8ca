param([string] $Module)

BeforeDiscovery {
    $roles = 'Operator', 'Custodian', 'Auditor' | ForEach-Object { @{ Role = $_ } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $jea = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'examples', 'jea'))
    $commands = (Get-Module Trstctl).ExportedCmdlets
    $base = [Trstctl.PowerShell.TrstHealthItem].Assembly.GetType('Trstctl.PowerShell.ExecutionCmdlet')

    # The role files as a module has them, with the paths of this store.
    $modules = "$folder/modules"
    $capabilities = "$modules/ContosoPki/RoleCapabilities"
    $null = New-Item -ItemType Directory $capabilities
    New-ModuleManifest "$modules/ContosoPki/ContosoPki.psd1"
    foreach ($file in Get-ChildItem "$jea/*.psrc") {
        $text = [IO.File]::ReadAllText($file.FullName)
        $text = $text.Replace('D:\pki\operator.pfx', $ops.Path).Replace('D:\pki\', "$folder/")
        [IO.File]::WriteAllText("$capabilities/$($file.Name)", $text)
    }
    [pscredential]::new('ops', $password) | Export-Clixml "$folder/operator-password.xml"
    $before = $env:PSModulePath
    $outer = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName((Get-Module Trstctl).ModuleBase))
    $env:PSModulePath = $modules, $outer, $before -join [IO.Path]::PathSeparator

    function Get-Role([string] $Role) { Import-PowerShellDataFile "$jea/Trstctl$Role.psrc" }
    function Get-VisibleName($Visible) { $(if ($Visible -is [string]) { $Visible } else { $Visible.Name }) -replace '^Trstctl\\' }
    function Get-Visible([string] $Role) { (Get-Role $Role).VisibleCmdlets | ForEach-Object { Get-VisibleName $_ } }

    # As remoting makes it for somebody of the group.
    function New-Session([string] $Role) {
        $state = [initialsessionstate]::CreateFromSessionConfigurationFile("$jea/Trstctl$Role.pssc", [Func[string, bool]] { $true })
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $runspace
    }

    # What is typed becomes commands with constant arguments, as a server without a language takes it.
    function Invoke-In($Runspace, [string] $Line) {
        $shell = [scriptblock]::Create($Line).GetPowerShell($false)
        $shell.Runspace = $Runspace
        try {
            $shell.Invoke()
            if ($shell.Streams.Error.Count -gt 0) { throw $shell.Streams.Error[0] }
        }
        finally { $shell.Dispose() }
    }
}

AfterAll {
    $env:PSModulePath = $before
    Remove-Founded
}

Describe 'The JEA files of the <Role>' -ForEach $roles {
    It 'make visible what exists, with parameters that exist' {
        foreach ($visible in (Get-Role $Role).VisibleCmdlets) {
            $name = Get-VisibleName $visible
            $commands.Keys | Should -Contain $name
            foreach ($parameter in $(if ($visible -is [hashtable]) { $visible.Parameters.Name })) {
                $commands[$name].Parameters.Keys | Should -Contain $parameter -Because "$name is given it"
            }
        }
    }

    It 'offer nothing that cannot be typed without a language' {
        foreach ($visible in (Get-Role $Role).VisibleCmdlets) {
            $command = $commands[(Get-VisibleName $visible)]
            $parameters = if ($visible -is [hashtable]) { $visible.Parameters.Name } else { $command.Parameters.Keys }
            foreach ($parameter in $parameters | Where-Object { $command.Parameters.ContainsKey($_) }) {
                $command.Parameters[$parameter].ParameterType | Should -Not -BeIn ([scriptblock], [Collections.IDictionary])
            }
        }
    }

    It 'define the functions that they show' {
        $file = Get-Role $Role
        $file.FunctionDefinitions.Name | Should -Be $file.VisibleFunctions
    }

    It 'are an endpoint without a language, for one role' {
        $session = Import-PowerShellDataFile "$jea/Trstctl$Role.pssc"
        $session.SessionType | Should -Be 'RestrictedRemoteServer'
        @($session.RoleDefinitions.Values.RoleCapabilities) | Should -Be "Trstctl$Role"
    }
}

Describe 'Who may what in an endpoint' {
    It 'lets operators approve, release and suspend nothing, nor sign as somebody else' {
        Get-Visible Operator | Should -Not -Match '^(Approve|Deny|Unlock|Suspend|Revoke|Invoke-TrstDrill)'
        foreach ($visible in (Get-Role Operator).VisibleCmdlets | Where-Object { $_ -is [hashtable] }) {
            $visible.Parameters.Name | Should -Not -Contain 'Certificate'
        }
    }

    It 'lets custodians and auditors open and execute nothing' {
        foreach ($name in @(Get-Visible Custodian) + @(Get-Visible Auditor)) {
            $name | Should -Not -Match '^(Start|Stop|New|Add|Complete|Import|Initialize|Connect|Restore)-'
            $commands[$name].ImplementingType.IsSubclassOf($base) | Should -BeFalse
        }
    }

    It 'lets auditors read only' {
        Get-Visible Auditor | Should -Match '^(Get|Test|Wait)-'
        (Get-Role Auditor).FunctionDefinitions.ScriptBlock.ToString() | Should -Match '-ReadOnly'
    }
}

Describe 'An endpoint' {
    It 'has an operator who opens, and approves nothing' {
        $session = New-Session Operator
        (Invoke-In $session 'Connect-Pki').You | Should -Be 'ops'
        $opened = Invoke-In $session ("New-TrstCASpec 'CN=Endpoint CA' -Validity 1y | " +
            "Start-TrstCeremony Intermediate -Issuer 'Contoso Root CA'")
        $opened.Operation | Should -Be 'Intermediate'
        { Invoke-In $session "Approve-TrstCeremony $($opened.Id)" } | Should -Throw '*Approve-TrstCeremony*'
        { Invoke-In $session "Complete-TrstCeremony $($opened.Id)" } | Should -Throw '*Complete-TrstCeremony*'
        { Invoke-In $session "Complete-PkiCeremony $($opened.Id) Roster" } | Should -Throw '*Retire,Revoke,Answer*'
        { Invoke-In $session "Start-TrstCeremony Root -Certificate 'x'" } | Should -Throw '*Certificate*'
        { Invoke-In $session '$x = 1' } | Should -Throw
        $session.Dispose()
    }

    It 'has a custodian who sees it and executes nothing' {
        $session = New-Session Custodian
        (Invoke-In $session 'Connect-Pki').Access | Should -Be 'NoCustody'
        (Invoke-In $session 'Get-TrstCeremony -Status Pending').Subject | Should -Match 'Endpoint CA'
        { Invoke-In $session 'New-TrstIntermediateCA 00000000' } | Should -Throw '*New-TrstIntermediateCA*'
        $session.Dispose()
    }

    It 'has a custodian who approves with the key file that he brings, and others who open no file' {
        $opened = New-TrstCASpec 'CN=Approved there' -Validity 1y | Start-TrstCeremony Root
        $session = New-Session Custodian
        $null = Invoke-In $session 'Connect-Pki'
        $shell = [powershell]::Create($session)
        $null = $shell.AddCommand('Approve-TrstCeremony').AddArgument($opened.Id).AddParameter('Certificate', $alice.Path)
        $null = $shell.AddParameter('Password', $password).AddParameter('PlanDigest', $opened.PlanDigest)
        $shell.Invoke().ApprovedBy | Should -Be 'Alice'
        $shell.Streams.Error | Should -BeNullOrEmpty
        { Invoke-In $session "Get-Content '$folder/ledger.key'" } | Should -Throw '*Get-Content*'
        { Invoke-In $session '/usr/bin/id' } | Should -Throw
        $shell.Dispose()
        $session.Dispose()
        foreach ($role in 'Operator', 'Auditor') {
            $session = New-Session $role
            $null = Invoke-In $session 'Connect-Pki'
            { Invoke-In $session "Test-TrstCertificate '$foreign'" } | Should -Throw '*file system path*'
            $session.Dispose()
        }
    }

    It 'has an auditor who reads' {
        $session = New-Session Auditor
        (Invoke-In $session 'Connect-Pki').Access | Should -Be 'ReadOnly'
        @(Invoke-In $session 'Get-TrstHealth').Count | Should -BeGreaterThan 5
        Invoke-In $session 'Test-TrstLedger' | Should -BeTrue
        { Invoke-In $session 'Start-TrstCeremony Resume' } | Should -Throw '*Start-TrstCeremony*'
        $session.Dispose()
    }
}
