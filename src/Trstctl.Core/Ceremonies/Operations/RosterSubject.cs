namespace Trstctl.Ceremonies.Operations;

/// <summary>The proposed roster, how its new keys are proved, and what becomes of the Quorum keys.</summary>
internal sealed record RosterSubject(Roster Roster, IReadOnlyList<FoundingChallenge> Challenges, IReadOnlyList<RosterKey> Keys)
    : PlanSubject
{
    public override Roster NextRoster => Roster;

    public override IReadOnlyList<string> SealsAnew => Keys.Dealt().Select(key => key.KeyId).ToArray();

    public override IReadOnlyList<string> OpensBefore => Keys.FromBefore().Select(key => key.KeyId).ToArray();

    public override JsonObject ToJson() => Fields.Write(this, Declare);

    public static RosterSubject Declare(Fields f, RosterSubject? s) => new(
        f.Object("roster", s?.Roster, Roster.Declare), f.Objects("challenges", s?.Challenges, 512, FoundingChallenge.Declare),
        f.Objects("keys", s?.Keys, 1024, RosterKey.Declare));
}

/// <summary>What a founder's or joiner's sealing key must decrypt; the plan shows the digest of the answer.</summary>
internal sealed record FoundingChallenge(string Principal, byte[] Envelope, Digest Answer)
{
    public static byte[] Context(string tenantId, Principal principal) => CanonicalJson.Write(
        new JsonObject("trstctl-possession/1") { { "tenant", tenantId }, { "principal", principal.Name } });

    public static IReadOnlyList<FoundingChallenge> Create(string tenantId, IEnumerable<Principal> joining) =>
        joining.Where(p => p.SealingCertificate is not null).Select(p =>
        {
            var (envelope, answer) = PossessionChallenge.Create(p.SealingCertificate!, Context(tenantId, p));
            return new FoundingChallenge(p.Name, envelope, answer);
        }).ToArray();

    public static FoundingChallenge Declare(Fields f, FoundingChallenge? c) => new(
        f.Text("principal", c?.Principal, 64), f.Bytes("envelope", c?.Envelope, 8192), f.Digest("answer", c?.Answer));
}
