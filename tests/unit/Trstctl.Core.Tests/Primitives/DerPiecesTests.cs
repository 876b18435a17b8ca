using CsCheck;
using Trstctl.Asn1;

namespace Trstctl.Core.Tests.Primitives;

/// <summary>DER in pieces is the DER that is written at once, of every length.</summary>
public sealed class DerPiecesTests
{
    private static readonly Gen<int> Lengths = Gen.OneOf(Gen.Int[0, 300], Gen.Int[65_400, 65_600]);

    [Fact]
    public void TheyAreWhatIsWrittenAtOnceAndNothingElse() =>
        Gen.Select(Gen.Byte.Array[0, 300], Lengths, Gen.Int[0, 70_000]).Sample((one, length, at) =>
        {
            var (other, pieces) = (new byte[length], new DerPieces());
            using (pieces.In(Der.SequenceTag))
            {
                pieces.Add(one);
                using (pieces.In(0xA0))
                using (pieces.In(Der.OctetStringTag))
                {
                    pieces.Add(other);
                }
            }

            var whole = Der.Sequence(one, Der.Explicit(0, Der.OctetString(other)));
            Assert.Equal(whole, pieces.ToArray());
            Assert.True(pieces.SequenceEqual(whole));
            Assert.False(pieces.SequenceEqual([.. whole, 0]));
            Assert.False(pieces.SequenceEqual(whole[..^1]));
            whole[at % whole.Length] ^= 1;
            Assert.False(pieces.SequenceEqual(whole));
        });
}
