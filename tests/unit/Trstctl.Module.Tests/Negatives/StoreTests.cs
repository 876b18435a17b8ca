namespace Trstctl.Module.Tests.Negatives;

public sealed class StoreTests
{
    private const string Reconnect = "$store = Connect-TrstStore \"$folder/store\" @opening";

    [Fact]
    [Trait("Conformance", "N05")]
    public void TwoStoresOfTheSamePeopleShareNothing()
    {
        using var founded = new Founded();
        FoundAnother(founded);
        founded.Run("""
            $here = Start-TrstCeremony Root (New-TrstCASpec 'CN=Root' -Validity 5y) -Certificate $ops -Store $store
            $there = Start-TrstCeremony Root (New-TrstCASpec 'CN=Root' -Validity 5y) -Certificate $ops -Store $second
            foreach ($i in 0, 1, 2) {
                $there = $there | Approve-TrstCeremony -Certificate $custodians[$i] -PlanDigest $there.PlanDigest -Store $second
            }
            """);

        Assert.True(founded.Get<bool>("$store.Tenant -eq $second.Tenant -and $store.TenantId -ne $second.TenantId"));
        Assert.Equal("CeremonyNotFound", founded.Error("$there | New-TrstRootCA -Store $store"));
        Assert.Equal("QuorumNotMet", founded.Error("$here | New-TrstRootCA -Store $store"));
        Assert.Equal(
            "PlanDigestMismatch",
            founded.Error("$here | Approve-TrstCeremony -Store $store -Certificate $custodians[0] -PlanDigest $there.PlanDigest"));
        founded.Run("$null = $there | New-TrstRootCA -Store $second");
        Assert.Equal(0, founded.Get<int>("@(Get-TrstCA -Store $store).Count"));
    }

    [Theory]
    [InlineData("DELETE FROM events; INSERT INTO events SELECT * FROM two.events; DELETE FROM checkpoints; INSERT INTO checkpoints "
        + "SELECT * FROM two.checkpoints", "TrustAnchorMissing")]
    [InlineData("DELETE FROM checkpoints; INSERT INTO checkpoints SELECT * FROM two.checkpoints", "LedgerInvalid")]
    [InlineData("INSERT INTO events SELECT (SELECT MAX(seq) + 1 FROM events), header, salt, data FROM two.events ORDER BY seq DESC "
        + "LIMIT 1", "LedgerInvalid")]
    [Trait("Conformance", "N05")]
    [Trait("Conformance", "F06")]
    public void RowsOfAnotherTenantAreRefused(string sql, string id)
    {
        using var founded = new Founded();
        FoundAnother(founded);
        founded.Run("$second, $store | Disconnect-TrstStore");

        founded.Sql($"ATTACH '{founded.PathOf("second/tenants/default.db")}' AS two; {sql}");

        Assert.Equal(id, founded.Error(Reconnect));
    }

    [Fact]
    [Trait("Conformance", "N05")]
    [Trait("Conformance", "F05")]
    public void ASealedKeyOfAnotherTenantIsRefused()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("$root = Get-TrstCA Root; $c = Approved Intermediate (New-TrstCASpec 'CN=Issuing' -Validity 5y) @{ Issuer = $root }");
        FoundAnother(founded);
        founded.Run("""
            $there = Start-TrstCeremony Root (New-TrstCASpec 'CN=Root' -Validity 20y) -Certificate $ops -Store $second
            foreach ($i in 0, 1, 2) {
                $there = $there | Approve-TrstCeremony -Certificate $custodians[$i] -PlanDigest $there.PlanDigest -Store $second
            }
            $null = $there | New-TrstRootCA -Store $second
            $second, $store | Disconnect-TrstStore
            """);

        founded.Sql(
            $"ATTACH '{founded.PathOf("second/tenants/default.db")}' AS two; UPDATE sealed_keys SET record = (SELECT record FROM "
                + "two.sealed_keys)");
        founded.Run(Reconnect);

