namespace Trstctl.Ceremonies;

/// <summary>The statement <c>trstctl-witness/1</c> of somebody who watched a plan being executed.</summary>
internal sealed record WitnessStatement(
    string Tenant, string Ceremony, Digest PlanDigest, string Witness, int Epoch, SeenCheckpoint Checkpoint, DateTime Time)
{
    public const string Format = "trstctl-witness/1";
    public const int MaxSigned = 64 * 1024;

    public byte[] ToBytes() => CanonicalJson.Write(new JsonObject(Format)
    {
        { "tenant", Tenant },
        { "ceremony", Ceremony },
        { "planDigest", PlanDigest },
        { "witness", Witness },
        { "epoch", Epoch },
        { "checkpoint", Checkpoint.ToJson() },
        { "verdict", "followed" },
        { "time", Time },
    });

    public static WitnessStatement FromBytes(byte[] bytes)
    {
        var reader = new ObjectReader(CanonicalJson.Read(bytes, "witness statement", 16 * 1024), "witness statement", Format);
        var statement = new WitnessStatement(
            reader.Text("tenant", 64), reader.Text("ceremony", 36), Digest.FromJson(reader, "planDigest"), reader.Text("witness", 64),
            (int)reader.Integer("epoch", 0, int.MaxValue), SeenCheckpoint.FromJson(reader.Reader("checkpoint")), reader.Time("time"));
        var verdict = reader.Text("verdict", 16);
        reader.End();
        return verdict == "followed" ? statement : throw reader.Fault("its verdict is unknown");
    }

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
}
