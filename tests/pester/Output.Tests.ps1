param([string] $Module)

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Shared.ps1') $Module
    $emitted = (Get-Command -Module Trstctl).OutputType.Type + [Trstctl.PowerShell.TrstCA].Assembly.GetExportedTypes() |
        Where-Object { $_.FullName -like 'Trstctl.*' -and ($_.Name -like 'Trst*' -or $_.Namespace -ne 'Trstctl.PowerShell') }
    $types = $emitted + [Trstctl.Certificates.LintFinding] | Where-Object { -not $_.IsAbstract -and $_.Name -notlike '*Command' } |
        Sort-Object FullName -Unique | ForEach-Object { @{ Name = $_.FullName; Type = $_ } }
    $views = 'ca', 'ceremony', 'custodian', 'event', 'roster', 'cross', 'health' | ForEach-Object {
        foreach ($width in 80, 120, 200) { @{ View = $_; Width = $width } }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $base = (Get-Module Trstctl).ModuleBase
    $typeFile = [xml][IO.File]::ReadAllText((Join-Path $base 'Trstctl.Types.ps1xml'))
    $formatFile = [xml][IO.File]::ReadAllText((Join-Path $base 'Trstctl.Format.ps1xml'))

    # A hierarchy of two generations, with a cross-certificate, a ceremony that waits and one that is ready.
    function New-Intermediate($Name, $Issuer, $Validity = '5y') {
        New-TrstCASpec "CN=$Name,O=Contoso,C=DE" -Validity $Validity | Start-TrstCeremony Intermediate -Issuer $Issuer
    }
    $WarningPreference = 'SilentlyContinue'     # of what clients with only one generation find
    $null = New-Intermediate 'Contoso Issuing CA 1' $root | Approve-All | New-TrstIntermediateCA -ShareHolder $present
    $cross = Start-TrstCeremony CrossSign $foreign -Issuer $root | Approve-All | Add-TrstCrossSignature -ShareHolder $present
    $next = Start-TrstCeremony Rotation $root | Approve-All | Invoke-TrstCARotation -ShareHolder $present
    $second = New-Intermediate 'Contoso Issuing CA 2' $next | Approve-All | New-TrstIntermediateCA -ShareHolder $present
    $null = New-Intermediate 'Contoso Employees and Devices CA 1' $second 4y | Approve-All | New-TrstIntermediateCA
    $open = New-Intermediate 'Contoso Issuing CA 3' $next
    $shown = @{
        ca        = Get-TrstCA
        ceremony  = Get-TrstCeremony -Skip 2 | Sort-Object { "$($_.Operation) $($_.Title)" }
        custodian = (Get-TrstRoster).Custodian
        event     = $open | Get-TrstEvent
        roster    = Get-TrstRoster
        cross     = $cross
        health    = Get-TrstHealth | Where-Object Kind -EQ Drill
    }

    # Without a console, in which the text of a cell would be broken by words.
    function Get-Shown($Object, [int] $Width) {
        $session = [PowerShell]::Create()
        $null = $session.AddScript('param($Module, $Object, $Width) Import-Module $Module; $Object | Out-String -Width $Width')
        $text = "$($session.AddParameters(@{ Module = $Module; Object = $Object; Width = $Width }).Invoke())"
        if ($session.HadErrors) { throw $session.Streams.Error[0] }
        $session.Dispose()
        $text
    }

    # What differs from run to run, by as many letters; and the tree as consoles of ASCII have it.
    function Get-Golden([string] $Text) {
        $Text = $Text -replace '\b[0-9A-F]{10,40}\b', { 'F' * $_.Length } -replace '\b[0-9a-f]{8}\b', 'xxxxxxxx'
        $Text = $Text -replace '\d{4}-\d\d-\d\d', 'yyyy-mm-dd' -replace '\d\d:\d\d:\d\d', 'hh:mm:ss' -replace '(?m)^ +\d+ (?=hh)', '   n '
        $Text = $Text -replace '\b1(79|80)(?= Invoke)', 'nnn'
        $Text = $Text -replace '\u251c\u2500', '+-' -replace '\u2514\u2500', '`-' -replace '\u2502', '|' -replace '\u21c4', 'x'
        (($Text -split '\r?\n').TrimEnd() -join "`n").Trim()
    }
}

