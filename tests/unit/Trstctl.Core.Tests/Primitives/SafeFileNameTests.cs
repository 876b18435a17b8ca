using CsCheck;
using Trstctl.Core.Tests.Markup;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("Contoso Root CA", "Contoso Root CA")]
    [InlineData("Söhne & Co.", "Söhne - Co")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("C:\\x", "C--x")]
    [InlineData("CON", "ca-CON")]
    [InlineData("com1.pem", "ca-com1.pem")]
    [InlineData("...", "ca")]
    [InlineData("", "ca")]
    [InlineData("日本", "ca")]
    public void ANameIsOneThatEverySystemTakes(string text, string name) => Assert.Equal(name, SafeFileName.Make(text, "ca"));

    [Fact]
    public void NoNameLeadsElsewhere() =>
        Gen.OneOf(NodeTests.AnyHostile, Gen.Char.Array[0, 200].Select(c => new string(c))).Sample(text =>
            SafeFileName.Make(text, "ca") is var name && name.Length is > 0 and <= 110 && name.IndexOfAny(['/', '\\', ':', '\0', '\n']) < 0
            && name[0] is not ('.' or ' ') && name[^1] is not ('.' or ' '));
}
