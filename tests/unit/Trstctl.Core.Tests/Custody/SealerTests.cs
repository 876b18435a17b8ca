using System.Security.Cryptography;
using System.Text;
using Trstctl.Custody;
using Trstctl.Primitives;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Custody;

public sealed class SealerTests : IDisposable
{
    private static readonly byte[] Context = Encoding.ASCII.GetBytes("context");
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void OpensWithThePasswordItWasMadeWith()
    {
        var (record, made) = Sealer.Create("ledger", Password("pässwörd"), null);
        using var first = made;
        using var opened = Sealer.Open(record, Password("pässwörd"));
        using var plaintext = opened.Unseal(first.Seal([1, 2, 3], Context), Context);
        Assert.Equal([1, 2, 3], plaintext.Bytes);
    }

    [Fact]
    public void DescribesItselfWithoutTheSecret()
    {
        var (record, made) = Sealer.Create("custody", KeyFileSecret("key"), "ledger");
        made.Dispose();
        var info = Sealer.Describe(record);
        Assert.Equal(("custody", made.Identity, "ledger"), (info.Name, info.Identity, info.SameSecretAs));
        Assert.Equal([ProtectorKind.KeyFile], info.Kinds);
    }

    [Fact]
    [Trait("Conformance", "R08")]
    public void AnIdentityThatDoesNotFollowFromTheKeyIsRefused()
    {
        var secret = KeyFileSecret("key");
        var (record, made) = Sealer.Create("custody", secret, null);
        var (_, other) = Sealer.Create("custody", secret, null);
        made.Dispose();
        other.Dispose();
        Assert.NotEqual(made.Identity, other.Identity);
        var (info, protectors) = SealerRecord.Read(record);
        var (kind, parameters) = (protectors[0].Kind, protectors[0].Parameters);
        using var wrapping = Protector.Open(secret, parameters, "custody sealer");
        using var kek = AuthenticatedCipher.Open(
            wrapping.Bytes, protectors[0].Wrapped, SealerRecord.AssociatedData(info, kind, parameters))!;

        byte[] Written(SealerInfo said)
        {
            var associated = SealerRecord.AssociatedData(said, kind, parameters);
            return SealerRecord.Write(said, [new(kind, parameters, AuthenticatedCipher.Seal(wrapping.Bytes, kek.Bytes, associated))]);
        }

        Sealer.Open(Written(info), secret).Dispose();
        Refused(ErrorId.KeyUnavailable, () => Sealer.Open(Written(info with { Identity = other.Identity }), secret));
    }

    [Fact]
    [Trait("Conformance", "K02")]
    public void EveryWrongSecretIsTheSameError()
    {
        var (passwordRecord, a) = Sealer.Create("custody", Password("right"), null);
        var (fileRecord, b) = Sealer.Create("custody", KeyFileSecret("right"), null);
        a.Dispose();
        b.Dispose();
        var noKeyFile = scratch.Write("garbage", [1, 2, 3]);
        OwnerOnly.Restrict(noKeyFile);
        string[] messages =
        [
            Refused(ErrorId.KeyUnavailable, () => Sealer.Open(passwordRecord, Password("wrong"))).Message,
            Refused(ErrorId.KeyUnavailable, () => Sealer.Open(fileRecord, KeyFileSecret("wrong"))).Message,
            Refused(
                ErrorId.KeyUnavailable,
                () => Sealer.Open(fileRecord, new() { Kind = ProtectorKind.KeyFile, KeyFilePath = noKeyFile })).Message,
            Refused(
                ErrorId.KeyUnavailable,
                () => Sealer.Open(Edit(fileRecord, "\"custody\"", "\"ledger2\""), KeyFileSecret("right"))).Message.Replace(
                    "ledger2", "custody"),
        ];
        Assert.Single(messages.Distinct());
    }

    [Theory]
    [InlineData(ProtectorKind.KeyFile)]
    [InlineData(ProtectorKind.Password)]
    [Trait("Conformance", "K02")]
    public void AnAbsentSecretFailsAtOnce(ProtectorKind kind) =>
        Refused(ErrorId.SecretMissing, () => Sealer.Create("ledger", new() { Kind = kind }, null));

