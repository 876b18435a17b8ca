using Trstctl.Ledger;

namespace Trstctl.Core.Tests.Ledger;

[Trait("Conformance", "N18")]
public sealed class SignedNoteTests : IDisposable
{
    private const string Name = "trstctl/tenant";
    private const string Text = "first\nsecond\n";
    private readonly LedgerKey key = LedgerKey.FromSeed([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);
    private readonly LedgerKey stranger = LedgerKey.Generate();

    [Fact]
    public void OpensWhatItSigned() => Assert.Equal(Text, Open(Signed));

    [Fact]
    public void AcceptsANoteOfTheReferenceImplementation()
    {
        // golang.org/x/mod/sumdb/note: verifier PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
        const string text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        const string note = text
            + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        var publicKey = Convert.FromBase64String("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1..];
        Assert.Equal(text, SignedNote.Open(note, "PeterNeumann", publicKey));
    }

    [FactNeeding("openssl")]
    public void OpenSslAgreesWithTheSignature()
    {
        var line = Signed.Split('\n')[^2];
        var signature = Convert.FromBase64String(line.Split(' ')[2])[4..];
        Assert.True(OpenSsl.Verify(key.PublicKey, System.Text.Encoding.UTF8.GetBytes(Text), signature));
        Assert.False(OpenSsl.Verify(key.PublicKey, System.Text.Encoding.UTF8.GetBytes(Text + "x"), signature));
    }

    [Fact]
    public void IgnoresLinesOfUnknownKeys()
    {
        Assert.Equal(Text, Open(Signed + Line(SignedNote.Sign(Text, "witness", stranger))));
        Assert.Equal(Text, Open(Signed + Line(SignedNote.Sign(Text, Name, stranger))));
    }

    [Fact]
    public void RefusesANoteOfUnknownKeysOnly()
    {
        Refuses(SignedNote.Sign(Text, Name, stranger));
        Refuses(SignedNote.Sign(Text, "trstctl/other", key));
        Refuses(SignedNote.Sign(Text, "Trstctl/tenant", key));
    }

    [Fact]
    public void RefusesAnotherTextUnderTheSignature()
    {
        Refuses(Signed.Replace("second", "third"));
        Refuses("more\n" + Signed);
        Refuses(Signed.Replace("first\n", "first\n\n"));
    }

    [Fact]
    public void RefusesASignatureThatDoesNotVerifyEvenBesideOthers()
    {
        var forged = SignedNote.Sign("other\n", Name, key);
        Refuses(Text + "\n" + Line(forged));
        Refuses(Text + "\n" + Line(forged) + Line(SignedNote.Sign(Text, "witness", stranger)));
    }

    [Fact]
    public void RefusesDuplicates()
    {
        Refuses(Signed + Line(Signed));
        Refuses(Signed + Line(SignedNote.Sign("other\n", Name, key)));
        var witness = Line(SignedNote.Sign(Text, "witness", stranger));
        Refuses(Signed + witness + witness);
    }

    [Theory]
    [InlineData("\u2014", "-")]
    [InlineData("\u2014", "\u2013")]
    [InlineData("\u2014 ", "\u2014")]
    [InlineData("\u2014 ", "\u2014  ")]
    [InlineData("\u2014 ", " \u2014 ")]
    [InlineData("\u2014 trstctl/tenant ", "\u2014 trstctl/tenant  ")]
    [InlineData("\u2014 trstctl/tenant ", "\u2014 ")]
    [InlineData("\u2014 trstctl/tenant ", "\u2014 trstctl+tenant ")]
    [InlineData("\u2014 trstctl/tenant ", "\u2014 trstctl/tenant\u00a0")]
    public void RefusesMalformedLines(string part, string instead) => Refuses(Signed.Replace(part, instead));

    [Fact]
    public void RefusesMalformedBase64()
    {
        var encoded = Signed.Split('\n')[^2].Split(' ')[2];
        foreach (var other in new[]
        {
            string.Empty, "AAAA", encoded[..^1], encoded + "=", encoded + " ", encoded + "\r", encoded.Insert(4, " "), "*" + encoded[1..],
            encoded.Replace('+', '-').Replace('/', '_') + "-", NonCanonical(encoded),
        })
        {
            Refuses(Signed.Replace(encoded, other));
        }
    }

    [Fact]
    public void RefusesMalformedEnds()
    {
        Refuses(string.Empty);
        Refuses("\n");
        Refuses("\n\n");
        Refuses(Text);
        Refuses(Text + "\n");
        Refuses(Signed[..^1]);
        Refuses(Signed + "\n");
        Refuses(Signed + "x");
        Refuses("\n\n" + Line(Signed));
        Refuses(Signed.Replace("\n", "\r\n"));
        Refuses("\uD800\n\n" + Line(Signed));
    }

    [Fact]
    public void BoundsSignaturesAndSize()
    {
        string Witnesses(int count) =>
            string.Concat(Enumerable.Range(0, count).Select(i => Line(SignedNote.Sign(Text, "w" + i, stranger))));
        Assert.Equal(Text, Open(Signed + Witnesses(15)));
        Refuses(Signed + Witnesses(16));

        Refuses(SignedNote.Sign(new string('x', SignedNote.MaxBytes - 1) + "\n", Name, key));
        Refuses(SignedNote.Sign(new string('\u00e9', (SignedNote.MaxBytes / 2) - 10) + "\n", Name, key));
    }

    [Fact]
    public void SignsOnlyWhatCanBeOpened()
    {
        foreach (var text in new[] {
            string.Empty, "no newline", "tab\t\n", "nul\0\n", "\uD800\n", new string('x', SignedNote.MaxBytes) + "\n" })
        {
            Assert.Equal(ErrorId.FormatInvalid, Assert.Throws<TrstException>(() => SignedNote.Sign(text, Name, key)).Id);
        }

        Assert.Throws<TrstException>(() => SignedNote.Sign(Text, "two words", key));
        Assert.Throws<TrstException>(() => SignedNote.Sign(Text, string.Empty, key));
    }

    public void Dispose()
    {
        key.Dispose();
        stranger.Dispose();
    }

    private string Signed => SignedNote.Sign(Text, Name, key);

    private string Open(string note) => SignedNote.Open(note, Name, key.PublicKey);

    private void Refuses(string note)
    {
        var refusal = Assert.Throws<TrstException>(() => Open(note));
        Assert.Equal(ErrorId.FormatInvalid, refusal.Id);
        Assert.StartsWith("checkpoint ", refusal.Message);
    }

    private static string Line(string note) => note.Split('\n')[^2] + "\n";

    // 68 bytes leave one padding sign and two unused bits.
    private static string NonCanonical(string encoded)
    {
        const string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        return encoded[..^2] + digits[digits.IndexOf(encoded[^2]) | 1] + "=";
    }
}
