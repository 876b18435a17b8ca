using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Ledger;
using Trstctl.Ledger.Events;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>The founding roster: every founder signs, and whoever has a sealing key answers a challenge with it.</summary>
internal sealed class RosterOperation : ICeremonyOperation
{
    public string Name => "Roster";

    public string Headline => "FOUND THE ROSTER";

    public JsonObject Resolve(CeremonyRequest request, IProjection state, DateTime now) =>
        throw new TrstException(ErrorId.OperationUnknown, "Roster (a later epoch)");

    /// <summary>The founding subject is made before there is a tenant, so it does not come from <see cref="Resolve"/>.</summary>
    public static JsonObject Found(Roster roster) => new()
    {
        { "roster", roster.ToJson() },
        {
            "challenges", new JsonArray(roster.Principals.Where(p => p.SealingCertificate is not null).Select(p =>
            {
                var (envelope, answer) = PossessionChallenge.Create(p.SealingCertificate!, Context(roster.Digest.Hex, p));
                return new JsonObject { { "principal", p.Name }, { "envelope", envelope }, { "answer", answer } };
            }))
        },
    };

    public Composition Compose(JsonObject subject, IProjection state)
    {
        var roster = Read(subject).Roster;
        return new Composition($"roster:{roster.Epoch}:{roster.Digest}", $"{roster.Threshold} of {roster.Custodians.Count} custodians", []);
    }

    public void DemandPossible(JsonObject subject, IProjection state)
    {
        if (state.All<RosterRecord>(RosterRecord.KindName).Any())
        {
            throw new TrstException(ErrorId.GenesisAlreadyStarted, "1");
        }
    }

    public KeyAlgorithm? NewKey(JsonObject subject) => null;

    public IReadOnlyList<Document> Execute(Execution execution)
    {
        var roster = Read(execution.Plan.Subject).Roster;
        execution.Append(new RosterChanged(roster));
        return [new RosterRecord(roster, execution.Plan.Ceremony)];
    }

    public static (Roster Roster, IReadOnlyList<FoundingChallenge> Challenges) Read(JsonObject subject)
    {
        var reader = new ObjectReader(subject, "subject of a roster");
        var roster = Roster.FromJson(reader.Object("roster"));
        var challenges = reader.Objects("challenges", 512).Select(FoundingChallenge.FromJson).ToArray();
        reader.End();
        return (roster, challenges);
    }

    public static byte[] Context(string tenantId, Principal principal) => CanonicalJson.Write(
        new JsonObject("trstctl-possession/1") { { "tenant", tenantId }, { "principal", principal.Name } });
}

/// <summary>What a founder's sealing key must decrypt; the plan shows the digest of the answer.</summary>
internal sealed record FoundingChallenge(string Principal, byte[] Envelope, Digest Answer)
{
    public static FoundingChallenge FromJson(JsonObject json)
    {
        var reader = new ObjectReader(json, "challenge");
        var challenge = new FoundingChallenge(reader.Text("principal", 64), reader.Bytes("envelope", 8192), Digest.FromJson(reader, "answer"));
        reader.End();
        return challenge;
    }
}
