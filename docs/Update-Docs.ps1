#Requires -Version 7.4
<#
.SYNOPSIS
    Writes docs/errors.md and the error list of about_Trstctl_Errors from the texts of errors, and the compiled help from docs/help.
.DESCRIPTION
    The compiled help needs Microsoft.PowerShell.PlatyPS; where it is missing that part is left as it is, and says so.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$repository = [IO.Path]::GetDirectoryName($PSScriptRoot)
$help = [IO.Path]::Combine($PSScriptRoot, 'help')
$english = [IO.Path]::Combine($repository, 'module', 'en-US')

function Write-Utf8([string] $Path, [string] $Text) {
    [IO.File]::WriteAllText($Path, $Text.Replace("`r`n", "`n"), [Text.UTF8Encoding]::new($false))
}

# The texts of errors stand once: messages in the core, what to do in the module.
function Get-ErrorText {
    $messages = Read-Resource src/Trstctl.Core/Errors/Strings.resx
    $advice = Read-Resource src/Trstctl.PowerShell/Commands/Advice.resx
    foreach ($name in $messages.Keys | Where-Object { $advice.ContainsKey($_) } | Sort-Object -Culture en-US) {
        [pscustomobject]@{ Id = $name; Message = $messages[$name]; Action = $advice[$name] }
    }
}

function Read-Resource([string] $Path) {
    $entries = @{}
    $resources = [xml][IO.File]::ReadAllText([IO.Path]::Combine($repository, $Path))
    foreach ($entry in $resources.root.data) { $entries[$entry.name] = $entry.value }
    $entries
}

function Split-Line([string] $Text, [int] $Width) {
    $line = ''
    foreach ($word in $Text -split ' ') {
        if ($line -and $line.Length + 1 + $word.Length -gt $Width) {
            $line
            $line = $word
        }
        else {
            $line = "$line $word".TrimStart()
        }
    }
    $line
}

function Write-ErrorList {
    $errors = @(Get-ErrorText)
    $table = foreach ($item in $errors) {
        $cells = $item.Message, $item.Action | ForEach-Object { $_.Replace('|', '\|').Replace('<', '&lt;') }
        '| `{0}` | {1} | {2} |' -f $item.Id, $cells[0], $cells[1]
    }
    $page = @(
        '# Errors', ''
        'Written by `./build.ps1 -Task Docs` from `src/Trstctl.Core/Errors/Strings.resx` and'
        '`src/Trstctl.PowerShell/Commands/Advice.resx`. The id is the first part of the `FullyQualifiedErrorId` and stays; scripts'
        'compare it. `{0}`, `{1}` ... stand for values. What to do is also in `$_.ErrorDetails.RecommendedAction`; Windows'
        'PowerShell 5.1 shows it after the message.', ''
        '| id | message | what to do |', '|---|---|---|'
        $table; ''
    )
    Write-Utf8 ([IO.Path]::Combine($PSScriptRoot, 'errors.md')) ($page -join "`n")

    $topic = [IO.Path]::Combine($english, 'about_Trstctl_Errors.help.txt')
    $list = foreach ($item in $errors) {
        "    $($item.Id)"
        Split-Line $item.Message 68 | ForEach-Object { "        $_" }
        Split-Line "To do: $($item.Action)" 68 | ForEach-Object { "        $_" }
        ''
    }
    $text = [IO.File]::ReadAllText($topic).Replace("`r`n", "`n")
    $begin = $text.IndexOf("`nERRORS`n")
    $end = $text.IndexOf("`nSEE ALSO`n")
    if ($begin -lt 0 -or $end -lt $begin) { throw "$topic has no section ERRORS before SEE ALSO." }
    $section = @(
        'ERRORS'
        '    Each error has a stable id, the first part of its FullyQualifiedErrorId,'
        '    and a recommended action in ErrorDetails.RecommendedAction. {0}, {1} ...'
        '    stand for values.', ''
        $list
    )
    Write-Utf8 $topic ($text.Substring(0, $begin) + "`n" + ($section -join "`n") + $text.Substring($end))
}

# PlatyPS leaves an example's code between its Markdown fences in the introduction, and links to pages that a console cannot
# follow. Get-Help wants code as code, and links by name.
function Repair-Maml([string] $Text) {
    $maml = [xml]::new()
    $maml.PreserveWhitespace = $true
    $maml.LoadXml($Text)
    $names = [Xml.XmlNamespaceManager]::new($maml.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($example in $maml.SelectNodes('//command:example', $names)) {
        $introduction = $example.SelectSingleNode('maml:introduction', $names)
        $paragraphs = @($introduction.SelectNodes('maml:para', $names) | ForEach-Object InnerText) -join "`n`n"
        $match = [regex]::Match($paragraphs, '(?s)```powershell\r?\n(.*?)\r?\n```')
        if (-not $match.Success) { throw "An example has no code: $paragraphs" }
        $introduction.InnerText = ''
        $example.SelectSingleNode('dev:code', $names).InnerText = $match.Groups[1].Value
        $remarks = $example.SelectSingleNode('dev:remarks', $names)
        $remark = $maml.CreateElement('maml', 'para', 'http://schemas.microsoft.com/maml/2004/10')
        $remark.InnerText = $paragraphs.Remove($match.Index, $match.Length).Trim()
        $null = $remarks.AppendChild($remark)
    }
    foreach ($link in @($maml.SelectNodes('//maml:navigationLink', $names))) {
        $uri = $link.SelectSingleNode('maml:uri', $names)
        if ($link.SelectSingleNode('maml:linkText', $names).InnerText -eq 'Online Version' -and -not $uri.InnerText) {
            $null = $link.ParentNode.RemoveChild($link)
        }
        elseif ($uri.InnerText -notmatch '^https?:') {
            $uri.InnerText = ''
        }
    }
    ($maml.OuterXml -replace '(?m)[ \t]+$', '' -replace '(\r?\n){2,}(?=\s*<)', "`n").TrimEnd()
}

function Write-CompiledHelp {
    Write-ErrorList
    if (-not (Get-Module -ListAvailable -Name Microsoft.PowerShell.PlatyPS)) {
        Write-Warning 'Microsoft.PowerShell.PlatyPS is not installed; the compiled help is left as it is.'
        return
    }
    Import-Module Microsoft.PowerShell.PlatyPS
    $pages = [IO.Directory]::GetFiles($help, '*-*.md') | Sort-Object
    $out = [IO.Path]::Combine($repository, 'artifacts', 'help')
    Import-MarkdownCommandHelp -Path $pages | Export-MamlCommandHelp -OutputFolder $out -Force | Out-Null
    $maml = @([IO.Directory]::GetFiles($out, 'Trstctl.PowerShell.dll-Help.xml', [IO.SearchOption]::AllDirectories))
    Write-Utf8 ([IO.Path]::Combine($english, 'Trstctl.PowerShell.dll-Help.xml')) ((Repair-Maml ([IO.File]::ReadAllText($maml[0]))) + "`n")
}

Write-CompiledHelp
