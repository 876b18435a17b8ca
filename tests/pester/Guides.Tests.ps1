param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $guides = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'guides')
    $examples = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..', 'examples'))

    # The blocks that a reader pastes, with the paths of a checkout and of an installed module made whole.
    function Get-Block([string] $Guide) {
        $text = [IO.File]::ReadAllText([IO.Path]::Combine($guides, "$Guide.md"))
        [regex]::Matches($text, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object {
            $_.Groups[1].Value.Replace('./artifacts/module/Trstctl', $Module).Replace('./examples', $examples) -replace
            '(?m)^Import-Module Trstctl$', "Import-Module '$Module'"
        }
    }

    # A session of its own, in a folder that it finds as the guide says.
    function Invoke-Block([string[]] $Block, [string] $Location, [scriptblock] $Between, [hashtable] $Variables = @{}) {
        $session = [PowerShell]::Create()
        try {
            $null = $session.AddScript('param($Location) Set-Location -LiteralPath $Location; $ConfirmPreference = "None"').
            AddArgument($Location).Invoke()
            foreach ($variable in $Variables.GetEnumerator()) {
                $session.Runspace.SessionStateProxy.SetVariable($variable.Key, $variable.Value)
            }
            foreach ($code in $Block) {
                $session.Commands.Clear()
                $session.AddScript($code).Invoke()
                if ($session.Streams.Error.Count) { throw $session.Streams.Error[0] }
                if ($Between) { & $Between $session }
            }
        }
        finally {
            $session.Commands.Clear()
            $null = $session.AddScript('Get-TrstStore -ErrorAction Ignore | Disconnect-TrstStore').Invoke()
            $session.Dispose()
        }
    }

    function New-Place([string] $Name) {
        $place = [IO.Directory]::CreateDirectory([IO.Path]::Combine($folder, $Name)).FullName
        if (-not $IsWindows) { chmod go= $place }
        $place
    }
}

AfterAll {
    Remove-Founded
}

Describe 'The guides run as they are pasted' -Tag 'P06' {
    It 'first-root' {
        $place = New-Place first
        $blocks = @(Get-Block first-root)
        $blocks.Count | Should -BeGreaterThan 8
        $output = @(Invoke-Block $blocks $place)
        $output[-1] | Should -Not -BeNullOrEmpty
        $output | Where-Object { $_ -is [bool] } | Should -Not -Contain $false
        Join-Path $place 'first-root/chain.p7b' | Should -Exist
    }

    It 'recovery' {
        $place = New-Place recovery
        $store | Disconnect-TrstStore
        $null = New-Item -ItemType Directory "$place/copy"
        Copy-Item "$folder/store/tenants/default.db" "$place/copy"
        Copy-Item $ops.Path "$place/ops.pfx"
        $blocks = @(Get-Block recovery)
        $blocks.Count | Should -Be 3
        $approve = {
            param($Session)
            $Session.Commands.Clear()
            $null = $Session.AddScript(@'
if ($ceremony.Status -eq 'Pending') {
    foreach ($one in $people) {
        $ceremony = $ceremony | Approve-TrstCeremony -Certificate $one -Password $password -PlanDigest $ceremony.PlanDigest
    }
}
'@).Invoke()
        }
        $output = @(Invoke-Block $blocks[0, 1] $place $approve @{ password = $password; people = $alice, $bob, $carol })
        $output[-1].Status | Should -Be 'Completed'

        # A copy whose last event went bad on its medium: refused, and named; restored without it where that is said.
        $other = New-Place cut
        Copy-Item "$place/copy", "$place/ops.pfx" $other -Recurse
        $copy = Open-Tenant "$other/copy/default.db" ReadWrite
        try { $lost = Read-Row $copy 'UPDATE events SET salt = zeroblob(32) WHERE seq = (SELECT max(seq) FROM events) RETURNING seq' }
        finally { $copy.Dispose() }
        $begin = "Import-Module '$Module'"
        $refused = { Invoke-Block $begin, ($blocks[2] -replace ' -CutDamage') $other $null @{ password = $password } } |
            Should -Throw -PassThru
        $refused.FullyQualifiedErrorId | Should -BeLike 'RestoreRefused,*'
        $refused.Exception.Message | Should -BeLike "*event ${lost}:*"
        "$other/store" | Should -Not -Exist
        $hear = { param($Session) $script:heard = "$($Session.Streams.Warning)" }
        $output = @(Invoke-Block $begin, $blocks[2] $other $hear @{ password = $password })
        $output[-1] | Should -BeOfType ([Trstctl.PowerShell.TrstStore])
        $heard | Should -BeLike "*the events $lost to $lost are lost*"
    }
}
