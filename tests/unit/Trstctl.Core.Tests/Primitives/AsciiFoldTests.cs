using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public sealed class AsciiFoldTests
{
    [Theory]
    [InlineData("Contoso Root", "CONTOSO rOOT", true)]
    [InlineData("[^Z`{", "[^z`{", true)]
    [InlineData("[", "{", false)]
    [InlineData("@", "`", false)]
    [InlineData("\u00C4", "\u00E4", false)]
    [InlineData("I", "\u0131", false)]
    [InlineData("K", "\u212A", false)]
    [InlineData("Root", "Root 2", false)]
    public void OnlyTheLettersOfAsciiHaveTwoCases(string one, string other, bool same)
    {
        Assert.Equal(same, AsciiFold.Same(one, other));
        Assert.Equal(same, AsciiFold.Same(other, one));
    }
}
