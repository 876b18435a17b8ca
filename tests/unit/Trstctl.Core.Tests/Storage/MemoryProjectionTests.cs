using CsCheck;
using Trstctl.Primitives;
using Trstctl.State;

namespace Trstctl.Core.Tests.Storage;

/// <summary>The state answers as a plain list of its items would, whatever was put and asked before.</summary>
public sealed class MemoryProjectionTests
{
    private static readonly Gen<Item> Items = Gen.Select(
        Gen.OneOf(Gen.Const("a"), Gen.Const("b")), Gen.Int[0, 9], Gen.Int[0, 4].Array[0, 3],
        (kind, id, values) => new Item(kind, $"{id}", [.. values.Select(value => $"{value}")]));

    [Fact]
    public void ItAnswersAsAListWould() => Gen.Select(Items, Gen.Bool).Array[0, 40].Sample(steps =>
    {
        var (state, plain) = (new MemoryProjection(), new Dictionary<(string, string), Item>());
        foreach (var (item, asks) in steps)
        {
            state.Put(item);
            plain[(item.Kind, item.Id)] = item;
            if (asks)
            {
                AssertSame(plain.Values, state, item.Kind);
            }
        }

        AssertSame(plain.Values, state, "a");
        AssertSame(plain.Values, state, "b");
        Assert.Equal(plain.Values.OrderBy(item => item.Kind).ThenBy(item => item.Id), state.Everything);
    });

    [Fact]
    public void WhatCannotSayWhatItIsFoundByIsRefusedWhenItIsPut() =>
        Assert.Throws<InvalidOperationException>(() => new MemoryProjection().Put(new Item("a", "1", null!)));

    [Fact]
    public void AChangedCopyIsFoundByItsOwnValues()
    {
        var item = new Item("a", "1", ["0"]);
        Assert.Equal([("v", "0")], item.Values);
        Assert.Equal([("v", "1")], (item with { Found = ["1"] }).Values);
        Assert.Equal(item, item with { });
    }

    private static void AssertSame(IEnumerable<Item> plain, MemoryProjection state, string kind)
    {
        var all = plain.Where(item => item.Kind == kind).OrderBy(item => item.Id, StringComparer.Ordinal).ToArray();
        Assert.Equal(all, state.All<Item>(kind));
        Assert.Equal(all.LastOrDefault(), state.Last<Item>(kind));
        for (var i = 0; i < 10; i++)
        {
            Assert.Same(all.FirstOrDefault(item => item.Id == $"{i}"), state.Find<Item>(kind, $"{i}"));
            Assert.Equal(all.Where(item => item.Found.Contains($"{i}")), state.By<Item>(kind, "v", $"{i}"));
        }

        Assert.Equal(
            all.SelectMany(item => item.Found.Distinct().Select(value => (value, item))).OrderBy(found => found.value)
                .ThenBy(found => found.item.Id),
            state.Sorted<Item>(kind, "v", string.Empty));
    }

    private sealed record Item(string OfKind, string ItsId, string[] Found) : Document
    {
        public override string Kind => OfKind;

        public override string Id => ItsId;

        internal override IEnumerable<(string By, string Value)> IndexedBy =>
            Found is null ? throw new InvalidOperationException() : Found.Select(value => ("v", value));

        internal override JsonObject ToJson() => new();
    }
}
