# What of the module can be tried in a PowerShell for Windows under Wine. tests/windows/run.sh starts it in a console of $Columns columns,
# and reads what it writes to $Results: "ok: ...", "FAILED: ...", and "not here: ..." of what Wine lacks.
param([string] $Module, [string] $Samples, [string] $Results, [int] $Columns, [switch] $ConsoleAlone)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$PSStyle.OutputRendering = 'PlainText'
$raw = $Host.UI.RawUI
$anyone = [Security.Principal.SecurityIdentifier]::new('S-1-1-0')
$me = [Security.Principal.WindowsIdentity]::GetCurrent().User

function Write-Result([string] $Text) {
    [IO.File]::AppendAllText($Results, ($Text -replace '\s+', ' ') + "`n")
}

# What is wrong is thrown, or said. Its own names must not stand before those that the block uses.
function Test-It([string] $Claim, [scriptblock] $Block) {
    $wrong = try { & $Block } catch { "$($_.FullyQualifiedErrorId) $_ ($($_.InvocationInfo.ScriptLineNumber))" }
    if ($wrong) { Write-Result "FAILED: $Claim`: $wrong" } else { Write-Result "ok: $Claim" }
}

# What Wine cannot do has to fail as expected; once it can, it is to be tried.
function Test-Lack([string] $Claim, [string] $Id, [scriptblock] $Block) {
    try {
        $null = & $Block
        Write-Result "FAILED: $Claim works here now: try it"
    }
    catch {
        Write-Result $(if ((Get-Id $_) -eq $Id) { "not here: $Claim ($_)" } else { "FAILED: $Claim`: $(Get-Id $_) $_" })
    }
}

function Get-Id($ErrorRecord) {
    ($ErrorRecord.FullyQualifiedErrorId -split ',')[0]
}

function Get-Refusal([scriptblock] $Block) {
    try { $null = & $Block } catch { Get-Id $_ }
}

# What is not as it should be, or nothing.
function Compare-It($Expected, $Found) {
    if ("$Expected" -cne "$Found") { "expected '$Expected', found '$Found'" }
}

function New-Folder([string] $Name) {
    [IO.Directory]::CreateDirectory([IO.Path]::Combine($work, $Name)).FullName
}

# The rows of the console that the block wrote, as a person sees them.
function Get-Screen([scriptblock] $Block) {
    $raw.CursorPosition = [Management.Automation.Host.Coordinates]::new(0, 0)
    $all = [Management.Automation.Host.Rectangle]::new(0, 0, $raw.BufferSize.Width - 1, $raw.BufferSize.Height - 1)
    $blank = [Management.Automation.Host.BufferCell]::new(' ', $raw.ForegroundColor, $raw.BackgroundColor, 'Complete')
    $raw.SetBufferContents($all, $blank)
    & $Block | Out-Default
    $all.Bottom = [Math]::Max(0, $raw.CursorPosition.Y - 1)
    $cells = $raw.GetBufferContents($all)
    foreach ($row in 0..$all.Bottom) {
        (-join (0..$all.Right | ForEach-Object { $cells[$row, $_].Character })).TrimEnd()
    }
}

# The first row as it stands, and each sign of the others: a console breaks lines and cells between words, which a string does not.
function Get-Shown([string[]] $Rows) {
    $head, $others = @($Rows | Where-Object { $_.Trim() -and $_ -notmatch '^\s*Date \(UTC\)' })
    $signs = [char[]] (-join ($others -replace '\s'))
    [Array]::Sort($signs)
    if ($head -match '^\w+ +: ') { $head = $head -replace '\s' }
    "$head | $(-join $signs)"
}

# Who but the user, SYSTEM and Administrators has a right.
function Get-Stranger([string] $Path) {
    $acl = Get-Acl -LiteralPath $Path
    $allowed = $me.Value, 'S-1-5-18', 'S-1-5-32-544'
    $sids = @($acl.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier]).IdentityReference.Value)
    $sids += $acl.GetOwner([Security.Principal.SecurityIdentifier]).Value
    foreach ($sid in $sids | Where-Object { $allowed -notcontains $_ }) { "$Path is open to $sid" }
}

