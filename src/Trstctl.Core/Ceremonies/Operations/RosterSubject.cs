namespace Trstctl.Ceremonies.Operations;

/// <summary>The proposed roster, how its new keys are proved, and what becomes of the Quorum keys.</summary>
internal sealed record RosterSubject(Roster Roster, IReadOnlyList<FoundingChallenge> Challenges, IReadOnlyList<RosterKey> Keys)
    : PlanSubject
{
    public override Roster NextRoster => Roster;

    public override IReadOnlyList<string> SealsAnew => Keys.Dealt().Select(key => key.KeyId).ToArray();

    public override IReadOnlyList<string> OpensBefore => Keys.FromBefore().Select(key => key.KeyId).ToArray();

    public override JsonObject ToJson() => new()
    {
        { "roster", Roster.ToJson() },
        { "challenges", new JsonArray(Challenges.Select(challenge => challenge.ToJson())) },
        { "keys", new JsonArray(Keys.Select(key => key.ToJson())) },
    };
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

    public JsonObject ToJson() => new() { { "principal", Principal }, { "envelope", Envelope }, { "answer", Answer } };

    public static FoundingChallenge FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "challenge");
        var challenge = new FoundingChallenge(
            reader.Text("principal", 64), reader.Bytes("envelope", 8192), Digest.FromJson(reader, "answer"));
        reader.End();
        return challenge;
    }
}
