#Requires -Version 7.4
<#
.SYNOPSIS
    Writes into the pages of docs/help what the code says: syntax, and each parameter's type, default, position, pipeline and values.
.DESCRIPTION
    Prose is the page's own. A parameter without a section, and a section without a parameter, are errors.
.PARAMETER Module
    The built module.
.PARAMETER Check
    Writes nothing; the pages that differ are the output.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Module, [switch] $Check)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

Import-Module $Module
$common = [Management.Automation.PSCmdlet]::CommonParameters
$line = 100

$fence = '`' * 3

function Get-TypeName([type] $Type) {
    $known = @{ Boolean = 'bool'; String = 'string'; 'String[]' = 'string[]'; Int32 = 'int'; DateTime = 'datetime'; UInt64 = 'ulong'; SecureString = 'securestring' }
    $name = $Type.Name -replace '^Nullable`1$', "$([Nullable]::GetUnderlyingType($Type)?.Name)"
    if ($known.ContainsKey($name)) { $known[$name] } else { $name -replace 'SecureString\[\]', 'securestring[]' }
}

function Get-Default($Command, $Parameter) {
    $said = $Parameter.Attributes.Where({ $_ -is [PSDefaultValue] })
    if ($said) { return $said[0].Help }
    $property = $Command.ImplementingType.GetProperty($Parameter.Name)
    if (-not $property -or -not $property.CanRead) { return "''" }
    $value = $property.GetValue([Activator]::CreateInstance($Command.ImplementingType))
    $demanded = $Parameter.Attributes.Where({ $_ -is [Parameter] -and $_.Mandatory })
    $isSaid = $value -is [string] -or $value -is [int] -or $value -is [enum] -and -not $demanded
    if ($isSaid -and "$value") { "$value" } else { "''" }
}

function Get-Metadata($Command, $Parameter) {
    "Type: $(([Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType).FullName)"
    "DefaultValue: $(Get-Default $Command $Parameter)"
    "SupportsWildcards: $("$(@($Parameter.Attributes.TypeId.Name) -contains 'SupportsWildcardsAttribute')".ToLowerInvariant())"
    if ($Parameter.Aliases.Count) { 'Aliases:'; $Parameter.Aliases | ForEach-Object { "- $_" } } else { 'Aliases: []' }
    'ParameterSets:'
    foreach ($set in $Parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
        $how = $set.Value
        "- Name: $($set.Key -replace '^__AllParameterSets$', '(All)')"
        "  Position: $(if ($how.Position -lt 0) { 'Named' } else { $how.Position })"
        "  IsRequired: $("$($how.IsMandatory)".ToLowerInvariant())"
        "  ValueFromPipeline: $("$($how.ValueFromPipeline)".ToLowerInvariant())"
        "  ValueFromPipelineByPropertyName: $("$($how.ValueFromPipelineByPropertyName)".ToLowerInvariant())"
        "  ValueFromRemainingArguments: $("$($how.ValueFromRemainingArguments)".ToLowerInvariant())"
    }
    "DontShow: $("$(@($Parameter.Attributes.Where({ $_ -is [Parameter] }).DontShow) -contains $true)".ToLowerInvariant())"
    $type = [Nullable]::GetUnderlyingType($Parameter.ParameterType) ?? $Parameter.ParameterType
    if ($type.IsArray) { $type = $type.GetElementType() }
    $accepted = @($Parameter.Attributes.Where({ $_ -is [ValidateSet] }).ForEach({ $_.ValidValues }))
    if (-not $accepted -and $type.IsEnum) { $accepted = [Enum]::GetNames($type) }
    if ($accepted) { 'AcceptedValues:'; $accepted | ForEach-Object { "- $_" } } else { 'AcceptedValues: []' }
    "HelpMessage: ''"
}

function Get-SyntaxText($Command, $Set) {
    $text = $Command.Name
    $shown = $Set.Parameters.Where({ $_.Name -notin $common -and -not @($_.Attributes.Where({ $_ -is [Parameter] }).DontShow).Contains($true) })
    $ordered = @(
        $shown.Where({ $_.Position -ge 0 }) | Sort-Object Position
        $shown.Where({ $_.Position -lt 0 -and $_.IsMandatory })
        $shown.Where({ $_.Position -lt 0 -and -not $_.IsMandatory })
    )
    $words = foreach ($parameter in $ordered) {
        $name = if ($parameter.Position -ge 0) { "[-$($parameter.Name)]" } else { "-$($parameter.Name)" }
        if ($parameter.ParameterType -ne [switch]) { $name += " <$(Get-TypeName $parameter.ParameterType)>" }
        if ($parameter.IsMandatory) { $name } else { "[$name]" }
    }
    $width = $text.Length
    foreach ($word in $words) {
        if ($width + 1 + $word.Length -gt $line) {
            $text += "`n $word"
            $width = 1 + $word.Length
        }
        else {
            $text += " $word"
            $width += 1 + $word.Length
        }
    }
    $heading = $Set.Name
    if ($Set.IsDefault -and $Command.ParameterSets.Count -gt 1) { $heading += ' (Default)' }
    "### $heading`n`n$fence`n$text`n$fence`n"
}

function Get-Page($Command, [string] $Text) {
    $sets = @($Command.ParameterSets | Sort-Object { -not $_.IsDefault } -Stable | ForEach-Object { Get-SyntaxText $Command $_ }) -join "`n"
    $Text = [regex]::Replace($Text, '(?ms)^## SYNTAX\n.*?(?=^## ALIASES)', { "## SYNTAX`n`n$sets`n" })
    $described = [regex]::Matches($Text, '(?m)^### -(\w+)[ \t]*$').ForEach({ $_.Groups[1].Value })
    $ours = $Command.Parameters.Values.Where({ $_.Name -notin $common })
    $missing = @($ours.Name | Where-Object { $_ -notin $described }) + @($described | Where-Object { $_ -notin $ours.Name })
    if ($missing) { throw "$($Command.Name).md describes too little or too much: $($missing -join ', ')." }
    foreach ($parameter in $ours) {
        $yaml = @(Get-Metadata $Command $parameter) -join "`n"
        $Text = [regex]::Replace(
            $Text, "(?ms)(^### -$($parameter.Name)[ \t]*\n(?:(?!^### ).)*?^${fence}yaml\n).*?(?=^${fence})", { $args[0].Groups[1].Value + "$yaml`n" })
    }
    $Text
}

foreach ($command in (Get-Module Trstctl).ExportedCmdlets.Values | Sort-Object Name) {
    $path = [IO.Path]::Combine($PSScriptRoot, 'help', "$($command.Name).md")
    $old = [IO.File]::ReadAllText($path).Replace("`r`n", "`n")
    $new = Get-Page $command $old
    if ($new -cne $old) {
        if ($Check) { $command.Name } else { [IO.File]::WriteAllText($path, $new, [Text.UTF8Encoding]::new($false)) }
    }
}
