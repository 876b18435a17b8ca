param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module

    # The CA that the runbook rotates, below the root whose shares the people hold.
    $null = New-TrstCASpec 'CN=Contoso Issuing CA 1,O=Contoso,C=DE' -Validity 5y -PathLength 0 |
        Start-TrstCeremony Intermediate -Issuer $root | Approve-All | New-TrstIntermediateCA -ShareHolder $present
    $ready = New-TrstCASpec 'CN=Contoso Root R2' -Validity 20y | Start-TrstCeremony Root | Approve-All

    Copy-Item $ops.Path "$folder/pki-runbook.pfx"
    if (-not $IsWindows) { chmod go= "$folder/pki-runbook.pfx" }
    $null = New-Item -ItemType Directory "$folder/mail"

    # Every block as it is printed, in order, as one session would paste them; only paths and the mail server are this computer's.
    $guide = [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, '..', '..', 'docs', 'guides', 'automation.md'))
    $blocks = [regex]::Matches($guide, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value }
    $mail = "[Net.Mail.SmtpClient]@{ DeliveryMethod = 'SpecifiedPickupDirectory'; PickupDirectoryLocation = '$folder/mail' }"
    $script = (@($blocks) -join "`n").Replace('D:\pki\', "$folder/").Replace('E:\', "$folder/").Replace('exit $code', '"exit $code"').
    Replace("[Net.Mail.SmtpClient]::new('mail.contoso.com', 587)", $mail).Replace('$client.EnableSsl = $true', '')

    # What only Azure, Windows or a person has.
    $stubs = @'
param($Folder, $Password, $Ceremony, $Called)
function Get-AutomationPSCredential($Name) { [pscredential]::new($Name, $Password) }
function Read-Host($Prompt, [switch] $AsSecureString) { $Password }
function Invoke-RestMethod($Method, $Uri, $ContentType, $Body) { $Called.Add($Body) }
function New-ScheduledTaskAction($Execute, $Argument) { "$Execute $Argument" }
function New-ScheduledTaskTrigger([switch] $Weekly, $DaysOfWeek, $At) { "$DaysOfWeek $At" }
function New-ScheduledTaskPrincipal($UserId, $LogonType) { "$UserId $LogonType" }
function Register-ScheduledTask($TaskName, $Action, $Trigger, $Principal) { $Called.Add("$TaskName as $Principal") }
'@
    $called = [Collections.Concurrent.BlockingCollection[string]]::new()
    $before = $env:PSModulePath
    $outer = [IO.Path]::GetDirectoryName([IO.Path]::GetDirectoryName((Get-Module Trstctl).ModuleBase))
    $env:PSModulePath = $outer, $before -join [IO.Path]::PathSeparator

    $shell = [PowerShell]::Create()
    $null = $shell.AddScript("$stubs`nImport-Module Trstctl`n`$null = Connect-TrstStore '$folder/store' -KeyFile '$folder/ledger.key' " +
        "-CustodyKeyFile '$folder/custody.key' -Certificate '$($ops.Path)' -Password `$Password`n$script").AddParameters(
        @{ Folder = $folder; Password = $password; Ceremony = $ready; Called = $called })
    $looked = "looked $([Guid]::NewGuid())"
    $null = Register-ObjectEvent $shell.Streams.Progress DataAdded -SourceIdentifier $looked
    $ended = "ended $([Guid]::NewGuid())"
    $null = Register-ObjectEvent $shell InvocationStateChanged -SourceIdentifier $ended
    $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
    $nothing.Complete()
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $running = $shell.BeginInvoke($nothing, $output)

    # The custodians approve once the runbook waits for them.
    do {
        $told = Wait-Event -Timeout 180
        if (-not $told) { throw 'The runbook does not wait for anybody.' }
        Remove-Event -EventIdentifier $told.EventIdentifier
        $isOver = $shell.InvocationStateInfo.State -in 'Failed', 'Completed'
        $waits = @($shell.Streams.Progress | Where-Object Activity -Like 'Waiting for ceremony*').Count -gt 0
    } until ($waits -or $isOver)
    if ($waits) { $null = Get-TrstCeremony -Operation Rotation -Status Pending | Get-TrstCeremony | Approve-All }
    $failure = $null
    try { $null = $shell.EndInvoke($running) } catch { $failure = $_.Exception.ToString() }
    Unregister-Event $looked
    Unregister-Event $ended
}

AfterAll {
    $env:PSModulePath = $before
    $shell.Dispose()
    Remove-Founded
}

Describe 'The guide to automation' {
    It 'runs as it is printed' {
        $failure | Should -BeNullOrEmpty
        $shell.Streams.Error | Should -BeNullOrEmpty
        $blocks.Count | Should -BeGreaterOrEqual 10
    }

    It 'checks for a monitor' {
        $output | Should -Contain 'exit 0'
    }

    It 'rotates with the people who hold the shares' {
        $generations = Get-TrstCA 'Contoso Issuing CA 1'
        $generations.Status | Should -Be 'Active', 'Superseded'
        "$folder/issuing.pem" | Should -Exist
    }

    It 'sends mail to those who are asked, and calls the webhook at each change' {
        $mails = Get-ChildItem "$folder/mail" -Filter *.eml | ForEach-Object { [IO.File]::ReadAllText($_.FullName) }
        @($mails).Count | Should -Be 2
        ($mails | Where-Object { $_ -match 'Please approve' }) | Should -Match 'X-Receiver: Erin@contoso\.com'
        ($mails | Where-Object { $_ -match 'Meet for' }) | Should -Match 'To: Alice@contoso\.com, Bob@contoso\.com, Carol@contoso\.com\r?\n'
        $called | Where-Object { $_ -match 'is Ready: 3 of 3 approved' } | Should -HaveCount 1
    }

    It 'registers its task as the service account' {
        $called | Should -Contain 'PKI rotation as CONTOSO\pki$ Password'
    }

    It 'makes the zip that Azure Automation takes' {
        $zip = $shell.Runspace.SessionStateProxy.GetVariable('zip')
        $archive = [IO.Compression.ZipFile]::OpenRead("$zip/Trstctl.zip")
        $names = $archive.Entries.FullName
        $archive.Dispose()
        Remove-Item $zip -Recurse -Force
        $names | Should -Contain 'Trstctl/Trstctl.psd1'
        $names | Where-Object { $_ -notlike 'Trstctl/*' } | Should -BeNullOrEmpty
        ($names | ForEach-Object Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 140
    }
}
