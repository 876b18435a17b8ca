using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

public sealed class FieldsTests
{
    private static readonly Thing Whole = new("one", 2)
    {
        IsMarked = true, Day = DayOfWeek.Friday, Note = "\u0007", Inner = new Thing("two", 3), Items = [new Thing("three", 4)],
    };

    [Fact]
    public void ADeclarationReadsWhatItWrites()
    {
        var bytes = Fields.ToBytes(Whole, Thing.Declare);

        Assert.Equal(bytes, Fields.ToBytes(Fields.FromBytes<Thing>(bytes, "thing", 4096, Thing.Declare), Thing.Declare));
    }

    [Fact]
    public void WhatIsAbsentStaysAbsent() =>
        Assert.Equal(["$format", "items", "name", "number"], Fields.Write(new Thing("one", 2), Thing.Declare).Members.Keys);

    [Theory]
    [InlineData("$format", "thing/2", "its $format is not thing/1")]
    [InlineData("name", "longer than eight", "name is longer than 8 characters")]
    [InlineData("number", 10, "number is 10, not within 0 to 9")]
    [InlineData("number", 7, "seven is refused")]
    [InlineData("marked", false, "marked is false, where it is left out")]
    [InlineData("day", "Friday", "day is \"Friday\", not one of sunday")]
    [InlineData("other", 1, "it has an unknown member \"other\"")]
    public void OutOfItsBoundsItIsRefused(string name, object value, string reason)
    {
        var json = new JsonObject();
        foreach (var member in Fields.Write(Whole, Thing.Declare).Members.Where(member => member.Key != name))
        {
            json.Add(member.Key, member.Value);
        }

        json.Add(name, value switch { bool b => b, int i => i, _ => (JsonValue)(string)value });
        var refused = Assert.Throws<TrstException>(() => Fields.Read<Thing>(json, "thing", Thing.Declare));
        Assert.Equal(ErrorId.FormatInvalid, refused.Id);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private sealed record Thing(string Name, int Number)
    {
        public bool IsMarked { get; init; }

        public DayOfWeek? Day { get; init; }

        public string? Note { get; init; }

        public Thing? Inner { get; init; }

        public IReadOnlyList<Thing> Items { get; init; } = [];

        public static Thing Declare(Fields f, Thing? t)
        {
            f.Format("thing/1");
            var thing = new Thing(f.Text("name", t?.Name, 8), f.Number("number", t?.Number, 0, 9))
            {
                IsMarked = f.TrueOrAbsent("marked", t?.IsMarked),
                Day = f.Has("day", t?.Day is not null) ? f.Word("day", t?.Day) : null,
                Note = f.Has("note", t?.Note is not null) ? f.Utf8("note", t?.Note, 8) : null,
                Inner = f.OptionalObject("inner", t?.Inner, Declare),
                Items = f.Objects("items", t?.Items, 2, Declare),
            };
            f.Demand(thing.Number != 7, "seven is refused");
            return thing;
        }
    }
}
