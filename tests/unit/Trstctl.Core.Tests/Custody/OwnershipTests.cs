using System.Runtime.Versioning;
using Trstctl.Custody;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Custody;

/// <summary>Whose a file is, and what others may do to it.</summary>
[Trait("Conformance", "K03")]
[UnsupportedOSPlatform("windows")]
public sealed class OwnershipTests : IDisposable
{
    private const int Regular = 0x8000;
    private const string User = "S-1-5-21-1-2-3-1001";
    private const string Other = "S-1-5-21-1-2-3-1002";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(0x180, 1000u, true)] // 0600
    [InlineData(0x100, 1000u, true)] // 0400
    [InlineData(0x1C0, 1000u, true)] // 0700
    [InlineData(0x180, 0u, false)]
    [InlineData(0x180, 1001u, false)]
    [InlineData(0x1A0, 1000u, false)] // 0640
    [InlineData(0x190, 1000u, false)] // 0620
    [InlineData(0x188, 1000u, false)] // 0610
    [InlineData(0x184, 1000u, false)] // 0604
    [InlineData(0x182, 1000u, false)] // 0602
    [InlineData(0x181, 1000u, false)] // 0601
    public void OnlyTheUsersOwnIsHis(int mode, uint owner, bool isHis) =>
        Assert.Equal(isHis, new UnixFile(Regular | mode, owner).Fault(1000) is null);

    [Theory]
    [InlineData(0x1A4, true)] // 0644
    [InlineData(0x1B4, false)] // 0664
    [InlineData(0x1A6, false)] // 0646
    public void WhoReadsCaresWhoMayWrite(int mode, bool isGood) =>
        Assert.Equal(isGood, new UnixFile(Regular | mode, 1001).WritableFault() is null);

    /// <summary>Whoever runs the tests: root makes somebody else's, and all others take root's.</summary>
    [Fact]
    public void WhatIsAnothersIsRefusedAndNotTaken()
    {
        var (file, folder, owner) = ("/etc/passwd", "/usr", 0);
        if (UnixFile.User == 0)
        {
            (file, folder, owner) = (scratch["his.key"], scratch["his"], 12345);
            KeyFile.Create(file);
            Directory.CreateDirectory(folder);
            Assert.Equal(0, scratch.Run("chown", "12345", file, folder).Code);
        }

        var error = Scratch.Refused(ErrorId.PermissionsTooOpen, () => KeyFile.Read(file));
        Assert.Contains($"expected owner {UnixFile.User} and no right of group or others, found owner {owner}, mode ", error.Message);
        Scratch.Refused(ErrorId.PermissionsTooOpen, () => OwnerOnly.CreateDirectory(folder));
    }

    [Fact]
    public void ALinkIsJudgedByWhatItLeadsTo()
    {
        KeyFile.Create(scratch["key"]);
        File.CreateSymbolicLink(scratch["link"], scratch["key"]);

        using var secret = KeyFile.Read(scratch["link"]);
        File.SetUnixFileMode(scratch["key"], (UnixFileMode)0x1A4);
        Scratch.Refused(ErrorId.PermissionsTooOpen, () => KeyFile.Read(scratch["link"]));
    }

    /// <summary>A pipe makes its reader wait, and a device has no end.</summary>
    [Fact]
    public void WhatIsNoFileIsNotRead()
    {
        Assert.Equal(0, scratch.Run("mkfifo", "-m", "600", "pipe").Code);

        Scratch.Refused(ErrorId.FileUnreadable, () => OwnerOnly.Read(scratch["pipe"], 10));
        Scratch.Refused(ErrorId.FileUnreadable, () => OwnerOnly.Demand("/dev/zero"));
        Assert.Null(OwnerOnly.Read(scratch["nothing"], 10));
    }

    [Theory]
    [InlineData("O:" + User + "G:S-1-5-21-1-2-3-513D:P(A;;FA;;;" + User + ")(A;;FA;;;SY)(A;;FA;;;BA)", true)]
    [InlineData("O:BAG:DUD:PAI(A;OICI;FA;;;" + User + ")(A;OICIID;FA;;;S-1-5-18)(A;;FA;;;S-1-5-32-544)", true)]
    [InlineData("O:SYD:(A;;FA;;;OW)", true)]
    [InlineData("O:LAD:(A;;FA;;;LA)", true)]
    [InlineData("O:" + User + "D:", true)]
    [InlineData("O:" + User + "D:(D;;FA;;;WD)(A;;FA;;;" + User + ")", true)]
    [InlineData("O:" + Other + "D:(A;;FA;;;" + User + ")", false)]
    [InlineData("D:(A;;FA;;;" + User + ")", false)]
    [InlineData("O:" + User, false)]
    [InlineData("O:" + User + "D:NO_ACCESS_CONTROL", false)]
    [InlineData("O:" + User + "D:(A;;FR;;;" + Other + ")", false)]
    [InlineData("O:" + User + "D:(A;;FR;;;WD)", false)]
    [InlineData("O:" + User + "D:(A;;0x1;;;BU)", false)]
    [InlineData("O:" + User + "D:(A;OICIIO;GA;;;CO)", false)]
    [InlineData("O:" + User + "D:(A;;FA;;;S-1-5-32-545)", false)]
    [InlineData("O:" + User + "D:(OA;;FA;;;" + User + ")", false)]
    [InlineData("O:" + User + "D:(OA;;FA;bf967aba-0de6-11d0-a285-00aa003049e2;;" + User + ")", false)]
    [InlineData("O:" + User + "D:(XA;;FA;;;WD;(@User.Title==\"x\"))", false)]
    [InlineData("", false)]
    public void OnWindowsOnlyTheUserSystemAndAdministratorsHaveRights(string sddl, bool isGood) =>
        Assert.Equal(isGood, AccessList.Fault(sddl, User, isForReading: false) is null);

    [Theory]
    [InlineData("O:" + Other + "D:(A;;FA;;;" + Other + ")(A;;FR;;;WD)(A;;0x1200a9;;;BU)(A;;FRFX;;;AU)", true)]
    [InlineData("O:" + Other + "D:(A;;FA;;;WD)", false)]
    [InlineData("O:" + Other + "D:(A;;FRFW;;;BU)", false)]
    [InlineData("O:" + Other + "D:(A;;0x1301bf;;;BU)", false)]
    [InlineData("O:" + Other + "D:(A;;FRX;;;BU)", false)]
    [InlineData("O:" + Other, false)]
    public void OnWindowsWhoReadsCaresWhoMayWrite(string sddl, bool isGood) =>
        Assert.Equal(isGood, AccessList.Fault(sddl, User, isForReading: true) is null);
}
