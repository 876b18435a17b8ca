using System.Text;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Shares;
using Trstctl.Statements;
using static Trstctl.Core.Tests.Custody.Scratch;

namespace Trstctl.Core.Tests.Shares;

public sealed class QuorumEnvelopeTests : IDisposable
{
    private readonly SigningIdentity alice = Person.Create("Alice");
    private readonly SigningIdentity bob = Person.Create("Bob");

    public void Dispose()
    {
        alice.Dispose();
        bob.Dispose();
    }

    [Theory]
    [InlineData("ECDSA-P256", 3, 5)]
    [InlineData("ECDSA-P256", 9, 16)]
    [InlineData("ECDSA-P384", 3, 5)]
    [InlineData("RSA-3072", 3, 5)]
    public void EnvelopedSharesOpenTheKey(string algorithm, int needed, int holders)
    {
        using var person = Person.Create("Carol", KeyAlgorithm.Parse(algorithm));
        using var dealt = new DealtKey(needed, holders, certificates: Enumerable.Repeat<byte[]?>(person.Certificate, holders).ToArray());
        Assert.Empty(dealt.Shares);
        var shares = dealt.Custodians.Skip(holders - needed).Select(name => QuorumKey.OpenEnvelope(dealt.Record, name, person)).ToArray();
        using var opened = dealt.Open(shares);
        Assert.Equal(dealt.Key.SubjectPublicKeyInfo, opened.SubjectPublicKeyInfo);
        Assert.All(shares, share => share.Dispose());
    }

    [Fact]
    public void SharesOfFilesAndEnvelopesOpenTheKeyTogether()
    {
        using var dealt = new DealtKey(2, 3, certificates: [alice.Certificate, null, bob.Certificate]);
        var file = Assert.Single(dealt.Shares);
        Assert.Equal("custodian-2", file.Context.Custodian);
        using var envelope = QuorumKey.OpenEnvelope(dealt.Record, "custodian-3", bob);
        using var opened = dealt.Open(file, envelope);
        Assert.Equal(dealt.Key.SubjectPublicKeyInfo, opened.SubjectPublicKeyInfo);
        Refused(ErrorId.ShareInvalid, () => QuorumKey.OpenEnvelope(dealt.Record, "custodian-2", bob));
        Refused(ErrorId.ShareInvalid, () => QuorumKey.OpenEnvelope(dealt.Record, "nobody", bob));
        Refused(ErrorId.PossessionNotProved, () => QuorumKey.OpenEnvelope(dealt.Record, "custodian-1", bob));
    }

    [Fact]
    public void AnRsaEnvelopeForEachOf255HoldersFitsTheRecord()
    {
        using var person = Person.Create("Dora", KeyAlgorithm.Rsa4096);
        using var dealt = new DealtKey(128, 255, certificates: [.. new byte[]?[254], person.Certificate]);
        using var share = QuorumKey.OpenEnvelope(dealt.Record, "custodian-255", person);
        Assert.Equal(255, share.Context.X);

        // One envelope stands for all, since making 255 takes half a minute and all are of one length.
        var envelope = QuorumKey.ReadQuorum(dealt.Record).Find("custodian-255")!.Envelope!;
        var record = dealt.Edited(header => header with
        {
            Quorum =
                header.Quorum! with { Holders = header.Quorum.Holders.Select(holder => holder with { Envelope = envelope }).ToArray() },
        });
        Assert.InRange(record.Length, 255 * 1000, 512 * 1024);
        Assert.Equal(255, QuorumKey.ReadQuorum(record).Holders.Count);
    }

    [Theory]
    [InlineData("key-b", 1, "aa", "key key-b")]
    [InlineData("key-a", 2, "aa", "epoch 2")]
    [InlineData("key-a", 1, "bb", "tenant bb")]
    [InlineData("key-a", 1, "aa", "commitment")]
    [Trait("Conformance", "N02")]
    [Trait("Conformance", "F05")]
    public void AnEnvelopeOfAnotherDealingUnderThisHeaderIsRefused(string keyId, int epoch, string tenant, string reason)
    {
        using var dealt = new DealtKey(1, 2, certificates: [alice.Certificate, bob.Certificate]);
        using var other = new DealtKey(1, 2, keyId, epoch, tenant, [alice.Certificate, bob.Certificate]);
        var error = Refused(ErrorId.ShareInvalid, () => OpenAlices(dealt, QuorumKey.ReadQuorum(other.Record).Holders[0].Envelope!));
        Assert.Contains("custodian-1", error.Message);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    [Trait("Conformance", "N02")]
    public void AnothersEnvelopeUnderOnesOwnNameIsRefused()
    {
        using var dealt = new DealtKey(2, 2, certificates: [alice.Certificate, alice.Certificate]);
        Refused(ErrorId.ShareInvalid, () => OpenAlices(dealt, QuorumKey.ReadQuorum(dealt.Record).Holders[1].Envelope!));
    }

    [Theory]
    [InlineData("a message for Alice alone that somebody wants to see in an error, longer than a share is")]
    [InlineData("short")]
    [Trait("Conformance", "N02")]
    public void WhateverElseAnEnvelopeHeldIsNotRepeated(string content)
    {
        using var dealt = new DealtKey(2, 2, certificates: [alice.Certificate, bob.Certificate]);
        var hidden = "{\"" + content + "\":1}\n" + new string('x', 32);
        foreach (var text in new[] { content, hidden })
        {
            var error = Refused(
                ErrorId.ShareInvalid, () => OpenAlices(dealt, StatementEnvelope.Create(alice.Certificate, Encoding.ASCII.GetBytes(text))));
            Assert.Contains("custodian-1", error.Message);
            Assert.DoesNotContain(content, error.ToString());
        }
    }

    [Fact]
    [Trait("Conformance", "N02")]
    public void AForgedHeaderThatFitsAnothersShareIsRefused()
    {
        using var dealt = new DealtKey(2, 2, certificates: [alice.Certificate, bob.Certificate]);
        using var other = new DealtKey(2, 2, "key-b", certificates: [alice.Certificate, bob.Certificate]);
        var holder = QuorumKey.ReadQuorum(other.Record).Holders[0];
        var forged = dealt.EditedHolder(0, _ => holder);
        Refused(ErrorId.ShareInvalid, () => QuorumKey.OpenEnvelope(forged, "custodian-1", alice));
    }

    private KeyShare OpenAlices(DealtKey dealt, byte[] envelope) =>
        QuorumKey.OpenEnvelope(dealt.EditedHolder(0, holder => holder with { Envelope = envelope }), "custodian-1", alice);
}