AfterAll {
    Remove-Founded
}

Describe 'What is shown of <Name>' -ForEach $types {
    It 'is a chosen set of what it has, which holds no PEM, here and from elsewhere' {
        foreach ($of in $Name, "Deserialized.$Name") {
            $entry = $typeFile.Types.Type | Where-Object Name -EQ $of
            $names = $entry.Members.MemberSet.Members.PropertySet.ReferencedProperties.Name
            $names | Should -Not -BeNullOrEmpty -Because $of
            foreach ($property in $names) { $Type.GetProperty($property) | Should -Not -BeNullOrEmpty -Because "$of has $property" }
            $names | Should -Not -Contain 'Pem'
        }
    }

    It 'has a view, here and from elsewhere' {
        $named = $formatFile.Configuration.ViewDefinitions.View.ViewSelectedBy.TypeName
        $named | Should -Contain $Name
        $named | Should -Contain "Deserialized.$Name"
    }

    It 'is words, not the numbers of enumerations' {
        $Type.GetProperties() | Where-Object { ($_.PropertyType.GenericTypeArguments + $_.PropertyType).IsEnum -contains $true } |
            Should -BeNullOrEmpty
    }
}

Describe 'A table' {
    It '<View> in <Width> columns' -ForEach $views {
        $golden = Join-Path $PSScriptRoot "golden/$View-$Width.txt"
        $text = Get-Golden (Get-Shown $shown[$View] $Width)
        # The words of keys take as many lines as they are long.
        if ($View -eq 'custodian') {
            $text | Should -Match '\n {30,}[A-Za-z]+ [A-Za-z]+'
            $text = $text -replace '(?m)\n {30,}[A-Za-z ]+$', ''
        }
        ($text -split "`n" | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        if ($env:TRSTCTL_GOLDEN) { [IO.File]::WriteAllText($golden, "$text`n") }
        $text | Should -BeExactly ([IO.File]::ReadAllText($golden) -replace '\r').Trim()
    }
}

Describe 'An object elsewhere' {
    It 'is JSON that ends, in words and without a secret' {
        foreach ($object in @($shown.Values | ForEach-Object { $_ }) + $store + (Get-TrstTenant) + $next.Spec + (Test-TrstLedger -Detailed) +
            (Test-TrstCertificate $next -Detailed)) {
            # What a ceremony made stands in it whole.
            $depth = if ($object -is [Trstctl.PowerShell.TrstCeremony]) { 5 } else { 3 }
            $json = $object | ConvertTo-Json -Depth $depth -WarningVariable warned
            $warned | Should -BeNullOrEmpty -Because $object.GetType()
            $json | Should -Not -Match 'PRIVATE KEY'
            ($json -split "`n").Count | Should -BeLessThan 250 -Because $object.GetType()
        }
        ($next | ConvertTo-Json -Depth 3 | ConvertFrom-Json).Status | Should -Be 'Active'
    }

    It 'is a line of CSV' {
        ($next | ConvertTo-Csv | ConvertFrom-Csv).Status | Should -Be 'Active'
        ($open | ConvertTo-Csv | ConvertFrom-Csv).Title | Should -Be 'Contoso Issuing CA 3'
    }

    It 'is a list with dates in UTC' {
        $next | Format-List | Out-String | Should -Match 'NotAfter\s+: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ'
    }

    It 'is shown as a whole object is, when it comes from there' {
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($next, 2))
        $copy | Out-String -Width 120 | Should -Match 'Contoso Root CA'
        ($copy | Out-String -Width 120) | Should -Not -Match 'BEGIN'
    }

    It 'dumps no PEM behind a table of another type' {
        $store, $next, $cross, $open, $next.Spec | Out-String -Width 80 | Should -Not -Match 'BEGIN'
    }

    It 'has its name as its text' {
        "$next", "$cross", "$($shown.custodian[0])", "$($next.Spec)" |
            Should -Be 'Contoso Root CA', 'Fabrikam Root CA', 'Alice', 'CN=Contoso Root CA,O=Contoso,C=DE'
    }
}