        Assert.Equal("SealedKeyStale", founded.Error("$c | New-TrstIntermediateCA"));
        Assert.False(founded.Get<bool>("Test-TrstLedger -ErrorAction SilentlyContinue"));
    }

    [Fact]
    [Trait("Conformance", "N06")]
    public void ALedgerThatWasMadeAnewByTheSameNamesIsRefused()
    {
        using var founded = new Founded();
        FoundAnother(founded);
        founded.Run("$second, $store | Disconnect-TrstStore");
        Directory.Delete(founded.PathOf("store"), recursive: true);
        Founded.Copy(founded.PathOf("second"), founded.PathOf("store"));
        founded.Run("$opening.KeyFile = \"$folder/two.key\"; $opening.Remove('CustodyKeyFile')");

        Assert.Equal("TrustAnchorMissing", founded.Error(Reconnect));
        Directory.Delete(founded.PathOf("client"), recursive: true);
        Assert.Contains("for the first time", founded.Shell.RunCatching(Reconnect).Warnings.Single());
    }

    [Fact]
    [Trait("Conformance", "N03")]
    [Trait("Conformance", "F03")]
    public void AnEditedPlanIsRefusedAndNotApproved()
    {
        using var founded = new Founded();
        founded.Run("$c = Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y); Disconnect-TrstStore");
        Assert.Equal(
            1,
            founded.Sql(
                "UPDATE events SET data = CAST(REPLACE(CAST(data AS TEXT), '\"plan\":\"MII', '\"plan\":\"MIJ') AS BLOB) WHERE seq = "
                    + "(SELECT MAX(seq) FROM events)"));

        Assert.Equal("LedgerInvalid", founded.Error(Reconnect));
    }

    [Fact]
    [Trait("Conformance", "N10")]
    [Trait("Conformance", "F04")]
    public void ADeletedWithdrawalIsNoticed()
    {
        using var founded = new Founded();
        founded.Run("""
            $c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)) 0, 1, 2
            $null = $c | Revoke-TrstApproval -Certificate $custodians[2] -Reason no -PlanDigest $c.PlanDigest; Disconnect-TrstStore
            """);

        founded.Sql(
            "DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events); DELETE FROM checkpoints WHERE size = (SELECT MAX(size) FROM "
                + "checkpoints)");

        Assert.Equal("LedgerForked", founded.Error(Reconnect));
        Assert.Contains(
            "for the first time", founded.Shell.RunCatching("$opening.ClientStatePath = \"$folder/new\"; " + Reconnect).Warnings.Single());
        Assert.Equal("StoreDamaged", founded.Error("$c | New-TrstRootCA"));
    }

    [Fact]
    [Trait("Conformance", "F09")]
    public void AValueThatIsMissingAgainstItsSchemaIsDamage()
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");
        founded.Sql("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = REPLACE(sql, ' NOT NULL', '') WHERE name = 'events'");
        founded.Sql("UPDATE events SET data = NULL WHERE seq = 3");

        Assert.Equal("StoreDamaged", founded.Error(Reconnect));
    }

    [Fact]
    public void AStoreOfALaterVersionIsLeftAsItIs()
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");
        founded.Sql("PRAGMA user_version = 99");

        Assert.Equal("StoreVersionUnsupported", founded.Error(Reconnect));
        Assert.Equal(99, founded.Scalar<int>("PRAGMA user_version"));
    }

    [Fact]
    [Trait("Conformance", "R17")]
    public void AMarkThatIsMissingBesideItsPinIsWarnedOf()
    {
        using var founded = new Founded();
        founded.Run("Disconnect-TrstStore");
        Directory.GetFiles(founded.PathOf("client"), "mark-*").ToList().ForEach(File.Delete);

        Assert.Contains("not any more how far its ledger had come", founded.Shell.RunCatching(Reconnect).Warnings.Single());
        founded.Run("Disconnect-TrstStore");
        Assert.Empty(founded.Shell.RunCatching(Reconnect).Warnings);
    }

    /// <summary>Something else stands where the client locks its folder: root too writes nothing there.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void WhatTheClientCannotKeepIsWarnedOfBesideTheResult()
    {
        using var founded = new Founded();
        File.Delete(founded.PathOf("client/client.lock"));
        Directory.CreateDirectory(founded.PathOf("client/client.lock"));

        var result = founded.Shell.RunCatching("Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)");

        Assert.Single(result.Output);
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, warning => warning.Contains("could not keep how far the tenant's ledger had come"));
        Directory.Delete(founded.PathOf("client/client.lock"));
        Assert.Empty(founded.Shell.RunCatching("Get-TrstTenant").Warnings);
    }

    private static void FoundAnother(Founded founded) => founded.Run("""
        $mine = $store
        $second = Initialize-TrstStore "$folder/second" -Protector KeyFile -KeyFile "$folder/two.key" `
            -ClientStatePath "$folder/client" -Certificate $ops
        $founding = Start-It Roster ($custodians | New-TrstRoster -Operator $ops -Threshold 3)
        $null = Sign $founding 0, 1, 2, 3, 4 | Complete-TrstCeremony
        $store = $mine
        """);
}
