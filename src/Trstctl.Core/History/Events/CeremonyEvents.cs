namespace Trstctl.History.Events;

/// <summary>Holds the opener's signed plan whole (CMS over <c>trstctl-plan/1</c>).</summary>
internal sealed record CeremonyStarted(byte[] SignedPlan) : LedgerEvent
{
    public const string TypeName = "ceremony.started";

    public override string Type => TypeName;

    public static CeremonyStarted Read(ObjectReader reader) => new(reader.Bytes("plan", CmsParts.MaxStatement));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var plan = Plan.FromSigned(SignedPlan);
        projection.DemandNew(plan.Ceremony);
        projection.Put(new CeremonyRecord
        {
            CeremonyId = plan.Ceremony,
            Operation = plan.Operation,
            Purpose = plan.Purpose,
            Title = plan.Title,
            Status = CeremonyStatus.Pending,
            PlanDigest = plan.Digest,
            Opener = plan.Opener,
            OpenedAt = plan.OpenedAt,
            GatherBy = plan.GatherBy,
            UseBy = plan.UseBy,
            Groups = GroupsOf(plan, projection),
            Epoch = plan.Quorum.Epoch,
            StartedAt = header.Sequence,
        });
    }

    private protected override void Write(JsonObject data) => data.Add("plan", SignedPlan);

    private static IReadOnlyList<QuorumGroup> GroupsOf(Plan plan, IProjection projection)
    {
        Electorate electorate;
        try
        {
            electorate = Electorates.Of(plan, projection);
        }
        catch (TrstException)
        {
            // A plan that no roster covers: the gate refuses it, and here nobody can approve it.
            return [new QuorumGroup("custodians", plan.Quorum.Needed, [])];
        }

        return electorate.Groups
            .Select(g => new QuorumGroup(
                g.Name,
                g.Needed,
                g.Voters
                    .Where(v => electorate.MayCount(g, v, plan.Opener))
                    .Select(v => new QuorumVoter(v.Name, v.Epoch, electorate.HasNoVeto(v)))
                    .ToArray()))
            .ToArray();
    }
}

/// <summary>A custodian's signed statement (CMS over <c>trstctl-approval/1</c>): approved, denied or withdrawn.</summary>
internal sealed record StatementMade(Decision Decision, byte[] Statement) : LedgerEvent
{
    public const string ApprovedType = "ceremony.approved";
    public const string DeniedType = "ceremony.denied";
    public const string WithdrawnType = "ceremony.withdrawn";
    private const int MaxBytes = 64 * 1024;

    public override string Type => Decision switch
    {
        Decision.Approve => ApprovedType,
        Decision.Deny => DeniedType,
        _ => WithdrawnType,
    };

    public override bool EndsOpening => Decision == Decision.Deny;

    public static StatementMade Read(Decision decision, ObjectReader reader) => new(decision, reader.Bytes("statement", MaxBytes));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var approval = Approval.FromSigned(Statement);
        var ceremony = projection.DemandCeremony(approval.Ceremony);
        ceremony = ceremony with
        {
            Statements =
            [
                .. ceremony.Statements,
                new StatementRecord(approval.Custodian, approval.Epoch, Decision, header.Sequence, header.Time, approval.Reason),
            ],
        };
        var denied = Decision == Decision.Deny
            && ceremony.Status == CeremonyStatus.Pending
            && ceremony.EndsWith(approval.Custodian, approval.Epoch);
        projection.Put(ceremony with
        {
            Status = denied ? CeremonyStatus.Denied : ceremony.Status,
            EndReason = denied ? approval.Reason : ceremony.EndReason,
        });
    }

    private protected override void Write(JsonObject data) => data.Add("statement", Statement);
}

/// <summary>A refusal, or an operation that failed: what was tried, and the error's id and text.</summary>
internal sealed record Refused(string RefusalType, string Act, string Error, string Text) : LedgerEvent
{
    public const string RefusedType = "ceremony.refused";
    public const string ApprovalRejectedType = "ceremony.approval-rejected";

    public override string Type => RefusalType;

    public static Refused Read(string type, ObjectReader reader) =>
        new(type, reader.Text("act", 64), reader.Text("error", 64), reader.Text("text", 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var ceremony = header.Ceremony ?? string.Empty;
        var before = projection.Find<RefusalRecord>(RefusalRecord.KindName, RefusalRecord.IdOf(ceremony, header.Actor));
        projection.Put(new RefusalRecord(ceremony, header.Actor, (before?.Count ?? 0) + 1, header.Time));
    }

    private protected override void Write(JsonObject data)
    {
        data.Add("act", Act);
        data.Add("error", Error);
        data.Add("text", Text);
    }
}

/// <summary>The opener's signed cancellation (CMS over <c>trstctl-cancellation/1</c>).</summary>
internal sealed record CeremonyCancelled(byte[] Cancellation) : LedgerEvent
{
    public const string TypeName = "ceremony.cancelled";

