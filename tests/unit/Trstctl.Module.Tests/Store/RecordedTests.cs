namespace Trstctl.Module.Tests.Store;

/// <summary>Somebody writes the client's folder while an act ends: what was recorded is no error.</summary>
public sealed class RecordedTests
{
    [Fact]
    [Trait("Conformance", "S04")]
    public void WhatWasRecordedAndCannotBeReadAnyMoreIsAWarning()
    {
        string? mark = null, before = null;
        var damaged = 0;
        using var founded = new Founded(() =>
        {
            // The clock is asked after the act, and before it is looked at again.
            if (mark is not null && File.ReadAllText(mark) != before)
            {
                File.WriteAllText(mark, "{");
                mark = null;
                damaged++;
            }

            return DateTime.UtcNow;
        });
        void Arm()
        {
            mark = Directory.GetFiles(founded.PathOf("client"), "mark-*.json").Single();
            before = File.ReadAllText(mark);
        }

        Arm();
        founded.Run(
            "$c = New-TrstCASpec 'CN=Root' -Validity 5y | "
                + "Start-TrstCeremony Root -WarningVariable warned -WarningAction SilentlyContinue");
        Assert.Equal(1, damaged);
        Assert.StartsWith("It was recorded", founded.Get<string>("[string]$warned[0]"), StringComparison.Ordinal);
        Assert.True(founded.Get<bool>("\"$($c.Operation) $($c.Status)\" -eq 'Root Pending'"));
        Assert.Equal("ClientStateDamaged", founded.Error("Get-TrstCeremony"));
        Directory.GetFiles(founded.PathOf("client"), "mark-*.json").ToList().ForEach(File.Delete);
        Assert.Equal("Pending", founded.Get<string>("(Get-TrstCeremony $c).Status"));
    }
}
