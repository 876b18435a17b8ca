namespace Trstctl.Module.Tests.Store;

/// <summary>Somebody writes the client's folder while an act ends: what was recorded is no error.</summary>
public sealed class RecordedTests
{
    [Fact]
    [Trait("Conformance", "S04")]
    public void WhatWasRecordedAndCannotBeReadAnyMoreIsAWarning()
    {
        string[] marks = [];
        string? before = null;
        var damaged = 0;
        using var founded = new Founded(() =>
        {
            // The clock is asked after the act, and before it is looked at again.
            if (marks.Length > 0 && Content() != before)
            {
                marks.ToList().ForEach(mark => File.WriteAllText(mark, "{"));
                marks = [];
                damaged++;
            }

            return DateTime.UtcNow;
        });
        void Arm()
        {
            marks = Directory.GetFiles(founded.PathOf("client"), "mark-*");
            before = Content();
        }

        string Content() => string.Concat(marks.Select(File.ReadAllText));

        Arm();
        founded.Run(
            "$c = New-TrstCASpec 'CN=Root' -Validity 5y | "
                + "Start-TrstCeremony Root -WarningVariable warned -WarningAction SilentlyContinue");
        Assert.Equal(1, damaged);
        Assert.StartsWith("It was recorded", founded.Get<string>("[string]$warned[0]"), StringComparison.Ordinal);
        Assert.True(founded.Get<bool>("\"$($c.Operation) $($c.Status)\" -eq 'Root Pending'"));
        Assert.Equal("ClientStateDamaged", founded.Error("Get-TrstCeremony"));
        Directory.GetFiles(founded.PathOf("client"), "mark-*").ToList().ForEach(File.Delete);
        Assert.Equal("Pending", founded.Get<string>("(Get-TrstCeremony $c).Status"));
    }
}
