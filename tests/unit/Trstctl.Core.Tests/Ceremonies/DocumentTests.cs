using System.Collections;
using System.Reflection;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Fuzz;
using Trstctl.Ledger;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.State;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>A document's bytes hold all of it: what is read back is the same state.</summary>
public sealed class DocumentTests
{
    private static readonly DateTime Time = new(2027, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static readonly Type[] Kinds =
        [.. typeof(Document).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Document)) && !type.IsAbstract)];

    // Of everything a little, and what the histories lack.
    private static readonly Lazy<IReadOnlyList<Document>> Documents = new(() =>
    [
        .. ReplayVectorTests.States().SelectMany(state => state.Everything).Distinct(ReferenceEqualityComparer.Instance).Cast<Document>(),
        .. RichHistory.One.Value.Restored.Ask((_, ledger) => ledger.Everything.ToArray()),
        .. Rare(),
    ]);

    [Fact]
    public void EveryKindOfDocumentHasAReader() =>
        Assert.DoesNotContain(Kinds, type => type.GetMethod("FromJson", BindingFlags.Static | BindingFlags.NonPublic) is null);

    [Fact]
    public void TheHistoriesHoldEveryKindOfDocument() => Assert.Equal(
        Kinds.Select(type => type.Name).Order(), Documents.Value.Select(document => document.GetType().Name).Distinct().Order());

    [Fact]
    public void WhatIsReadBackIsTheSameState()
    {
        foreach (var document in Documents.Value)
        {
            var again = Read(document);
            Assert.Equal(document.ToBytes(), again.ToBytes());
            Assert.True(Difference(document, again) is not { } found, $"{document.Kind} {document.Id}: {Difference(document, again)}");
        }
    }

    [Fact]
    public void APlanIsParsedOnceAndNotBeforeSomebodyAsks()
    {
        var ceremony = Documents.Value.OfType<CeremonyRecord>().Last();
        var parsed = 0;
        var read = CeremonyRecord.FromJson(ceremony.ToJson(), () => ++parsed > 0 ? ceremony.Plan : null!);
        var later = read with { Status = CeremonyStatus.Voided, EndReason = "later" };

        Assert.Equal(
            (ceremony.CeremonyId, ceremony.Operation, ceremony.Purpose, ceremony.Title),
            (later.CeremonyId, later.Operation, later.Purpose, later.Title));
        Assert.Equal((ceremony.Opener, ceremony.PlanDigest, ceremony.Epoch), (later.Opener, later.PlanDigest, later.Epoch));
        Assert.Equal((ceremony.OpenedAt, ceremony.GatherBy, ceremony.UseBy), (later.OpenedAt, later.GatherBy, later.UseBy));
        Assert.Equal(ceremony.Executors, later.Executors);
        later.ToBytes();
        Assert.Equal(0, parsed);

        Assert.Same(ceremony.Plan, later.Plan);
        Assert.Same(ceremony.Plan, read.Plan);
        Assert.Equal(1, parsed);
    }

    [Fact]
    public void AnotherPlanThanTheRowNamesIsRefused()
    {
        var ceremonies = Documents.Value.OfType<CeremonyRecord>().ToArray();
        var other = ceremonies.First(c => c.PlanDigest != ceremonies[0].PlanDigest);
        var read = CeremonyRecord.FromJson(ceremonies[0].ToJson(), () => other.Plan);

        Assert.Equal(ErrorId.PlanInvalid, Assert.Throws<TrstException>(() => read.Plan).Id);
    }

    private static Document Read(Document document)
    {
        var read = document.GetType().GetMethod("FromJson", BindingFlags.Static | BindingFlags.NonPublic)!;
        var json = CanonicalJson.Read(document.ToBytes(), "document", 4 * 1024 * 1024);
        return (Document)read.Invoke(
            null, document is CeremonyRecord ceremony ? [json, () => Plan.FromBytes(ceremony.Plan.Bytes)] : [json])!;
    }

    private static IEnumerable<Document> Rare()
    {
        var (revocation, root) = (new Revocation(RevocationReason.KeyCompromise, Time, "three"), World.Spec("CN=Rare"));
        var (certificate, digest) = (new byte[] { 1, 2, 3 }, Digest.Of([7]));
        yield return new CrossCertificateRecord("one", "two", certificate, certificate, "three", Time)
        {
            Link = "old-with-new", Revocation = revocation,
        };
        yield return new AuthorityRecord
        {
            AuthorityId = "one", Name = "One", Spec = root, Certificate = certificate, Earlier = [certificate], Revocation = revocation,
            Twin = new TwinReference("two", digest), Replaces = "zero", IssuerId = "two", IsImported = true, KeyLostBy = "three",
            Created = Time,
        };
        yield return new CARequestRecord
        {
            RequestId = "one", Name = "One", Spec = root, Request = certificate, Succeeds = "two", SameKey = true, Created = Time,
        };
        yield return new RetiredPrincipalKeyRecord(digest, 7, Time, string.Empty);
        yield return new TenantRecord
        {
            TakenUp = 7, TakenUpAt = 8, TakenUpTime = Time, CuredAt = 9, Sealer = digest, LedgerKey = new byte[32],
        };
    }

    // Member by member, what the bytes leave out too: where they differ, or null.
    private static string? Difference(object? one, object? other) => (one, other) switch
    {
        (null, null) => null,
        (null, _) or (_, null) => "one is null",
        (DateTime a, DateTime b) => a == b && a.Kind == b.Kind ? null : $"{a:o} {b:o}",
        (string or ValueType, _) => one.Equals(other) ? null : $"{one} {other}",
        (CASpec a, CASpec b) => a.Digest == b.Digest ? null : "other specification",
        (Roster a, Roster b) => a.Digest == b.Digest ? null : "other roster",
        (Lazy<Plan> a, Lazy<Plan> b) => a.Value.Digest == b.Value.Digest ? null : "other plan",
        (IEnumerable a, IEnumerable b) => Difference([.. a.Cast<object>()], [.. b.Cast<object>()]),
        _ => Fields(one.GetType())
            .Select(field => Difference(field.GetValue(one), field.GetValue(other)) is { } found ? $"{field.Name}: {found}" : null)
            .FirstOrDefault(found => found is not null),
    };

    private static string? Difference(object[] one, object[] other) => one.Length == other.Length
        ? one.Zip(other, Difference).FirstOrDefault(found => found is not null)
        : $"{one.Length} and {other.Length} items";

    // A view is read from the certificate when it is first asked for.
    private static IEnumerable<FieldInfo> Fields(Type? type) => type is null || type == typeof(object)
        ? []
        : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(field => field.Name != "view")
            .Concat(Fields(type.BaseType));
}
