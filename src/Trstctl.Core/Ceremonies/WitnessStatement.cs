namespace Trstctl.Ceremonies;

/// <summary>The statement <c>trstctl-witness/1</c> of somebody who watched a plan being executed.</summary>
internal sealed record WitnessStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Witness, int Epoch, SeenCheckpoint Checkpoint, DateTime Time)
{
    public const string Format = "trstctl-witness/1";
    public const int MaxSigned = 64 * 1024;
    private const string Followed = "followed";

    public byte[] ToBytes() => Fields.ToBytes(this, Declare);

    public static WitnessStatement FromBytes(byte[] bytes) =>
        Fields.FromBytes<WitnessStatement>(bytes, "witness statement", 16 * 1024, Declare);

    /// <summary>The statement inside a signature that is not verified here.</summary>
    public static WitnessStatement FromSigned(byte[] statement) => FromBytes(SignedStatement.Read(statement).Content);

    /// <summary>Signed statements of those who are present; each must be a witness or custodian of the roster, and not the
    /// opener.</summary>
    internal static IReadOnlyList<byte[]> Sign(
        ExaminedCeremony passed, IReadOnlyList<SigningIdentity> witnesses, SeenCheckpoint seen, IProjection state, DateTime now)
    {
        if (witnesses.Count > 0 && !passed.Operation.TakesWitnesses)
        {
            throw new TrstException(ErrorId.ParameterForeign, "Witness", passed.Operation.Name);
        }

        return witnesses.Select(identity => Sign(passed, identity, seen, state, now)).ToArray();
    }

    private static byte[] Sign(
        ExaminedCeremony passed, SigningIdentity identity, SeenCheckpoint seen, IProjection state, DateTime now)
    {
        var plan = passed.Plan;
        var witness = passed.Electorate.Roster.FindByKey(identity.Spki)
            ?? throw new TrstException(ErrorId.WitnessInvalid, $"the key {identity.Thumbprint}", "it is not on the roster");
        if (!witness.IsCustodian && (witness.Roles & PrincipalRoles.Witness) == 0)
        {
            throw new TrstException(ErrorId.WitnessInvalid, witness.Name, "the entry is neither witness nor custodian");
        }

        if (passed.Electorate.IsOpener(witness, plan))
        {
            throw new TrstException(ErrorId.WitnessInvalid, witness.Name, "who opened the ceremony does not witness it");
        }

        PrincipalKeyRetirements.DemandUsable(witness, state, now);
        var statement = new WitnessStatement(
            plan.Tenant, plan.Ceremony, plan.Digest, witness.Name, plan.Quorum.Epoch, seen, now);
        var signed = SignedStatement.Sign(identity, ContentTypes.Witness, statement.ToBytes(), now);
        witness.Verify(signed, ContentTypes.Witness);
        return signed;
    }

    private static WitnessStatement Declare(Fields f, WitnessStatement? s)
    {
        f.Format(Format);
        f.Demand(f.Text("verdict", Followed, 16) == Followed, "its verdict is unknown");
        return new(
            f.Text("tenant", s?.Tenant, 64),
            f.Text("ceremony", s?.Ceremony, 36),
            f.Digest("planDigest", s?.PlanDigest),
            f.Text("witness", s?.Witness, 64),
            f.Number("epoch", s?.Epoch, 0),
            f.Object("checkpoint", s?.Checkpoint, SeenCheckpoint.Declare),
            f.Time("time", s?.Time));
    }
}
