using CsCheck;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

/// <summary>Members stand in the order of their names in whatever order they came, each once, and each is found.</summary>
public sealed class JsonMembersTests
{
    [Fact]
    public void WhateverOrderTheyCameIn() => Gen.String[Gen.Char['a', 'f'], 0, 4].Array[0, 20].Sample(names =>
    {
        var distinct = names.Distinct(StringComparer.Ordinal).ToArray();
        var json = new JsonObject();
        for (var i = 0; i < distinct.Length; i++)
        {
            json.Add(distinct[i], (JsonValue)(long)i);
        }

        return json.Members.Keys.SequenceEqual(distinct.Order(StringComparer.Ordinal))
            && distinct.Select((name, i) => ((JsonInteger)json.Members[name]).Value == i).All(same => same)
            && !json.Members.ContainsKey("z")
            && json.Members.IndexOf("z") < 0;
    });

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"b\":1,\"a\":2,\"b\":3}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":{\"y\":1,\"x\":2,\"y\":3}}")]
    public void ANameThatComesTwiceIsRefused(string text) =>
        Assert.Contains("appears twice", Assert.Throws<TrstException>(() => new JsonParser(text, "test").ParseObject()).Message);

    [Fact]
    public void NobodyHereAddsANameTwice()
    {
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(new JsonObject { { "a", 1 }, { "a", 2 } }));
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(new JsonObject { { "b", 1 }, { "a", 2 }, { "b", 3 } }));
    }

    [Theory]
    [InlineData("{\"b\":1,\"a\":2}")]
    [InlineData("{ }")]
    [InlineData("{\"a\":\"\\u0062\"}")]
    public void WhatIsNotCanonicalIsRefused(string text) =>
        Assert.Throws<TrstException>(() => CanonicalJson.Read(System.Text.Encoding.UTF8.GetBytes(text), "test", 100));
}
