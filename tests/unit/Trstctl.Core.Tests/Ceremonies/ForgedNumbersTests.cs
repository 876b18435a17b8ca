using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Lints;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Plans of an opener's own program, whose bytes follow from their subject: it is the subject that says what nobody
/// asked for.</summary>
public sealed class ForgedNumbersTests : IDisposable
{
    private readonly World world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    [Trait("Conformance", "R12")]
    public void ANotAfterOtherThanTheSpecsIsRefused()
    {
        var plan = world.PlanOf(world.StartRoot());
        world.Approve(Begun(plan, plan.SubjectJson, TemplateBuilder.Root, LintRole.Root), 0);

        var longer = With(plan.SubjectJson, "notAfter", UtcTime.Format(world.Now.AddYears(15)));
        world.Begin(plan, World.Ops, ("subject", longer));
        Assert.Contains("notAfter", world.Ask((_, ledger) => ledger.Voids.Single()).Reason);
    }

    [Fact]
    [Trait("Conformance", "R12")]
    public void ASerialThatTheIssuerUsedIsUsedForNothingElse()
    {
        var root = world.MakeRoot();
        var issued = world.Approve(world.StartIntermediate(), 0, 1, 2);
        world.Service.Execute(issued.CeremonyId, new ExpectedPlan(), World.Present());
        var plan = world.PlanOf(world.StartIntermediate(subject: "CN=Other"));
        CertificateTemplate Template(CASpec spec, byte[] serial, DateTime from, DateTime to) =>
            TemplateBuilder.Intermediate(spec, root.Certificate, serial, from, to);
        var fresh = Begun(plan, plan.SubjectJson, Template, LintRole.Intermediate);
        Assert.Single(world.Service.Execute(world.Approve(fresh, 0, 1, 2).CeremonyId, new ExpectedPlan(), World.Present()));

        var third = world.PlanOf(world.StartIntermediate(subject: "CN=Third"));
        var used = With(third.SubjectJson, "serial", world.PlanOf(issued).SubjectJson.Members["serial"]);
        Assert.ThrowsAny<TrstException>(() => Begun(third, used, Template, LintRole.Intermediate));
        Assert.Contains("serial", world.Void(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("custody", "Operational")]
    [InlineData("level", "DualLock")]
    [Trait("Conformance", "R12")]
    public void AnExternalAuthorityWithACustodyOrALevelIsRefused(string member, string value)
    {
        var plan = world.PlanOf(world.Service.Start(
            new CeremonyRequest { Operation = "Import", Target = TestCA.Root().Certificate }, World.Ops));
        Assert.Equal(("External", "Unknown"), (plan.Custody.ToString(), plan.Level.ToString()));

        var id = world.Begin(plan, World.Ops, (member, value));

        Assert.Contains("custody or level", Scratch.Refused(ErrorId.PlanInvalid, () => world.Service.Review(id)).Message);
        Scratch.Refused(ErrorId.PlanInvalid, () => world.Approve(new CeremonyQueries(world.Connection).Get(id).Record, 0));
    }

    [Theory]
    [InlineData("custody", "Quorum")]
    [InlineData("level", "DualLock")]
    [Trait("Conformance", "R02")]
    public void ACustodyOrLevelThatIsNotTheSubjectsIsRefused(string member, string value)
    {
        var plan = world.PlanOf(world.StartRoot());

        var id = world.Begin(plan, World.Ops, (member, value));

        Assert.Contains("custody or level", Scratch.Refused(ErrorId.PlanInvalid, () => world.Service.Review(id)).Message);
        Scratch.Refused(ErrorId.PlanInvalid, () => world.Approve(new CeremonyQueries(world.Connection).Get(id).Record, 0));
    }

    private static JsonObject With(JsonObject json, string name, JsonValue value)
    {
        var altered = new JsonObject();
        json.Members.ToList().ForEach(member => altered.Add(member.Key, member.Key == name ? value : member.Value));
        return altered;
    }

    // The plan of that subject with the bytes that follow from it.
    private CeremonyRecord Begun(
        Plan plan, JsonObject subject, Func<CASpec, byte[], DateTime, DateTime, CertificateTemplate> template, LintRole role)
    {
        var reader = new ObjectReader(subject, "subject");
        var artefact = Artefact.Certificate(
            Artefact.MainName,
            template(
                CASpec.FromJson(reader.Object("spec")), reader.ExactBytes("serial", CertificateSubject.SerialLength),
                reader.Time("notBefore"), reader.Time("notAfter")),
            role, []);
        var id = world.Begin(plan, World.Ops, ("subject", subject), ("artefacts", new JsonArray([artefact.ToJson()])));
        return new CeremonyQueries(world.Connection).Get(id).Record;
    }
}
