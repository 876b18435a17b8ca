# What contract tests ask of every cmdlet. Founded.ps1 dot-sources this; $folder holds all that a cmdlet could change.

# The id of the error that the block ends with, and nothing if it ends well.
function Get-ErrorId([scriptblock] $Block) {
    try { $null = & $Block }
    catch { ($_.FullyQualifiedErrorId -split ',')[0] }
}

# The block ends in an error of this id and category, which names what it is about and what helps, and has no blank that is not filled.
function Assert-Refused([string] $WantedId, [string] $WantedCategory, [scriptblock] $Block) {
    $failure = try { $null = & $Block } catch { $_ }
    if (-not $failure) { throw "Nothing is refused: $Block" }
    $name, $class = $failure.FullyQualifiedErrorId -split ','
    "$name $($failure.CategoryInfo.Category)" | Should -BeExactly "$WantedId $WantedCategory" -Because "of $Block, which says: $failure"
    $advice = $failure.ErrorDetails.RecommendedAction
    @(
        if ($class -notlike 'Trstctl.PowerShell.*') { "class $class" }
        if ($null -eq $failure.TargetObject) { 'no target' }
        if (-not $advice -or "$($failure.ErrorDetails) $advice" -match '\{\d') { "says: $($failure.ErrorDetails); advises: $advice" }
    ) | Should -BeNullOrEmpty -Because "of $Block"
}

# The block, which says -WhatIf, emits nothing; afterwards each file is what it was, byte for byte, and so is each row of each tenant.
function Assert-Unchanged([scriptblock] $Block) {
    $before = @(Get-Image)
    $before.Count | Should -BeGreaterThan 20
    & $Block | Should -BeNullOrEmpty
    Compare-Object $before @(Get-Image) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" -replace '(?s)(?<=^.{200}).*' } |
        Should -BeNullOrEmpty
}

# SQLite keeps its own files as it likes (and POSIX locks are lost where others close them): of a tenant, what counts is its rows.
function Get-Image {
    foreach ($file in [IO.Directory]::GetFileSystemEntries($folder, '*', 'AllDirectories')) {
        if ($file -match '-(wal|shm)$') { continue }
        if ($file -like '*.db') { Get-Row $file }
        elseif ([IO.Directory]::Exists($file)) { $file }
        else { "$file $([Convert]::ToBase64String([Security.Cryptography.SHA256]::HashData([IO.File]::ReadAllBytes($file))))" }
    }
}

function Get-Row([string] $File) {
    $connection = Open-Tenant $File
    try {
        foreach ($table in @(Read-Row $connection "SELECT name FROM sqlite_master WHERE type = 'table'") + 'sqlite_master') {
            Read-Row $connection "SELECT * FROM `"$table`"" | ForEach-Object { "$File $table $_" }
        }
    }
    finally { $connection.Dispose() }
}

# By the module's own copy of SQLite: all locks of one process are one copy's.
function Open-Tenant([string] $File, [string] $Mode = 'ReadOnly') {
    $sqlite = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Microsoft.Data.Sqlite' }
    $connection = @($sqlite)[0].GetType('Microsoft.Data.Sqlite.SqliteConnection')::new("Data Source=$File;Mode=$Mode;Pooling=False")
    $connection.Open()
    $connection
}

function Read-Row($Connection, [string] $Query) {
    $command = $Connection.CreateCommand()
    $command.CommandText = $Query
    $reader = $command.ExecuteReader()
    try {
        while ($reader.Read()) {
            $values = [object[]]::new($reader.FieldCount)
            $null = $reader.GetValues($values)
            $values.ForEach({ if ($_ -is [byte[]]) { [Convert]::ToBase64String($_) } else { "$_" } }) -join ' '
        }
    }
    finally { $reader.Dispose() }
}