function Test-Import {
    Test-It 'the module is imported with every command of its manifest' {
        Import-Module $Module
        $manifest = Import-PowerShellDataFile (Get-Module Trstctl).Path.Replace('.psm1', '.psd1')
        Compare-It ($manifest.CmdletsToExport | Sort-Object) ((Get-Command -Module Trstctl).Name | Sort-Object)
    }
    Test-It 'a second import and one after removing it keep the commands' {
        $commands = @(Get-Command -Module Trstctl).Count
        Import-Module $Module -Force
        Remove-Module Trstctl
        Import-Module $Module
        Compare-It $commands @(Get-Command -Module Trstctl).Count
    }
    Test-It 'the help is found' {
        $help = Get-Help Connect-TrstStore
        if ($help.Synopsis -notlike '*store*' -or -not $help.examples) { "found '$($help.Synopsis)'" }
    }
}

function Test-Protector {
    $secrets = @{
        KeyFile = @{ KeyFile = "$work\ledger.key" }
        Password = @{ LedgerPassword = $password }
        DpapiUser = @{}
        DpapiMachine = @{}
    }
    foreach ($protector in $secrets.Keys | Sort-Object) {
        $arguments = $secrets[$protector]
        Test-It "$protector makes a store and opens it" {
            $made = Initialize-TrstStore "$work\$protector" -Protector $protector @arguments
            $made | Disconnect-TrstStore
            $store = Connect-TrstStore "$work\$protector" @arguments
            Compare-It "$protector Full True" "$($store.Protector) $($store.Access) $(Test-TrstLedger)"
            $store | Disconnect-TrstStore
        }
    }
    foreach ($protector in 'DpapiUser', 'DpapiMachine') {
        Test-It "a store under $protector opens by its protector's name, however written" {
            $store = Connect-TrstStore "$work\$protector" -Protector $protector.ToUpperInvariant()
            Compare-It Full $store.Access
            $store | Disconnect-TrstStore
        }
        Test-It "a store under $protector is refused to another secret" {
            Compare-It KeyUnavailable (Get-Refusal { Connect-TrstStore "$work\$protector" -LedgerPassword $password })
        }
        Test-It "a store under $protector whose custody has a password opens without it, and with it whole" {
            $made = Initialize-TrstStore "$work\$protector apart" -Protector $protector -CustodyPassword $password
            $made | Disconnect-TrstStore
            $access = foreach ($custody in @{}, @{ CustodyPassword = $password }) {
                $store = Connect-TrstStore "$work\$protector apart" @custody
                $store.Access
                $store | Disconnect-TrstStore
            }
            Compare-It 'NoCustody Full' $access
        }
    }
    Test-It 'without its secret a store opens to read' {
        Compare-It SecretMissing (Get-Refusal { Connect-TrstStore "$work\Password" })
        $store = Connect-TrstStore "$work\Password" -ReadOnly
        Compare-It ReadOnly $store.Access
        $store | Disconnect-TrstStore
    }
    foreach ($protector in 'DpapiNG', 'Certificate') {
        Test-It "$protector is refused and leaves nothing behind" {
            Compare-It ParameterArgumentValidationError (Get-Refusal { Initialize-TrstStore "$work\$protector" -Protector $protector })
            if (Test-Path -LiteralPath "$work\$protector") { Get-ChildItem -LiteralPath "$work\$protector" | ForEach-Object Name }
        }
    }
}

function Test-Permission {
    Test-It 'store and key file are the owner''s and SYSTEM''s alone' {
        $store = Initialize-TrstStore "$work\mine" -Protector KeyFile -KeyFile "$work\mine.key"
        # SQLite makes these; Windows hands the folder's rights down to them, Wine does not.
        Get-ChildItem -LiteralPath "$work\mine" -Recurse -Force | Where-Object Name -NotMatch '-(wal|shm)$' |
            ForEach-Object { Get-Stranger $_.FullName }
        "$work\mine", "$work\mine.key" | ForEach-Object { Get-Stranger $_ }
        $store | Disconnect-TrstStore
    }
    foreach ($part in '', '\store.json', '\tenants', '\tenants\default.db', '\tenants\default.db.lock') {
        Test-It "a store whose part '$part' others can read is refused, and taken when they cannot" {
            $path = "$work\mine$part"
            $rule = [Security.AccessControl.FileSystemAccessRule]::new($anyone, 'Read', 'Allow')
            $acl = Get-Acl -LiteralPath $path
            $acl.AddAccessRule($rule)
            Set-Acl -LiteralPath $path -AclObject $acl
            Compare-It PermissionsTooOpen (Get-Refusal { Connect-TrstStore "$work\mine" -KeyFile "$work\mine.key" })
            [Trstctl.Custody.OwnerOnly]::Restrict($path)
            Connect-TrstStore "$work\mine" -KeyFile "$work\mine.key" | Disconnect-TrstStore
        }
    }
    Test-It 'a store is not made where one is, and its folder can be removed when it is closed' {
        $store = Connect-TrstStore "$work\mine" -KeyFile "$work\mine.key"
        Compare-It StoreExists (Get-Refusal { Initialize-TrstStore "$work\mine" -Protector DpapiUser })
        $store | Disconnect-TrstStore
        Remove-Item -LiteralPath "$work\mine" -Recurse
    }
}

