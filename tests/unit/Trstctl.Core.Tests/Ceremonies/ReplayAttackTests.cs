using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.History;
using Trstctl.History.Events;
using Trstctl.Keys;
using Trstctl.Ledger;
using Trstctl.Lints;
using Trstctl.Primitives;
using Trstctl.Rosters;
using Trstctl.Shares;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Attacks by the ledger's holder together with an opener or executor who runs a program of his own.</summary>
public sealed class ReplayAttackTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    private static CountedStatement[] Counted(CeremonyRecord c) =>
        [.. c.Approvals.Select(a => new CountedStatement(a.Custodian, a.Epoch, a.Statement))];

    private AuthorityRecord Authority(string id) =>
        world.Ask((_, l) => l.State.Find<AuthorityRecord>(AuthorityRecord.KindName, id)!);

    [Fact]
    [Trait("Conformance", "R02")]
    public void ARootIsNotRenewedUnderItself()
    {
        var root = world.MakeRoot();
        var five = new CASpecInput { Subject = "CN=Root", Validity = "5y", KeyAlgorithm = "ECDSA-P256", Custody = "Operational" }.Build();
        var p = world.PlanOf(world.Service.Start(
            new CeremonyRequest { Operation = "Renewal", Authority = "Root", Spec = five }, World.Ops));
        p.SubjectJson.Add("issuer", Fields.Write(NamedAuthority.Of(root), NamedAuthority.Declare));
        var renewal = new RenewalOperation();
        var made = world.Ask((_, l) => renewal.Compose(renewal.Read(p.SubjectJson), l.State));
        var id = Uuid.Version7(world.Now);
        var plan = new Plan
        {
            Tenant = p.Tenant, Ceremony = id, Operation = p.Operation, Purpose = made.Purpose, Title = made.Title,
            SubjectJson = p.SubjectJson,
            Artefacts = [.. made.Artefacts.Select(a => a.ToJson())], Custody = made.Custody, Level = made.Level, Quorum = p.Quorum,
            Opener = p.Opener,
            Executors = p.Executors, OpenedAt = p.OpenedAt, GatherBy = p.GatherBy, UseBy = p.UseBy,
            Previous = p.Previous, Reason = p.Reason,
        };
        world.Forge(id, new CeremonyStarted(SignedStatement.Sign(World.Ops, ContentTypes.Plan, plan.Bytes, world.Now)));

        Assert.NotEmpty(world.Void());
        Assert.NotEmpty(world.StartIntermediate().CeremonyId);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void TheOpenerIsNoWitnessOfADestruction()
    {
        var root = world.MakeRoot();
        var witness = new Principal("Mallory", "Mallory", PrincipalRoles.Witness, World.Mallory.Certificate, null);
        var change = world.Approve(world.StartChange(world.Change(p => p.Append(witness))), 0, 1, 2);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, World.Mallory, null);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        var c = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops), 0, 1, 2);
        Scratch.Refused(ErrorId.WitnessInvalid, () => world.Service.Execute(c.CeremonyId, new ExpectedPlan(), World.Present()));
        var own = new WitnessStatement(
            world.Connection.TenantId!, c.CeremonyId, c.PlanDigest, "ops", 2, world.Ask((_, ledger) => ledger.Head), world.Now);
        world.Forge(c.CeremonyId, world.Completed(c, new Completion(c.PlanDigest, Counted(c))
        {
            Witnesses = [SignedStatement.Sign(World.Ops, ContentTypes.Witness, own.ToBytes(), world.Now)],
        }));
        Assert.NotEqual(AuthorityStatus.Retired, Authority(root.AuthorityId).Status);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void ADestructionThatNobodyWatchedDoesNotCount()
    {
        var root = world.MakeRoot();
        var witness = new Principal("Mallory", "Mallory", PrincipalRoles.Witness, World.Mallory.Certificate, null);
        var change = world.Approve(world.StartChange(world.Change(p => p.Append(witness))), 0, 1, 2);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, World.Mallory, null);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        var c = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "DestroyKey", Authority = "Root" }, World.Ops), 0, 1, 2);
        world.Forge(c.CeremonyId, world.Completed(c, new Completion(c.PlanDigest, Counted(c))));
        Assert.Contains("nobody watched", world.Void());
        Assert.NotEqual(AuthorityStatus.Retired, Authority(root.AuthorityId).Status);
    }

    private AuthorityRecord Issuing()
    {
        world.MakeRoot();
        var c = world.Approve(world.StartIntermediate(), 0, 1, 2);
        return (AuthorityRecord)world.Service.Execute(c.CeremonyId, new ExpectedPlan(), World.Present()).Single();
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnOldCertificateIsNoAnswer()
    {
        var issuing = Issuing();
        var c = world.Approve(world.Service.Start(
            new CeremonyRequest { Operation = "Request", Authority = "Issuing", SameKey = true, Issuer = "Root" }, World.Ops), 0, 1, 2);
        var request = (CARequestRecord)world.Service.Execute(c.CeremonyId, new ExpectedPlan(), World.Present()).First();
        world.Forge(c.CeremonyId, Elsewhere.Signed(Elsewhere.Said(world, request, issuing.Certificate), World.Ops));
        Assert.False(world.Ask((_, l) => l.State.Find<CARequestRecord>(CARequestRecord.KindName, request.RequestId)!.IsCompleted));
    }

    [Theory]
    [InlineData("Revoke")]
    [InlineData("Retire")]
    public void AnAnswerMovesNoAuthorityThatEnded(string operation)
    {
        var ca = Elsewhere.Import(world);
        var first = Elsewhere.Ask(
            world, new CeremonyRequest { Operation = "Request", Spec = World.IntermediateSpec(), Issuer = Elsewhere.Name });
        new RequestCompletion(world.Connection).Complete(Elsewhere.Answer(ca, first, world.Now), World.Ops);
        var next = Elsewhere.Ask(world, new CeremonyRequest { Operation = "Request", Authority = "Issuing", Issuer = Elsewhere.Name });
        var revoke = world.Approve(world.Service.Start(
            new CeremonyRequest
            {
                Operation = operation, Authority = first.RequestId,
                RevocationReason = operation == "Revoke" ? RevocationReason.KeyCompromise : null,
            },
            World.Ops), 0, 1, 2);
        world.Service.Execute(revoke.CeremonyId, new ExpectedPlan(), World.Present());
        var before = Authority(first.RequestId).Status;
        world.Forge(next.Ceremony, Elsewhere.Signed(Elsewhere.Said(world, next, Elsewhere.Answer(ca, next, world.Now)), World.Ops));
        Assert.Equal(before, Authority(first.RequestId).Status);
    }

    private static byte[] Compressed(ECDsa key, string name, bool compress)
    {
        var q = key.ExportParameters(false).Q;
        byte[] point = compress ? [(byte)(2 + (q.Y![^1] & 1)), .. q.X!] : [4, .. q.X!, .. q.Y!];
        var pub = new System.Security.Cryptography.X509Certificates.PublicKey(
            new Oid("1.2.840.10045.2.1"),
            new AsnEncodedData(Convert.FromHexString("06082A8648CE3D030107")),
            new AsnEncodedData(point));
        var r = new CertificateRequest(new X500DistinguishedName(name), pub, HashAlgorithmName.SHA256);
        r.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        r.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        r.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(SHA256.HashData(point)[..20], false));
        return r.Create(
            r.SubjectName, X509SignatureGenerator.CreateForECDsa(key), Person.From, Person.To, TestCA.Serial()).RawData;
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void OneKeyInTwoEncodingsHasOneOwner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var one = new CeremonyRequest { Operation = "Import", Target = Compressed(key, "CN=One", false) };
        world.Service.Execute(world.Approve(world.Service.Start(one, World.Ops), 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present());
        var two = new CeremonyRequest { Operation = "Import", Target = Compressed(key, "CN=Two", true) };
        Scratch.Refused(ErrorId.AuthorityExists, () => world.Service.Start(two, World.Ops));

        Assert.Single(world.Ask((_, l) => l.State.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray()));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AKeyThatIsEncodedOtherwiseIsDealtAnew()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pkcs8 = key.ExportPkcs8PrivateKey();
        var i = world.Approve(world.Service.Start(
            new CeremonyRequest { Operation = "Import", Target = Compressed(key, "CN=One", true), Custody = CustodyKind.Quorum },
            World.Ops),
            0, 1, 2);
        var service = new CeremonyService(world.Connect("plain"));
        service.Execute(
            i.CeremonyId, new ExpectedPlan(),
            new ExecutionOptions { Executor = World.Ops, ImportKey = () => SoftwareKey.FromPkcs8(pkcs8, KeyAlgorithm.EcdsaP256) });
        var change = world.Approve(world.StartChange(world.Change(p => p.Where(x => x.Name != "Erin"))), 0, 1, 2);
        service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AKnownKeyIsNoNewKey()
    {
        var outside = TestCA.Root();
        var i = world.Approve(
            world.Service.Start(new CeremonyRequest { Operation = "Import", Target = outside.Certificate }, World.Ops), 0, 1, 2);
        world.Service.Execute(i.CeremonyId, new ExpectedPlan(), World.Present());
        var c = world.Approve(world.StartRoot(), 0, 1, 2);
        var plan = world.PlanOf(c);
        var tbs = ArtefactReader.Certificate(plan, Artefact.MainName).Fill(outside.Spki);
        var der = CertificateAssembler.Assemble(tbs, outside.Algorithm, TestCA.Sign(outside.Key, outside.Algorithm, tbs));
        var spki = Digest.Of(outside.Spki);
        var record = Digest.Of([1]);
        var other = world.MakeRoot("CN=Sample");
        var sample = SealedKey.ReadHeader(world.Connection.Peek(w => w.SealedKey(other.KeyId!, 1)!));
        var header = sample.Public() with
        {
            Authority = plan.IdOf(0), KeyId = spki.Hex, SpkiDigest = spki, Ceremony = plan.Ceremony,
        };
        var proof = TestCA.Sign(
            outside.Key, outside.Algorithm, KeyPossession.Statement(plan.Tenant, plan.Digest, spki, 1, record));
        world.Forge(c.CeremonyId, world.Completed(c, new Completion(c.PlanDigest, Counted(c))
        {
            Artefacts = [der], Keys = [new KeySealing(header, record, proof)],
        }));
        Assert.NotEqual(CeremonyStatus.Completed, world.Look(c).Status);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void TheSameSignatureInItsOtherFormIsARepeat()
    {
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        var cms = world.Events<StatementMade>().Last().Statement;
        var parts = CmsParts.Find(cms, s => throw new InvalidOperationException(s));
        var n = new Org.BouncyCastle.Math.BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);
        var seq = Org.BouncyCastle.Asn1.Asn1Sequence.GetInstance(parts.Signature);
        var flipped = new Org.BouncyCastle.Asn1.DerSequence(
            seq[0], new Org.BouncyCastle.Asn1.DerInteger(n.Subtract(((Org.BouncyCastle.Asn1.DerInteger)seq[1]).Value))).GetDerEncoded();
        var algorithm = StatementAlgorithm.Of(World.Custodians[2].PublicKey);
        var copy = StatementEncoding.SignedData(
            algorithm, parts.Certificate, ContentTypes.Approval, parts.Content,
            StatementEncoding.SignedAttributes(algorithm, parts.Certificate, ContentTypes.Approval, parts.Content, parts.SigningTime),
            flipped);
        world.Forge(root.CeremonyId, new StatementMade(Decision.Approve, copy));
        Assert.Equal(3, world.Look(root).Statements.Count);
    }

    [Fact]
    [Trait("Conformance", "R02")]
    public void AnExpiredCustodianDenies()
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        var frank = new SigningIdentity(
            Trstctl.Statements.KeyFiles.CustodianKeys.Certificate("Frank", key, Person.From, world.Now.AddHours(2)),
            Trstctl.Custody.Pkcs8.Import(pkcs8.Bytes));
        var change = world.Approve(
            world.StartChange(world.Change(p => p.Where(x => x.Name != "Erin").Append(World.Custodian("Frank", frank)))), 0, 1, 2);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, frank, null);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present());
        var root = world.Approve(world.StartRoot(), 0, 1, 2);
        world.Now = world.Now.AddHours(3);
        var (tenant, head) = world.Ask((_, l) => (l.TenantId, l.Head));
        var no = new Approval(tenant, root.CeremonyId, root.PlanDigest, Decision.Deny, "Frank", 2, head, "no", world.Now);
        world.Forge(root.CeremonyId, new StatementMade(
            Decision.Deny, SignedStatement.Sign(frank, ContentTypes.Approval, no.ToBytes(), world.Now)));
        Assert.Equal(CeremonyStatus.Denied, world.Look(root).Status);
    }
}
