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
}
