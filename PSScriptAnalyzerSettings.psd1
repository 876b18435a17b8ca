@{
    # No function here is a user's command: cmdlets are compiled, and functions are the steps of a script.
    ExcludeRules = @('PSUseShouldProcessForStateChangingFunctions')

    Rules = @{
        # Words that only look like plurals.
        PSUseSingularNouns = @{ Enable = $true; NounAllowList = @('As', 'Data', 'Metadata') }

        # Everything that ships must also parse on Windows PowerShell 5.1.
        PSUseCompatibleSyntax      = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }
        PSPlaceOpenBrace           = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace          = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSUseConsistentIndentation = @{ Enable = $true; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline'; Kind = 'space' }
        PSUseConsistentWhitespace  = @{ Enable = $true; CheckOperator = $false; IgnoreAssignmentOperatorInsideHashTable = $true }
    }
}