function Test-Folder {
    foreach ($name in 'a [b] c', 'Umläute äöüß', 'two  spaces', 'quote''s', '日本') {
        Test-It "a store in the folder '$name', by its whole path and by a relative one" {
            $folder = New-Folder $name
            Initialize-TrstStore "$folder\$name" -Protector KeyFile -KeyFile "$folder\$name.key" | Disconnect-TrstStore
            Push-Location -LiteralPath $folder
            $store = Connect-TrstStore ".\$name" -KeyFile ".\$name.key"
            Compare-It "$folder\$name" $store.Location
            $store | Disconnect-TrstStore
            Pop-Location
        }
    }
    Test-It 'a path of 200 characters' {
        $long = New-Folder ('x' * (190 - $work.Length))
        Initialize-TrstStore "$long\store" -Protector DpapiUser | Disconnect-TrstStore
        Connect-TrstStore "$long\store" | Disconnect-TrstStore
    }
}

function Test-Culture {
    foreach ($culture in 'de-DE', 'tr-TR', 'th-TH') {
        Test-It "dates, names and numbers in the culture $culture" {
            [Threading.Thread]::CurrentThread.CurrentCulture = $culture
            [Threading.Thread]::CurrentThread.CurrentUICulture = $culture
            Compare-It $culture ([cultureinfo]::CurrentCulture.Name)
            $spec = New-TrstCASpec 'cn=Iıİi,o=Contoso' -NotAfter 2040-01-31T00:00:00Z -KeyAlgorithm ecdsa-p256 -Custody OPERATIONAL
            $spec.NotAfter.ToUniversalTime().ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) |
                ForEach-Object { Compare-It '2040-01-31' $_ }
            Compare-It 'Iıİi ECDSA-P256 Operational' "$($spec.CommonName) $($spec.KeyAlgorithm) $($spec.Custody)"
            Initialize-TrstStore "$work\$culture" -Protector DPAPIUSER -LockTimeout 2min | Disconnect-TrstStore
            Connect-TrstStore "$work\$culture" | Disconnect-TrstStore
        }
    }
    [Threading.Thread]::CurrentThread.CurrentCulture = 'en-US'
    [Threading.Thread]::CurrentThread.CurrentUICulture = 'en-US'
}

function Test-Console {
    Test-It "the console has $Columns columns" { Compare-It "$Columns of $Columns" "$($raw.WindowSize.Width) of $($raw.BufferSize.Width)" }
    foreach ($name in 'Store', 'Tenant', 'Roster', 'Custodian', 'Ceremony', 'CA', 'Event', 'Health', 'CASpec') {
        Test-It "$name is shown in $Columns columns as elsewhere" {
            $objects = Import-Clixml "$Samples\$name.xml"
            $expected = ([IO.File]::ReadAllText("$Samples\$name.$Columns.txt") -split "`r?`n").TrimEnd()
            $found = Get-Screen { $objects }
            Compare-It (Get-Shown $expected) (Get-Shown $found)
        }
    }
}

function Test-Lacking {
    foreach ($algorithm in 'ECDSA-P256', 'RSA-3072') {
        Test-Lack "a custodian's key of $algorithm" KeyUnavailable {
            New-TrstCustodianKey Anna -Path $work -Password $password -KeyAlgorithm $algorithm
        }
    }
    Test-Lack 'reading a founded store, whose signatures are ECDSA' LedgerInvalid {
        Connect-TrstStore "$Samples\store" -ReadOnly
    }
}

$work = [IO.Path]::Combine($env:SystemDrive + '\', 'trstctl ' + [guid]::NewGuid().ToString('N').Substring(0, 6))
$null = [IO.Directory]::CreateDirectory($work)
$env:TRSTCTL_HOME = "$work\client"
$password = [securestring]::new()
foreach ($character in [guid]::NewGuid().ToString().ToCharArray()) { $password.AppendChar($character) }

Test-Import
Test-Console
if (-not $ConsoleAlone) {
    Test-Protector
    Test-Permission
    Test-Folder
    Test-Culture
    Test-Lacking
}
Write-Result 'done'
