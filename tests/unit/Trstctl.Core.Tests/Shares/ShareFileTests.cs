using System.Text;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Primitives;
using Trstctl.Shares;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class ShareFileTests : IClassFixture<ShareFileTests.Made>, IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Made made;

    public ShareFileTests(Made made) => this.made = made;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void OpensWithThePasswordItWasMadeWith()
    {
        var opened = ShareFile.Open(Copy(made.Text), Password(made.Password));
        Assert.Equal(made.Shares.Select(s => s.Context), opened.Select(s => s.Context));
        Assert.Equal(made.Shares.Select(s => Convert.ToHexString(s.Value.Bytes)), opened.Select(s => Convert.ToHexString(s.Value.Bytes)));
    }

    [Fact]
    public void OnlyItsOwnerCanUseIt()
    {
        var path = scratch["new"];
        using var password = ShareFile.NewPassword();
        ShareFile.Create(path, made.Shares, password);
        OwnerOnly.Demand(path);
    }

    [Fact]
    public void CaseAndBlanksOfThePasswordDoNotMatter()
    {
        var typed = "  " + made.Password.ToUpperInvariant().Replace(" ", " \t ") + "\r\n";
        Assert.Equal(2, ShareFile.Open(Copy(made.Text), Password(typed)).Count);
    }

    [Fact]
    [Trait("Conformance", "K02")]
    public void EveryWrongPasswordIsTheSameError()
    {
        string[] wrong = [made.Password + " x", made.Password[1..], made.Password.Replace(" ", ""), "\u00ff"];
        var messages = wrong.Select(
            password => Refused(ErrorId.KeyUnavailable, () => ShareFile.Open(Copy(made.Text), Password(password))).Message);
        Assert.Single(messages.Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void AnAbsentPasswordFailsAtOnce(string password)
    {
        Refused(ErrorId.SecretMissing, () => ShareFile.Open(Copy(made.Text), Password(password)));
        Refused(ErrorId.SecretMissing, () => ShareFile.Create(scratch["new"], made.Shares, Password(password)));
        Assert.False(File.Exists(scratch["new"]));
    }

    [Fact]
    public void AnEndlessPasswordIsRefused() =>
        Refused(ErrorId.KeyUnavailable, () => ShareFile.Open(Copy(made.Text), Password(new string('x', 1025))));

    [Theory]
    [InlineData("\"tenant\":\"5a1f\"", "\"tenant\":\"5a1e\"")]
    [InlineData("\"custodian\":\"alice\"", "\"custodian\":\"bob\"")]
    [InlineData("\"epoch\":3", "\"epoch\":4")]
    [InlineData("\"passes\":3", "\"passes\":2")]
    [InlineData("\"memoryKiB\":65536", "\"memoryKiB\":65528")]
    [InlineData("\"lanes\":1", "\"lanes\":2")]
    [InlineData("\"keyId\":\"key-2\"", "\"keyId\":\"key-3\"")]
    [InlineData("\"x\":2}]", "\"x\":1}]")]
    public void AnEditedMemberIsTheSameErrorAsAWrongPassword(string from, string to) =>
        Refused(ErrorId.KeyUnavailable, () => ShareFile.Open(Copy(Edit(from, to)), Password(made.Password)));

    [Fact]
    public void AnEditedSaltOrCiphertextIsTheSameErrorAsAWrongPassword()
    {
        foreach (var name in new[] { "salt", "sealed" })
        {
            var at = made.Text.LastIndexOf($"\"{name}\":\"", StringComparison.Ordinal) + name.Length + 4;
            var edited = made.Text[..at] + (made.Text[at] == 'A' ? 'B' : 'A') + made.Text[(at + 1)..];
            Refused(ErrorId.KeyUnavailable, () => ShareFile.Open(Copy(edited), Password(made.Password)));
        }
    }

    [Fact]
    public void SharesThatChangedPlacesAreRefused()
    {
        var content = ShareFileContent.FromBytes(Encoding.UTF8.GetBytes(made.Text));
        var (one, two) = (content.Shares[0], content.Shares[1]);
        var exchanged = content with { Shares = [one with { Sealed = two.Sealed }, two with { Sealed = one.Sealed }] };
        Refused(ErrorId.KeyUnavailable, () => ShareFile.Open(Copy(Encoding.UTF8.GetString(exchanged.ToBytes())), Password(made.Password)));
    }

    [Theory]
    [InlineData("share-file/1", "share-file/2")]
    [InlineData("\"epoch\":3", "\"epoch\":0")]
    [InlineData("\"x\":2", "\"x\":0")]
    [InlineData("\"keyId\":\"key-2\"", "\"keyId\":\"key-1\"")]
    [InlineData("\"epoch\":3", "\"epoch\":3,\"extra\":1")]
    [InlineData("\"passes\":3", "\"passes\":11")]
    [InlineData("\"memoryKiB\":65536", "\"memoryKiB\":4194304")]
    public void WhatIsNotOfTheFormatIsRefusedBeforeThePasswordIsTried(string from, string to) =>
        Refused(ErrorId.FormatInvalid, () => ShareFile.Open(Copy(Edit(from, to)), Password("wrong")));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void ATruncatedFileIsNoShareFile(int length)
    {
        Refused(ErrorId.FormatInvalid, () => ShareFile.Open(Copy(made.Text[..length]), Password(made.Password)));
        Refused(ErrorId.FormatInvalid, () => ShareFile.Open(Copy(made.Text[..^(length + 1)]), Password(made.Password)));
    }

    [Fact]
    public void AnEndlessFileIsNoShareFile() =>
        Refused(
            ErrorId.FileUnreadable, () => ShareFile.Open(Copy(new string(' ', ShareFileContent.MaxBytes + 1)), Password(made.Password)));

    [Fact]
    public void AFileThatOthersCanReadIsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Copy(made.Text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Refused(ErrorId.PermissionsTooOpen, () => ShareFile.Open(path, Password(made.Password)));
    }

    [Fact]
    public void AMissingFileIsSaid() => Refused(ErrorId.FileUnreadable, () => ShareFile.Open(scratch["none"], Password(made.Password)));

    [Fact]
    public void AnExistingFileIsNeverOverwritten()
    {
        var path = scratch.Write("existing", [1, 2, 3]);
        Refused(ErrorId.FileExists, () => ShareFile.Create(path, made.Shares, Password(made.Password)));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void AShareThatCannotBeReadBackLeavesNoFile()
    {
        // A dealing never makes it, and reading refuses it.
        using var impossible = Dealt.Share(Dealt.Context() with { X = 200 });
        Refused(ErrorId.FormatInvalid, () => ShareFile.Create(scratch["new"], [impossible], Password(made.Password)));
        Assert.False(File.Exists(scratch["new"]));
    }

    [Fact]
    public void SharesOfOneCustodianAndEpochOnlyAreInOneFile()
    {
        using var share = Dealt.Share();
        foreach (var context in new[]
        {
            Dealt.Context("key-2") with { Tenant = "5a1e" },
            Dealt.Context("key-2") with { Custodian = "bob" },
            Dealt.Context("key-2") with { Epoch = 4 },
            Dealt.Context() with { X = 3 },
        })
        {
            using var other = Dealt.Share(context);
            Refused(ErrorId.ShareInvalid, () => ShareFile.Create(scratch["new"], [share, other], Password(made.Password)));
        }

        Refused(ErrorId.FormatInvalid, () => ShareFile.Create(scratch["new"], [], Password(made.Password)));
        Assert.False(File.Exists(scratch["new"]));
    }

    [Fact]
    public void HoldsItsManyShares()
    {
        KeyShare[] shares = [.. Enumerable.Range(0, ShareFileContent.MaxShares).Select(i => Dealt.Share($"{i:D36}"))];
        ShareFile.Create(scratch["new"], shares, Password(made.Password));
        var opened = ShareFile.Open(scratch["new"], Password(made.Password));
        Assert.Equal(shares.Length, opened.Count);
        Assert.All(opened, share => share.Dispose());
    }

    [Fact]
    public void TheFileDoesNotContainTheShares()
    {
        var bytes = Encoding.UTF8.GetBytes(made.Text);
        foreach (var share in made.Shares)
        {
            var value = share.Value.Bytes;
            byte[][] forms =
            [
                value, Encoding.ASCII.GetBytes(Convert.ToHexString(value)), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(value)),
                Encoding.ASCII.GetBytes(Convert.ToBase64String(value)), Encoding.ASCII.GetBytes(Base64Url.Encode(value)),
            ];
            Assert.All(forms, form => Assert.Equal(-1, bytes.AsSpan().IndexOf(form)));

            // Inside longer base64 the digits depend on the place: so decode and look again.
            Assert.All(
                ShareFileContent.FromBytes(bytes).Shares, entry => Assert.Equal(-1, entry.Sealed.AsSpan().IndexOf(value)));
        }
    }

    [Fact]
    public void APasswordHasTwelveWordsAndNeverRepeats()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 1000; i++)
        {
            using var password = ShareFile.NewPassword();
            var text = Encoding.ASCII.GetString(password.Bytes);
            Assert.True(PgpWords.TryDecode(text.Split(' '), out var drawn), text);
            Assert.Equal(12, drawn.Length);
            Assert.Equal(text.ToLowerInvariant(), text);
            Assert.True(seen.Add(text));
        }
    }

    private static SecretBytes Password(string text) => SecretBytes.Take(Encoding.UTF8.GetBytes(text));

    private string Edit(string from, string to)
    {
        Assert.Contains(from, made.Text);
        return made.Text.Replace(from, to);
    }

    private string Copy(string text)
    {
        var path = scratch.Write("copy", Encoding.UTF8.GetBytes(text));
        OwnerOnly.Restrict(path);
        return path;
    }

    /// <summary>One file for all tests: the derivation is slow by design.</summary>
    public sealed class Made : IDisposable
    {
        private readonly KeyShare[] shares = [Dealt.Share(), Dealt.Share("key-2")];

        public Made()
        {
            using var scratch = new Scratch();
            using var password = ShareFile.NewPassword();
            Password = Encoding.ASCII.GetString(password.Bytes);
            ShareFile.Create(scratch["file"], shares, password);
            Text = File.ReadAllText(scratch["file"]);
        }

        public string Text { get; }

        public string Password { get; }

        internal IReadOnlyList<KeyShare> Shares => shares;

        public void Dispose() => Array.ForEach(shares, share => share.Dispose());
    }
}
