using System.Security.Cryptography;
using Trstctl.Core.Tests.Custody;
using Trstctl.Keys;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Statements;

[Trait("Conformance", "N14")]
public sealed class PossessionChallengeTests
{
    private static readonly byte[] Context = [1, 2, 3];

    [Theory]
    [InlineData("ECDSA-P256")]
    [InlineData("ECDSA-P384")]
    [InlineData("ECDSA-P521")]
    [InlineData("RSA-3072")]
    public void TheHolderOfTheKeyAnswers(string algorithm)
    {
        using var alice = Person.Create("Alice", KeyAlgorithm.Parse(algorithm));
        var (envelope, digest) = PossessionChallenge.Create(alice.Certificate, Context);
        Assert.True(PossessionChallenge.Check(PossessionChallenge.Answer(envelope, alice), Context, digest));
    }

    [Fact]
    public void AKeyOfAnOldProviderAnswersToo()
    {
        using var alice = Person.Create("Alice", KeyAlgorithm.Rsa3072);
        var old = new RSACryptoServiceProvider();
        old.ImportParameters(((RSA)alice.Key).ExportParameters(true));
        using var same = new SigningIdentity(alice.Certificate, old);
        var (envelope, digest) = PossessionChallenge.Create(alice.Certificate, Context);
        Assert.True(PossessionChallenge.Check(PossessionChallenge.Answer(envelope, same), Context, digest));
    }

    [Theory]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    public void AnotherKeyCannotAnswer(string algorithm)
    {
        using var alice = Person.Create("Alice", KeyAlgorithm.Parse(algorithm));
        using var bob = Person.Create("Bob", KeyAlgorithm.Parse(algorithm));
        using var rita = Person.Create("Rita", KeyAlgorithm.Rsa3072);
        using var eve = Person.Create("Eve", KeyAlgorithm.EcdsaP256);
        var (envelope, _) = PossessionChallenge.Create(alice.Certificate, Context);
        foreach (var other in new[] { bob, rita, eve })
        {
            Refused(ErrorId.PossessionNotProved, () => PossessionChallenge.Answer(envelope, other));
        }

        Refused(ErrorId.PossessionNotProved, () => PossessionChallenge.Answer([1, 2, 3], alice));
    }

    [Fact]
    public void RandomBytesOtherContextsAndEarlierAnswersFail()
    {
        using var alice = Person.Create();
        var (first, firstDigest) = PossessionChallenge.Create(alice.Certificate, Context);
        var (_, secondDigest) = PossessionChallenge.Create(alice.Certificate, Context);
        var answer = PossessionChallenge.Answer(first, alice);
        Assert.True(PossessionChallenge.Check(answer, Context, firstDigest));
        Assert.False(PossessionChallenge.Check(answer, Context, secondDigest));
        Assert.False(PossessionChallenge.Check(answer, [9], firstDigest));
        Assert.False(PossessionChallenge.Check(new byte[32], Context, firstDigest));
        Assert.False(PossessionChallenge.Check([], Context, firstDigest));
        Assert.False(PossessionChallenge.Check([.. answer, 0], Context, firstDigest));
    }

    [Theory]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    public void AnEnvelopeWithSomethingElseIsNotAnswered(string algorithm)
    {
        using var alice = Person.Create("Alice", KeyAlgorithm.Parse(algorithm));
        var share = StatementEnvelope.Create(alice.Certificate, new byte[32]);
        using var content = alice.Decrypt(share);
        Assert.Equal(new byte[32], content.Bytes);
        Refused(ErrorId.PossessionNotProved, () => PossessionChallenge.Answer(share, alice));
    }

    [TheoryNeeding("openssl")]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    public void OpenSslOpensTheEnvelopeWithTheSameKey(string algorithm)
    {
        using var scratch = new Scratch();
        scratch.Write(
            "id.pem", CustodianKeys.CreateEncryptedPem("Alice", KeyAlgorithm.Parse(algorithm), Person.From, Person.To, Secure("secret")));
        using var alice = SigningIdentity.FromFile(scratch["id.pem"], Secure("secret"));
        scratch.Write("e.cms", StatementEnvelope.Create(alice.Certificate, [1, 2, 3]));
        scratch.OpenSsl(
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "e.cms", "-recip", "id.pem", "-inkey", "id.pem", "-passin",
            "pass:secret", "-out", "plain");
        Assert.Equal([1, 2, 3], File.ReadAllBytes(scratch["plain"]));
    }

    [Theory]
    [InlineData("ECDSA-P256")]
    [InlineData("RSA-3072")]
    public void ADamagedEnvelopeIsOneError(string algorithm)
    {
        using var alice = Person.Create("Alice", KeyAlgorithm.Parse(algorithm));
        var (good, digest) = PossessionChallenge.Create(alice.Certificate, Context);
        var random = new Random(7);
        for (var i = 0; i < LongForm.Times(150, 600); i++)
        {
            var bad = good.AsSpan(0, i % 5 == 0 ? random.Next(good.Length) : good.Length).ToArray();
            for (var n = 0; n < 1 + (i % 3) && bad.Length > 0; n++)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            try
            {
                // The recipient's name in the envelope is not authenticated, so some damage leaves the answer right.
                Assert.Equal(32, PossessionChallenge.Answer(bad, alice).Length);
            }
            catch (TrstException error)
            {
                Assert.Equal(ErrorId.PossessionNotProved, error.Id);
            }
        }
    }
}
