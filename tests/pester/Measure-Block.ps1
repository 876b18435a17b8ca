<#
.SYNOPSIS
    Counts what a block of PowerShell asks of who types it: words and commands.
.DESCRIPTION
    Words are the tokens of PowerShell's parser without punctuation, operators and comments. Commands are the calls of Trstctl's cmdlets that
    are made when the block runs, each pass of a loop again, and the other commands in its text once each.
.PARAMETER Text
    The block. It is run, in a session of its own, in the folder that -Location names.
.PARAMETER Location
    The folder that the block finds itself in.
.PARAMETER Then
    What runs after it, in the same session, and does not count.
#>
param([Parameter(Mandatory)] [string] $Text, [string] $Location = $PWD, [string] $Then = '')

$tokens = $errors = $null
$tree = [Management.Automation.Language.Parser]::ParseInput($Text, [ref] $tokens, [ref] $errors)
if ($errors) { throw $errors[0] }
$words = foreach ($token in $tokens) {
    $isKeyword = ($token.TokenFlags -band [Management.Automation.Language.TokenFlags]::Keyword) -ne 0
    if ($isKeyword -or $token.Kind -in 'Variable', 'SplattedVariable', 'Parameter', 'Number', 'StringLiteral', 'StringExpandable',
        'HereStringLiteral', 'HereStringExpandable', 'Generic', 'Identifier') {
        $token.Text
    }
}
$others = $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) |
    ForEach-Object { $_.GetCommandName() } | Where-Object { $_ -notlike '*-Trst*' }

$session = [PowerShell]::Create()
try {
    $called = [Collections.Generic.List[string]]::new()
    $null = $session.AddScript('param($Location) Set-Location -LiteralPath $Location').AddArgument($Location).Invoke()
    $look = $session.Runspace.SessionStateProxy.InvokeCommand
    $look.PreCommandLookupAction = {
        param($Name)
        if ($Name -like '*-Trst*') { $called.Add($Name) }
    }.GetNewClosure()
    $output = foreach ($script in $Text, "$Then; Disconnect-TrstStore") {
        $count = $called.Count
        $session.Commands.Clear()
        , $session.AddScript($script).Invoke()
        if ($session.Streams.Error.Count) { throw $session.Streams.Error[0] }
    }
    [pscustomobject]@{
        Words = @($words).Count; Commands = $count + @($others).Count; Calls = $called.GetRange(0, $count)
        Output = $output[0]; Rest = $output[1]
    }
}
finally {
    $session.Dispose()
}
