using System.Text.Json.Nodes;

namespace Trstctl.Module.Tests.Forgery;

public sealed class ProjectionForgeryTests
{
    [Theory]
    [Trait("Conformance", "F03")]
    [InlineData("groups", "[{\"name\":\"custodians\",\"needed\":1,\"voters\":[]}]")]
    [InlineData("purpose", "\"root:another\"")]
    [InlineData("opener", "\"Alice\"")]
    [InlineData("gatherBy", "\"2099-01-01T00:00:00Z\"")]
    [InlineData("useBy", "\"2099-01-01T00:00:00Z\"")]
    [InlineData("status", "\"Denied\"")]
    [InlineData("epoch", "2")]
    public void RefusesACeremonyWhoseRowWasEditedAndNamesTheMember(string member, string forged)
    {
        using var founded = new Founded();
        founded.Run("$c = Approved Root (New-TrstCASpec 'CN=Root' -Validity 20y)");
        founded.Edit("ceremony", founded.Get<string>("$c.CeremonyId"), row =>
        {
            Assert.True(row.ContainsKey(member), $"a ceremony has no {member}");
            row[member] = JsonNode.Parse(forged);
        });

        var refusal = Assert.Throws<ShellException>(() => founded.Run("$c | New-TrstRootCA"));

        Assert.StartsWith("StoreDamaged,", refusal.Error.FullyQualifiedErrorId);
        Assert.Contains($"\"{member}\"", refusal.Error.Exception.Message);
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed | ForEach-Object Made).Count"));
        var verdict = founded.Shell.RunCatching("Test-TrstLedger -ErrorAction Continue");
        Assert.False((bool)verdict.Output.Single().BaseObject);
        Assert.Contains(founded.Get<string>("$c.CeremonyId"), verdict.Errors[0].Exception.Message);
    }

    [Fact]
    [Trait("Conformance", "F03")]
    public void DoesNotReviveACompletedOrADeniedCeremonyWhoseRowSaysPending()
    {
        using var founded = new Founded(given: Founded.Root);
        founded.Run("""
            $root = Get-TrstCA Root
            $denied = Sign (Start-It Root (New-TrstCASpec 'CN=No' -Validity 20y)) 0, 1, 2
            $denied = $denied | Deny-TrstCeremony -Certificate $custodians[3] -PlanDigest $denied.PlanDigest -Reason no
            """);
        foreach (var id in new[] { founded.Get<string>("$denied.CeremonyId"), founded.Get<string>("$root.CeremonyId") })
        {
            founded.Edit("ceremony", id, row => row["status"] = "Pending");
            Assert.Equal("StoreDamaged", founded.Error($"Complete-TrstCeremony {id}"));
        }

        Assert.Equal(1, founded.Get<int>("@(Get-TrstCA).Count"));
    }

    [Fact]
    [Trait("Conformance", "F04")]
    public void ARowOfAKindThatNobodyKnowsIsNamedByTheAudit()
    {
        using var founded = new Founded();
        founded.Sql("INSERT INTO documents(kind, id, body) VALUES('phantom', '1', CAST('{}' AS BLOB))");

        var verdict = founded.Shell.RunCatching("Test-TrstLedger -ErrorAction Continue");

        Assert.False((bool)verdict.Output.Single().BaseObject);
        Assert.Contains("phantom", verdict.Errors[0].Exception.Message);
    }

    [Theory]
    [Trait("Conformance", "F03")]
    [InlineData("threshold")]
    [InlineData("key")]
    public void RefusesARosterWhoseRowWasEdited(string what)
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 20y)) 0, 1");
        var id = founded.Scalar<string>("SELECT id FROM documents WHERE kind = 'roster'");
        founded.Edit("roster", id, row =>
        {
            var roster = row["roster"]!.AsObject();
            if (what == "threshold")
            {
                roster["threshold"] = 2;
                return;
            }

            var (one, other) = (roster["principals"]![0]!.AsObject(), roster["principals"]![1]!.AsObject());
            var member = one.First(m => m.Key.Contains("igning", StringComparison.Ordinal)).Key;
            (one[member], other[member]) = (other[member]!.DeepClone(), one[member]!.DeepClone());
        });

        var refusal = Assert.Throws<ShellException>(() => founded.Run("$c | New-TrstRootCA"));

        Assert.StartsWith("StoreDamaged,", refusal.Error.FullyQualifiedErrorId);
        Assert.Contains("stored roster", refusal.Error.Exception.Message);
        Assert.Equal("StoreDamaged", founded.Error("Start-It Root (New-TrstCASpec 'CN=Other' -Validity 20y)"));
    }

    [Fact]
    [Trait("Conformance", "F01")]
    public void DoesNotCountAnApprovalThatOnlyTheRowsHold()
    {
        using var founded = new Founded();
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 20y)) 0, 1");
        founded.Edit("ceremony", founded.Get<string>("$c.CeremonyId"), row =>
        {
            var statements = row["statements"]!.AsArray();
            var forged = statements[1]!.DeepClone();
            forged["custodian"] = "Carol";
            statements.Add(forged);
        });

        Assert.Equal("2 of 3", founded.Get<string>("(Get-TrstCeremony | Where-Object CeremonyId -EQ $c.CeremonyId).Approved"));
        Assert.Equal("StoreDamaged", founded.Error("Get-TrstCeremony $c"));
        Assert.Equal("StoreDamaged", founded.Error("$c | New-TrstRootCA"));
        Assert.Equal(0, founded.Get<int>("@(Get-TrstEvent key.*, ceremony.completed | ForEach-Object Made).Count"));
    }

    [Fact]
    [Trait("Conformance", "F06")]
    public void RefusesAnAuthorityWhoseRowNamesAnotherKey()
    {
        using var founded = new Founded();
        founded.Run("""
            $one = Make-Root 'CN=One'
            $two = Make-Root 'CN=Two'
            $c = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'One' }
            """);
        var (one, two) = (founded.Get<string>("$one.AuthorityId"), founded.Get<string>("$two.AuthorityId"));
        JsonNode? other = null;
        founded.Edit("authority", two, row => other = row["keyId"]!.DeepClone());
        founded.Edit("authority", one, row => row["keyId"] = other);

        var refusal = Assert.Throws<ShellException>(() => founded.Run("$c | New-TrstIntermediateCA"));

        Assert.StartsWith("StoreDamaged,", refusal.Error.FullyQualifiedErrorId);
        Assert.Contains("\"keyId\"", refusal.Error.Exception.Message);
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
    }

    [Theory]
    [Trait("Conformance", "F05")]
    [InlineData("UPDATE sealed_keys SET record = old.record FROM (SELECT key_id AS k, record FROM sealed_keys) AS old WHERE old.k <> "
        + "key_id", "SealedKeyStale")]
    [InlineData("UPDATE sealed_keys SET record = CAST(replace(CAST(record AS TEXT), 'SignedApproval', 'DualLock') AS "
        + "BLOB)", "SealedKeyStale")]
    [InlineData("DELETE FROM sealed_keys", "SealedKeyInvalid")]
    public void RefusesASealedKeyThatWasSwappedAlteredOrRemoved(string sql, string expected)
    {
        using var founded = new Founded();
        founded.Run("""
            $one = Make-Root 'CN=One'
            $two = Make-Root 'CN=Two'
            $c = Approved Intermediate (New-TrstCASpec 'CN=Sub' -Validity 5y) @{ Issuer = 'One' }
            """);
        Assert.Equal(2, founded.Sql(sql));

        Assert.Equal(expected, founded.Error("$c | New-TrstIntermediateCA"));

        Assert.False((bool)founded.Shell.RunCatching("Test-TrstLedger -ErrorAction Continue").Output.Single().BaseObject);
        Assert.Equal(0, founded.Get<int>("@($c | Get-TrstEvent ceremony.completed).Count"));
        Assert.Equal("Ready", founded.Get<string>("(Get-TrstCeremony $c).Status.ToString()"));
    }
}