    [Theory]
    [InlineData(ProtectorKind.DpapiUser)]
    [InlineData(ProtectorKind.DpapiMachine)]
    [InlineData(ProtectorKind.DpapiNG)]
    [InlineData(ProtectorKind.Certificate)]
    public void WhatThePlatformLacksIsSaid(ProtectorKind kind)
    {
        if (!OperatingSystem.IsWindows())
        {
            Refused(ErrorId.PlatformUnsupported, () => Sealer.Create("ledger", new() { Kind = kind }, null));
        }
    }

    [Theory]
    [InlineData("\"memoryKiB\":65536", "\"memoryKiB\":4194304")]
    [InlineData("\"passes\":3", "\"passes\":11")]
    [InlineData("\"lanes\":1", "\"lanes\":0")]
    public void HostileArgon2ParametersAreRefusedBeforeTheyRun(string from, string to)
    {
        var (record, made) = Sealer.Create("ledger", Password("right"), null);
        made.Dispose();
        Refused(ErrorId.FormatInvalid, () => Sealer.Open(Edit(record, from, to), Password("right")));
    }

    [Fact]
    public void UnsealRefusesOtherAssociatedDataAndAlteredBytes()
    {
        var (_, sealer) = Sealer.Create("ledger", KeyFileSecret("key"), null);
        var bytes = sealer.Seal([1, 2, 3], Context);
        Refused(ErrorId.KeyUnavailable, () => sealer.Unseal(bytes, [1]));
        bytes[^1] ^= 1;
        Refused(ErrorId.KeyUnavailable, () => sealer.Unseal(bytes, Context));
        Refused(ErrorId.KeyUnavailable, () => sealer.Unseal([1, 2], Context));
        sealer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sealer.Seal([1], Context));
    }

    [Fact]
    public void SecretBytesAreZeroedWhenDisposed()
    {
        var secret = SecretBytes.Random(32);
        var bytes = secret.Bytes;
        Assert.Contains(bytes, b => b != 0);
        secret.Dispose();
        Assert.All(bytes, b => Assert.Equal(0, b));
    }

    [Fact]
    public void AKeyFileIsItsOwnerAloneAndNeverOverwritten()
    {
        var path = scratch["new.key"];
        KeyFile.Create(path);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        using var secret = KeyFile.Read(path);
        Assert.Equal(32, secret.Length);
        Refused(ErrorId.FileExists, () => KeyFile.Create(path));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [Trait("Conformance", "K03")]
    public void AKeyFileThatOthersCanReadIsRefused(UnixFileMode extra)
    {
        if (!OperatingSystem.IsWindows())
        {
            var path = scratch["open.key"];
            KeyFile.Create(path);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);
            Refused(ErrorId.PermissionsTooOpen, () => KeyFile.Read(path));
            Refused(
                ErrorId.PermissionsTooOpen,
                () => Sealer.Create("ledger", new() { Kind = ProtectorKind.KeyFile, KeyFilePath = path }, null));
        }
    }

    [Fact]
    [Trait("Conformance", "K03")]
    public void FoldersAreCreatedForTheirOwnerAlone()
    {
        var path = Path.Combine(scratch.Folder, "a", "b");
        OwnerOnly.CreateDirectory(path);
        OwnerOnly.Demand(path);
        Directory.CreateDirectory(scratch["open"]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
            File.SetUnixFileMode(scratch["open"], (UnixFileMode)0x1ED);
            Refused(ErrorId.PermissionsTooOpen, () => OwnerOnly.Demand(scratch["open"]));
        }

        OwnerOnly.CreateDirectory(scratch["open"]);
        OwnerOnly.Demand(scratch["open"]);
    }

    private static byte[] Edit(byte[] record, string from, string to)
    {
        var text = Encoding.UTF8.GetString(record);
        Assert.Contains(from, text);
        return Encoding.UTF8.GetBytes(text.Replace(from, to));
    }

    private static ProtectorSecret Password(string text) => new() { Kind = ProtectorKind.Password, Password = Secure(text) };

    private ProtectorSecret KeyFileSecret(string name)
    {
        if (!File.Exists(scratch[name]))
        {
            KeyFile.Create(scratch[name]);
        }

        return new ProtectorSecret { Kind = ProtectorKind.KeyFile, KeyFilePath = scratch[name] };
    }
}