    public override string Type => TypeName;

    public override bool EndsOpening => true;

    public static CeremonyCancelled Read(ObjectReader reader) => new(reader.Bytes("cancellation", 64 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var cancellation = StopStatement.FromSigned(Cancellation);
        var ceremony = projection.DemandPending(cancellation.Ceremony);
        projection.Put(ceremony with { Status = CeremonyStatus.Stopped, EndReason = cancellation.Reason });
    }

    private protected override void Write(JsonObject data) => data.Add("cancellation", Cancellation);
}

/// <summary>Appended when the passing of a deadline is first observed.</summary>
internal sealed record CeremonyExpired(string Deadline) : LedgerEvent
{
    public const string TypeName = "ceremony.expired";

    public override string Type => TypeName;

    public override bool EndsOpening => true;

    public static CeremonyExpired Read(ObjectReader reader) => new(reader.Text("deadline", 32));

    public override void Apply(IProjection projection, EventHeader header) =>
        projection.Put(projection.DemandPending(header.Ceremony) with { Status = CeremonyStatus.Expired, EndReason = Deadline });

    private protected override void Write(JsonObject data) => data.Add("deadline", Deadline);
}

/// <summary>The final record: which approvals were counted (custodian and digest of the statement), and what was made.</summary>
internal sealed record CeremonyCompleted(
    Digest PlanDigest, IReadOnlyList<KeyValuePair<string, Digest>> Counted, IReadOnlyList<string> Results)
    : LedgerEvent
{
    public const string TypeName = "ceremony.completed";

    public override string Type => TypeName;

    public override bool EndsOpening => true;

    public static CeremonyCompleted Read(ObjectReader reader) => new(
        Digest.FromJson(reader, "planDigest"),
        reader.Objects("counted", 512).Select(ReadCounted).ToArray(),
        reader.Texts("results", 64, 64));

    public override void Apply(IProjection projection, EventHeader header) =>
        projection.Put(projection.DemandPending(header.Ceremony) with { Status = CeremonyStatus.Completed, Results = Results });

    private protected override void Write(JsonObject data)
    {
        data.Add("planDigest", PlanDigest);
        data.Add("counted", new JsonArray(Counted.Select(c => new JsonObject { { "custodian", c.Key }, { "statement", c.Value } })));
        data.Add("results", JsonArray.Of(Results));
    }

    private static KeyValuePair<string, Digest> ReadCounted(JsonObject json)
    {
        var reader = new ObjectReader(json, "counted approval");
        var counted = new KeyValuePair<string, Digest>(reader.Text("custodian", 64), Digest.FromJson(reader, "statement"));
        reader.End();
        return counted;
    }
}

/// <summary>What made a pending ceremony void: a roster change or a restored store, both by ceremony.</summary>
internal sealed record CeremonyVoided(string Reason) : LedgerEvent
{
    public const string TypeName = "ceremony.voided";

    public override string Type => TypeName;

    public override bool EndsOpening => true;

    public static CeremonyVoided Read(ObjectReader reader) => new(reader.Text("reason", 256));

    public override void Apply(IProjection projection, EventHeader header) =>
        projection.Put(projection.DemandPending(header.Ceremony) with { Status = CeremonyStatus.Voided, EndReason = Reason });

    private protected override void Write(JsonObject data) => data.Add("reason", Reason);
}

internal static class CeremonyProjection
{
    public static CeremonyRecord DemandCeremony(this IProjection projection, string? id) =>
        projection.Find<CeremonyRecord>(CeremonyRecord.KindName, id ?? string.Empty)
        ?? throw new TrstException(ErrorId.FormatInvalid, "event", $"it names ceremony {id}, which never started");

    /// <summary>An end is an end: whoever could move a ceremony out of it could undo a denial, or consume it twice.</summary>
    public static CeremonyRecord DemandPending(this IProjection projection, string? id)
    {
        var ceremony = projection.DemandCeremony(id);
        return ceremony.Status == CeremonyStatus.Pending
            ? ceremony
            : throw new TrstException(
                ErrorId.FormatInvalid, "event", $"ceremony {id} is {ceremony.Status.ToString().ToLowerInvariant()} and cannot end again");
    }

    /// <summary>A second start would forget every denial, withdrawal and end of the first.</summary>
    public static void DemandNew(this IProjection projection, string id)
    {
        if (projection.Find<CeremonyRecord>(CeremonyRecord.KindName, id) is not null)
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"ceremony {id} started before");
        }
    }
}
