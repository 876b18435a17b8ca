param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module

    function Open-Root([string] $Name) {
        New-TrstCASpec "CN=$Name" -Validity 5y | Start-TrstCeremony Root
    }

    function Approve($Ceremony, $Who, [string] $Reason) {
        foreach ($one in $Who) {
            $more = if ($Reason) { @{ Reason = $Reason } } else { @{} }
            $Ceremony = $Ceremony | Approve-TrstCeremony -Certificate $one -Password $password -PlanDigest $Ceremony.PlanDigest @more
        }
        $Ceremony
    }

    function Get-Report($Ceremony) {
        $file = $Ceremony | Export-TrstCeremony -Path "$folder/report.json" -Force
        [IO.File]::ReadAllText($file.FullName) | ConvertFrom-Json
    }

    # The page as XML, which its syntax also is.
    function Get-Page($Ceremony) {
        $file = $Ceremony | Export-TrstCeremony -Path "$folder/report.html" -Force
        [xml] ([IO.File]::ReadAllText($file.FullName) -replace '^<!DOCTYPE html>')
    }

    $ended = Get-TrstCeremony -Operation Root
}

AfterAll {
    Remove-Founded
}

Describe 'Export-TrstCeremony' {
    It 'writes the file that was named' {
        $file = Export-TrstCeremony $ended "$folder/record.html"
        $file | Should -BeOfType ([IO.FileInfo])
        $file.Name | Should -Be 'record.html'
    }

    It 'changes nothing with -WhatIf' {
        Assert-Unchanged { $ended | Export-TrstCeremony -Path "$folder/store/record.html" -WhatIf }
    }

    It 'takes the form from the end of the name' -ForEach @(
        @{ Name = 'a.md'; Begins = '# Ceremony ' }
        @{ Name = 'a.JSON'; Begins = '{"$format":"trstctl-ceremony-report/1"' }
        @{ Name = 'a.html'; Begins = '<!DOCTYPE html>' }
        @{ Name = 'bare'; Begins = '<!DOCTYPE html>' }
    ) {
        $text = [IO.File]::ReadAllText(($ended | Export-TrstCeremony -Path "$folder/$Name").FullName)
        $text.StartsWith($Begins, [StringComparison]::Ordinal) | Should -BeTrue
    }

    It 'writes the form that was asked for' {
        $file = $ended | Export-TrstCeremony -Path "$folder/b.txt" -Format Markdown
        [IO.File]::ReadAllText($file.FullName) | Should -BeLike '# Ceremony *'
    }

    It 'refuses a form that the name contradicts, and an end of it that says nothing' {
        Assert-Refused InvalidArgument InvalidArgument { $ended | Export-TrstCeremony -Path "$folder/c.html" -Format Markdown }
        Assert-Refused InvalidArgument InvalidArgument { $ended | Export-TrstCeremony -Path "$folder/c.md" -Format Json }
        $refused = { $ended | Export-TrstCeremony -Path "$folder/c.pdf" } | Should -Throw -PassThru
        $refused.Exception.Message | Should -BeLike '*.html, .htm, .md, .markdown or .json, or -Format*c.pdf*'
        Get-ChildItem $folder -Filter 'c.*' | Should -BeNullOrEmpty
    }

    It 'names the files of a folder after the ceremonies' {
        $records = (New-Item -ItemType Directory "$folder/records").FullName
        $files = Get-TrstCeremony | Export-TrstCeremony -Path $records
        $files.Name | Should -Be (Get-TrstCeremony | ForEach-Object { "ceremony-$($_.Id).html" })
        $files.Directory.FullName | Select-Object -Unique | Should -Be $records
    }

    It 'never overwrites what the same command wrote' {
        $null = Get-TrstCeremony -First 2 | Export-TrstCeremony -Path "$folder/both.html" -Force -ErrorVariable refused `
            -ErrorAction SilentlyContinue
        $refused.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        (Get-Item "$folder/both.html").Length | Should -BeGreaterThan 0
    }

    It 'overwrites with -Force alone' {
        $null = New-Item "$folder/old.html" -Value 'old'
        Assert-Refused FileExists InvalidOperation { $ended | Export-TrstCeremony -Path "$folder/old.html" }
        [IO.File]::ReadAllText("$folder/old.html") | Should -Be 'old'
        $null = $ended | Export-TrstCeremony -Path "$folder/old.html" -Force
        [IO.File]::ReadAllText("$folder/old.html") | Should -BeLike '<!DOCTYPE html>*'
        @(Get-ChildItem $folder -Filter "old.html*").Count | Should -Be 1
    }

    It 'knows no ceremony that there was not' {
        Assert-Refused CeremonyNotFound ObjectNotFound { Export-TrstCeremony 00000000 "$folder/none.html" }
    }

    It 'has no form that comes later' {
        (Get-Command Export-TrstCeremony).Parameters.Format.ParameterType.GenericTypeArguments[0].GetEnumNames() |
            Should -Be 'Html', 'Markdown', 'Json'
    }

    It 'writes the same bytes again' {
        $one, $two = 1, 2 | ForEach-Object {
            $text = [IO.File]::ReadAllText(($ended | Export-TrstCeremony -Path "$folder/same$_.html").FullName)
            $text -replace '\d\d:\d\d:\d\d UTC from', 'from'       # its own time is all that differs
        }
        $one | Should -BeExactly $two
    }
}

Describe 'The record' {
    It 'says who decided, who executed and what came of it' {
        $report = Get-Report $ended
        $report.status | Should -Be 'Completed'
        $report.quorumMet | Should -BeTrue
        $report.faults | Should -BeNullOrEmpty
        $report.quorum[0].counted | Should -Be 'Alice', 'Bob', 'Carol'
        $report.execution.executor | Should -Be 'ops'
        $report.artefacts[0].asApproved | Should -BeTrue
        $report.keys[0].holders | Should -Be 'Alice', 'Bob', 'Carol', 'Dave', 'Erin'
        $report.plan.digest | Should -Be $ended.PlanDigest
        $base64 = $root.Pem -replace '-----[^-]*-----|\s'
        $base64.TrimEnd('=') -replace '\+', '-' -replace '/', '_' | Should -BeExactly $report.artefacts[0].der
    }

    It 'names the founding as its founders read it' {
        $founding = Get-TrstCeremony -Operation Roster | Select-Object -First 1
        (Get-Report $founding).plan.headline | Should -BeExactly 'FOUND THIS TENANT'
    }

    It 'has the certificate in full, and the plan in its words' {
        $page = Get-Page $ended
        $text = $page.OuterXml
        ((Get-TrstCA 'Contoso Root CA').Pem -split "`n")[1] | ForEach-Object { $text.Contains($_) | Should -BeTrue }
        $page.html.body.header.OuterXml | Should -BeLike '*Completed with its quorum: 3 of 3*'
        foreach ($word in $ended.PlanWords) { $text.Contains($word) | Should -BeTrue }
        $page.SelectNodes('//svg').Count | Should -BeGreaterThan 0
        $page.SelectNodes('//h2') | ForEach-Object InnerText | Should -Contain 'To be filled in by hand'
    }

    It 'has nothing that runs or is fetched' {
        $page = Get-Page $ended
        $page.SelectNodes('//script | //link | //img | //iframe | //@src | //@href | //@style') | Should -BeNullOrEmpty
        $page.SelectSingleNode('//meta[@http-equiv="Content-Security-Policy"]/@content').Value |
            Should -Be "default-src 'none'; style-src 'unsafe-inline'"
    }

    It 'is there for a ceremony that waits' {
        $open = Approve (Open-Root 'Waiting CA') $alice
        $null = Get-ErrorId { $open | New-TrstRootCA }
        $report = Get-Report $open
        $report.status | Should -Be 'Pending'
        $report.quorum[0].counted | Should -Be 'Alice'
        $report.due[0].label | Should -Be 'approve by'
        ($report.events | Where-Object type -EQ 'ceremony.refused').words -join ' ' | Should -BeLike '*QuorumNotMet*'
        $report.PSObject.Properties.Name | Should -Not -Contain 'execution'
    }

    It 'is there for one that was denied, with the reason' {
        $denied = Approve (Open-Root 'Denied CA') $alice
        $null = $denied | Deny-TrstCeremony -Certificate $bob -Password $password -PlanDigest $denied.PlanDigest -Reason 'wrong name'
        $report = Get-Report $denied
        $report.status | Should -Be 'Denied'
        $report.endReason | Should -Be 'wrong name'
        $report.quorumMet | Should -BeFalse
        ($report.words | Where-Object said -EQ 'deny').custodian | Should -Be 'Bob'
    }

    It 'is there for one that was stopped' {
        $stopped = Open-Root 'Stopped CA' | Stop-TrstCeremony -Reason 'asked for too early'
        (Get-Report $stopped).status | Should -Be 'Stopped'
    }

    It 'says who ended it, and why, and that nobody executed it' {
        $denied = Open-Root 'Unwanted CA'
        foreach ($one in $alice, $bob, $carol) {
            if ((Get-TrstCeremony $denied).Status -eq 'Pending') {
                $null = $denied | Deny-TrstCeremony -Certificate $one -Password $password -PlanDigest $denied.PlanDigest -Reason 'wrong O'
            }
        }
        $text = [IO.File]::ReadAllText(($denied | Export-TrstCeremony -Path "$folder/denied.md").FullName)
        $text | Should -Match 'Denied by Alice.*: nothing was executed'
        $text | Should -Match 'executed by[^\w]*nobody'
        $text | Should -Match 'ended by[^\w]*Alice'
        $text | Should -Match 'ended because[^\w]*wrong O'
        (Get-Page $denied).html.body.InnerText | Should -BeLike '*Nobody executed it, and nobody can any more.*'

        $stopped = Open-Root 'Hasty CA' | Stop-TrstCeremony -Reason 'too early'
        (Get-Page $stopped).html.body.InnerText | Should -BeLike '*Stopped by ops, who opened it*ended by*ops*too early*'
    }

    It 'does not count who withdrew' {
        $open = Approve (Open-Root 'Withdrawn CA') $alice, $bob, $carol
        (Get-Report $open).status | Should -Be 'Ready'
        $null = $open | Revoke-TrstApproval -Certificate $carol -Password $password -PlanDigest $open.PlanDigest -Reason 'second thoughts'
        $report = Get-Report $open
        $report.status | Should -Be 'Pending'
        $report.quorum[0].counted | Should -Be 'Alice', 'Bob'
    }

    It 'shows no name as markup' {
        $reason = '<script>alert(1)</script> | `x` [a](http://b) & "c" ]]>'
        $open = Approve (Open-Root 'A & B \<i\>') $alice $reason
        $page = Get-Page $open
        $page.SelectNodes('//script | //i') | Should -BeNullOrEmpty
        $page.html.body.header.h1 | Should -BeExactly $open.Subject
        $page.html.body.InnerText.Contains($reason) | Should -BeTrue
        $markdown = [IO.File]::ReadAllText(($open | Export-TrstCeremony -Path "$folder/hostile.md").FullName)
        $markdown.Contains('<') | Should -BeFalse
        $markdown.Contains('&lt;script&gt;alert(1)&lt;/script&gt; \| \`x\` \[a\](http&#58;//b) &amp; "c" \]\]&gt;') | Should -BeTrue
    }

    It 'does not show a quorum as met that does not verify any more' {
        $open = Approve (Open-Root 'Retired CA') $alice, $bob, $carol
        $null = Revoke-TrstCustodianKey lost -Certificate $carol -Password $password -Confirm:$false
        $report = Get-Report $open
        $report.quorumMet | Should -BeFalse
        $report.status | Should -Not -Be 'Ready'
        $report.faults[0] | Should -BeLike '*not shown as met*'
        $report.quorum[0].counted | Should -Be 'Alice', 'Bob'
        (Get-Report $ended).quorumMet | Should -BeTrue -Because 'what was executed before stays so'
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Export-TrstCeremony $ended "$folder/closed.html" }
    }
}
