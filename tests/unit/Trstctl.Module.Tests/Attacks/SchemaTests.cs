namespace Trstctl.Module.Tests.Attacks;

/// <summary>Whoever writes the file plants objects of his own: what is written is dropped, changed or read from elsewhere.</summary>
[Trait("Attacker", "writer of the file")]
[Trait("Conformance", "R07")]
public sealed class SchemaTests
{
    public static TheoryData<string> Planted => new()
    {
        "CREATE TRIGGER a BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
        "CREATE VIEW a AS SELECT * FROM events",
        "CREATE INDEX a ON events(header)",
        "CREATE UNIQUE INDEX a ON documents(kind) WHERE kind = 'none'",
        "CREATE TABLE a(b)",
        "CREATE VIRTUAL TABLE a USING fts5(b)",
        "ANALYZE",
        "DROP TABLE releases",
        "ALTER TABLE releases RENAME TO a; CREATE VIEW releases AS SELECT * FROM a",
        "ALTER TABLE sealed_keys ADD COLUMN a",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = REPLACE(sql, 'note TEXT', 'note BLOB') WHERE name = "
            + "'checkpoints'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'settings') "
            + "WHERE name = 'releases'",
        "PRAGMA user_version = 0",
    };

    [Theory]
    [MemberData(nameof(Planted))]
    public void IsNeitherOpenedNorRestored(string sql)
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");
        founded.Sql(sql);

        Assert.Equal("StoreDamaged", founded.Error("Connect-TrstStore \"$folder/store\" @opening"));
        Assert.Equal(
            "StoreDamaged", founded.Error("Connect-TrstStore \"$folder/store\" -ReadOnly -ClientStatePath \"$folder/client\""));
        Assert.Equal("RestoreRefused", founded.Error("""
            Restore-TrstStore "$folder/store" "$folder/new" -Protector KeyFile -KeyFile "$folder/new.key" `
                -ClientStatePath "$folder/client" -Certificate $ops -Confirm:$false
            """));
    }

    [Fact]
    public void IsSeenByAConnectionThatIsOpen()
    {
        using var founded = new Founded();
        founded.Run("$c = Approved Root (New-TrstCASpec 'CN=Root' -Validity 5y -Custody Operational)");
        founded.Sql("CREATE TRIGGER a BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END");

        Assert.Equal("StoreDamaged", founded.Error("$c | New-TrstRootCA"));
        Assert.Equal("StoreDamaged", founded.Error("Get-TrstCeremony"));

        founded.Sql("DROP TRIGGER a");
        Assert.Equal("Active", founded.Get<string>("($c | New-TrstRootCA).Status"));
    }

    /// <summary>SQLite repeats the name of what it cannot read: it could clear the screen and show another plan.</summary>
    [Fact]
    public void WhatItSaysIsNeitherReadForAPlanNorMovesTheCursor()
    {
        using var founded = new Founded();
        founded.Run("$null = Start-It Root (New-TrstCASpec 'CN=Evil' -Validity 5y); $c = Get-TrstCeremony -Status Pending");
        founded.Sql("PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES('view', char(27) || '[2J' || char(10) || "
            + "'CN=Harmless', 'x', 0, 'create view broken as'); PRAGMA schema_version = 1000");

        Assert.DoesNotContain("Harmless", founded.PlanOf("$c"));
        var error = founded.Shell.RunCatching("Get-TrstCeremony").Errors.First();
        Assert.Equal("StoreDamaged", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("\\u001B[2J\\u000ACN=Harmless", error.Exception.Message);
        Assert.DoesNotContain(error.Exception.Message + error.ErrorDetails.Message, c => c is < ' ' and not '\r' and not '\n');

        founded.Sql("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'view'; PRAGMA schema_version = 1001");
        Assert.Contains("CN=Evil", founded.PlanOf("$c"));
    }

    /// <summary>Who stops something is told where his word would be dropped, and is not told that it was said.</summary>
    [Theory]
    [InlineData("tenant.suspended", "Suspend-TrstTenant -Certificate $custodians[3] -Reason no -Confirm:$false")]
    [InlineData("ceremony.denied", "$c | Deny-TrstCeremony -Certificate $custodians[3] -Reason no -PlanDigest $c.PlanDigest")]
    [InlineData("principal.key-retired", "Revoke-TrstCustodianKey -Certificate $custodians[3] -Reason lost -Confirm:$false")]
    public void NoWordIsDroppedInSilence(string type, string command)
    {
        using var founded = new Founded();
        founded.Run("$c = Approved Root (New-TrstCASpec 'CN=Root' -Validity 5y -Custody Operational)");
        founded.Sql($"CREATE TRIGGER a BEFORE INSERT ON events WHEN instr(NEW.header, '{type}') BEGIN SELECT RAISE(IGNORE); END");
        founded.Sql("CREATE TRIGGER b BEFORE INSERT ON checkpoints BEGIN SELECT RAISE(IGNORE); END");
        founded.Sql("CREATE TRIGGER c BEFORE INSERT ON documents BEGIN SELECT RAISE(IGNORE); END");

        var said = founded.Shell.RunCatching(command);

        Assert.StartsWith("StoreDamaged", said.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(said.Output);
        founded.Sql("DROP TRIGGER a; DROP TRIGGER b; DROP TRIGGER c");
        Assert.Empty(founded.Shell.RunCatching(command).Errors);
        Assert.Equal(1, founded.Get<int>($"@(Get-TrstEvent {type}).Count"));
    }

    /// <summary>Should a write be dropped all the same, nothing leaves the process.</summary>
    [Fact]
    public void ACommitWhoseHeadIsNotTheComputedOneEmitsNothing()
    {
        using var founded = new Founded();
        founded.Run("$c = Approved Root (New-TrstCASpec 'CN=Root' -Validity 5y -Custody Operational)");
        foreach (var table in new[] { "events", "checkpoints", "sealed_keys", "documents" })
        {
            founded.Sabotage($"CREATE TEMP TRIGGER {table}_ BEFORE INSERT ON main.{table} BEGIN SELECT RAISE(IGNORE); END");
        }

        var made = founded.Shell.RunCatching("$c | New-TrstRootCA");

        Assert.StartsWith("LedgerForked", made.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(made.Output);
    }
}
