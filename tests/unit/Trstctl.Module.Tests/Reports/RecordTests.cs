namespace Trstctl.Module.Tests.Reports;

/// <summary>What the record of a ceremony rests on.</summary>
public sealed class RecordTests : IDisposable
{
    private const string Report = """
        [IO.File]::ReadAllText(($c | Export-TrstCeremony -Path "$folder/record.json" -Force).FullName)
        """;

    private DateTime now = DateTime.UtcNow.AddMinutes(10);
    private readonly Founded founded;

    public RecordTests()
    {
        founded = new Founded(() => now);
        founded.Run("$c = Sign (Start-It Root (New-TrstCASpec 'CN=Root' -Validity 5y)) 0, 1");
    }

    public void Dispose() => founded.Dispose();

    [Fact]
    public void AnExpiredCeremonyHasOneToo()
    {
        Assert.Contains("\"status\":\"Pending\"", founded.Get<string>(Report));
        now += TimeSpan.FromDays(15);

        var report = founded.Get<string>(Report);
        Assert.Contains("\"status\":\"Expired\"", report);
        Assert.Contains("\"quorumMet\":false", report);
        Assert.Contains("\"counted\":[\"Alice\",\"Bob\"]", report);
    }

    [Fact]
    public void OneThatRanInTimeStaysAsItWas()
    {
        founded.Run("$null = Sign $c 2 | New-TrstRootCA");
        now += TimeSpan.FromDays(365 * 4);

        var report = founded.Get<string>(Report);
        Assert.Contains("\"status\":\"Completed\"", report);
        Assert.Contains("\"quorumMet\":true", report);
        Assert.Contains("\"faults\":[]", report);
    }

    [Fact]
    public void ARowThatSomebodyEditedIsNoSource()
    {
        Assert.NotEqual(0, founded.Sql(
            "UPDATE documents SET body = CAST(REPLACE(CAST(body AS TEXT), '\"Pending\"', '\"Completed\"') AS BLOB) WHERE kind = 'ceremony' "
                + "AND CAST(body AS TEXT) LIKE '%\"Pending\"%'"));
        Assert.Equal("StoreDamaged", founded.Error("$null = " + Report));
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE seq = (SELECT MAX(seq) FROM events)")]
    [InlineData("DELETE FROM events WHERE seq = (SELECT MAX(seq) - 1 FROM events)")]
    [InlineData("UPDATE events SET header = CAST(REPLACE(CAST(header AS TEXT), '\"ceremony\":\"0', '\"ceremony\":\"1') AS BLOB) "
        + "WHERE seq = (SELECT MAX(seq) FROM events)")]
    public void AnEventThatSomebodyTookAwayIsMissed(string taking)
    {
        Assert.Equal("QuorumNotMet", founded.Error("$c | New-TrstRootCA"));
        Assert.Contains("QuorumNotMet", founded.Get<string>(Report));
        Assert.Equal(1, founded.Sql(taking));
        Assert.Equal("LedgerInvalid", founded.Error("$null = " + Report));
        Assert.Equal("LedgerInvalid", founded.Error("$null = Get-TrstEvent -CeremonyId $c.CeremonyId"));
    }
}
