using Trstctl.Core.Tests.Custody;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Storage;

namespace Trstctl.Core.Tests.Storage;

/// <summary>Two files in turn: whatever a dead process left of one, what was kept before stands.</summary>
public sealed class TurnFileTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Warnings warnings = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    [Trait("Conformance", "S04")]
    public void OfAnyPartOfATurnTheOneBeforeStands()
    {
        var before = TurnFile.Next(null, [.. Enumerable.Repeat((byte)1, 300)]);
        var last = TurnFile.Next(before, [2, 2]);
        var next = TurnFile.Next(last, [3, 3, 3]);
        var (over, whole) = (before.ToBytes(), next.ToBytes());

        for (var length = 0; length < whole.Length; length++)
        {
            byte[] torn = [.. whole.Take(length), .. over.Skip(length)];
            var found = TurnFile.Newest("mark", [torn, last.ToBytes()])!;
            Assert.Equal((2L, 2), (found.Turn, found.Content.Length));
        }

        Assert.Equal([3, 3, 3], TurnFile.Newest("mark", [[.. whole, .. over.Skip(whole.Length)], last.ToBytes()])!.Content);
    }

    [Fact]
    public void WhatIsNotWholeIsToldFromWhatIsNotThere()
    {
        var only = TurnFile.Next(null, [1]).ToBytes();

        Assert.Null(TurnFile.Newest("mark", [null, null]));
        for (var i = 0; i < only.Length; i++)
        {
            byte[] flipped = [.. only];
            flipped[i] ^= 1;
            Scratch.Refused(ErrorId.FormatInvalid, () => TurnFile.Newest("mark", [flipped, null]));
            Scratch.Refused(ErrorId.FormatInvalid, () => TurnFile.Newest("mark", [null, only.Take(i).ToArray()]));
        }
    }

    /// <summary>What a client keeps goes on through turns of other lengths, in another process too.</summary>
    [Fact]
    [Trait("Conformance", "S04")]
    public void AClientKeepsItsMarksInTurn()
    {
        for (var size = 1; size < 8; size++)
        {
            var mark = new ClientMark(new LedgerPoint(size, Digest.Of([1])), new string('n', 100 * (size % 3)), []);
            Client().Keep("t", marks => marks.Raise(mark, _ => true));
            Assert.Equal(mark.Note, Client().Marks("t").Tenant!.Note);
        }

        var files = Directory.GetFiles(scratch["client"], "mark-*").Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(["mark-t.1", "mark-t.2"], files);
        File.WriteAllText(Path.Combine(scratch["client"], "mark-t.1"), "half");
        Assert.Equal(6, Client().Marks("t").Tenant!.Point.Size);
        File.WriteAllText(Path.Combine(scratch["client"], "mark-t.2"), "half");
        Scratch.Refused(ErrorId.ClientStateDamaged, () => Client().Marks("t"));
        Assert.Empty(warnings.Take());
    }

    private ClientState Client() => new(new ClientFolder(scratch["client"], warnings));
}
