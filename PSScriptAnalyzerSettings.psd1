@{
    Rules = @{
        # It hands dotnet's own arguments on.
        PSAvoidUsingPositionalParameters = @{ Enable = $true; CommandAllowList = @('Invoke-DotNet') }

        # Everything that ships must also parse on Windows PowerShell 5.1.
        PSUseCompatibleSyntax      = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }
        PSPlaceOpenBrace           = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace          = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        PSUseConsistentIndentation = @{ Enable = $true; IndentationSize = 4; PipelineIndentation = 'IncreaseIndentationForFirstPipeline'; Kind = 'space' }
        PSUseConsistentWhitespace  = @{ Enable = $true; CheckOperator = $false; IgnoreAssignmentOperatorInsideHashTable = $true }
    }
}
