namespace Trstctl.History.Events;

/// <summary>Holds the opener's signed plan whole (CMS over <c>trstctl-plan/1</c>).</summary>
internal sealed record CeremonyStarted(byte[] SignedPlan) : LedgerEvent
{
    public const string TypeName = "ceremony.started";

    private CmsParts? parts;
    private Plan? plan;

    public override string Type => TypeName;

    internal override SeenCheckpoint Seen => Plan.Previous;

    /// <summary>Read once; not verified here.</summary>
    internal CmsParts Parts => parts ??= SignedStatement.Parts(SignedPlan);

    /// <inheritdoc cref="Parts"/>
    internal Plan Plan => plan ??= Plan.FromBytes(Parts.Content);

    public static CeremonyStarted Declare(Fields f, CeremonyStarted? e) => new(f.Bytes("plan", e?.SignedPlan, CmsParts.MaxStatement));

    public override void Apply(IProjection projection, EventHeader header)
    {
        projection.DemandNew(Plan.Ceremony);
        projection.Put(new CeremonyRecord
        {
            Plan = Plan,
            Groups = GroupsOf(Plan, projection),
            StartedAt = header.Sequence,
        });
    }

    /// <summary>The roster of a plan that founds the tenant with this id, or null.</summary>
    public Roster? FoundingRoster(string tenantId) => RosterOperation.Founding(Plan, tenantId);

    private static IReadOnlyList<QuorumGroup> GroupsOf(Plan plan, IProjection projection)
    {
        var electorate = Electorates.Of(plan, projection);
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

    private CmsParts? parts;
    private Approval? said;

    /// <summary>Read once; not verified here.</summary>
    internal CmsParts Parts => parts ??= SignedStatement.Parts(Statement);

    /// <inheritdoc cref="Parts"/>
    internal Approval Said => said ??= Approval.FromBytes(Parts.Content);

    public override string Type => Decision switch
    {
        Decision.Approve => ApprovedType,
        Decision.Deny => DeniedType,
        _ => WithdrawnType,
    };

    internal override SeenCheckpoint Seen => Said.Checkpoint;

    public static StatementMade Declare(Fields f, StatementMade? e, Decision decision) =>
        new(decision, f.Bytes("statement", e?.Statement, MaxBytes));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var approval = Said;
        var ceremony = projection.DemandCeremony(approval.Ceremony);
        ceremony = ceremony with
        {
            Statements =
            [
                .. ceremony.Statements,
                new StatementRecord(
                    approval.Custodian, approval.Epoch, Decision, header.Sequence,
                    OwnClock.Of(ceremony.Plan, approval.Time, header.Time), approval.Reason, Digest.Of(Statement))
                {
                    GivenUp = approval.Checkpoint.GivenUp,
                },
            ],
        };
        var denied = Decision == Decision.Deny
            && ceremony.Status == CeremonyStatus.Pending
            && ceremony.EndsWith(approval.Custodian, approval.Epoch);
        projection.Put(denied ? ceremony.PutAside() with { Status = CeremonyStatus.Denied, EndReason = approval.Reason } : ceremony);
    }
}

/// <summary>A refusal, or an operation that failed: what was tried, and the error's id and text.</summary>
internal sealed record Refused(string RefusalType, string Act, string Error, string Text) : LedgerEvent
{
    public const string RefusedType = "ceremony.refused";
    public const string ApprovalRejectedType = "ceremony.approval-rejected";

    public override string Type => RefusalType;

    public override bool IsNote => true;

    public static Refused Declare(Fields f, Refused? e, string type) =>
        new(type, f.Text("act", e?.Act, 64), f.Text("error", e?.Error, 64), f.Text("text", e?.Text, 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var ceremony = header.Ceremony ?? string.Empty;
        var before = projection.Find<RefusalRecord>(RefusalRecord.KindName, RefusalRecord.IdOf(ceremony, header.Actor));
        projection.Put(new RefusalRecord(ceremony, header.Actor, (before?.Count ?? 0) + 1, header.Time));
    }
}

/// <summary>The opener's signed cancellation (CMS over <c>trstctl-cancellation/1</c>).</summary>
internal sealed record CeremonyCancelled(byte[] Cancellation) : LedgerEvent
{
    public const string TypeName = "ceremony.cancelled";

    public override string Type => TypeName;

    internal override SeenCheckpoint Seen => StopStatement.FromSigned(Cancellation).Checkpoint;

    public static CeremonyCancelled Declare(Fields f, CeremonyCancelled? e) => new(f.Bytes("cancellation", e?.Cancellation, 64 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var cancellation = StopStatement.FromSigned(Cancellation);
        var ceremony = projection.DemandPending(cancellation.Ceremony);
        projection.Put(ceremony.PutAside() with { Status = CeremonyStatus.Stopped, EndReason = cancellation.Reason });
    }
}

/// <summary>The signed statement (CMS over <c>trstctl-expiry/1</c>) that a deadline had passed.</summary>
internal sealed record CeremonyExpired(byte[] Statement) : LedgerEvent
{
    public const string TypeName = "ceremony.expired";

    public override string Type => TypeName;

    internal override SeenCheckpoint Seen => ExpiryStatement.FromSigned(Statement).Checkpoint;

    public static CeremonyExpired Declare(Fields f, CeremonyExpired? e) => new(f.Bytes("statement", e?.Statement, 64 * 1024));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var said = ExpiryStatement.FromSigned(Statement);
        var ceremony = projection.DemandPending(said.Ceremony);
        projection.Put(Expiry.After(
            ceremony, said, header.Sequence, OwnClock.Of(ceremony.Plan, said.Time, header.Time), Digest.Of(Statement)));
    }
}

/// <summary>The operation ran: what was made, from which its effect is computed.</summary>
internal sealed record CeremonyCompleted(Completion Completion) : LedgerEvent
{
    public const string TypeName = "ceremony.completed";

    public override string Type => TypeName;

    private protected override IReadOnlyList<string> Made =>
    [
        .. Completion.Artefacts.Select(ArtefactReader.Describe),
        .. Completion.Keys.Select(
            k => $"key {k.Header.KeyId.Substring(0, 16)}, generation {k.Header.Generation}, in {k.Header.Custody} custody"),
    ];

    internal override SeenCheckpoint Seen => ExecutionStatement.FromSigned(Completion.Execution).Checkpoint;

    public static CeremonyCompleted Declare(Fields f, CeremonyCompleted? e) => new(Completion.Declare(f, e?.Completion));

    public override void Apply(IProjection projection, EventHeader header)
    {
        var ceremony = projection.DemandPending(header.Ceremony);
        if (Completion.PlanDigest != ceremony.PlanDigest)
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"it completes another plan than that of ceremony {header.Ceremony}");
        }

        var operation = OperationCatalogue.DemandExact(ceremony.Operation);
        KeysToOpen.Opened(operation, ceremony.Plan, projection);
        var said = ExecutionStatement.FromSigned(Completion.Execution);
        var time = OwnClock.Governs(ceremony.Plan) ? said.Time : header.Time;
        var made = operation.Apply(new CompletedPlan(ceremony.Plan, Completion, time, header.Sequence), projection);
        projection.Put(ceremony.PutAside() with
        {
            Status = CeremonyStatus.Completed, CompletedAt = header.Sequence, Results = made.Select(document => document.Id).ToArray(),
            ExecutedBy = said.Executor, Completed = time,
        });
    }
}

internal static class CeremonyProjection
{
    /// <summary>With its plan, and who may speak in it by the rosters of the state.</summary>
    public static VerifiedCeremony Verified(this CeremonyRecord ceremony, IProjection state) =>
        new(ceremony, ceremony.Plan, Electorates.Of(ceremony.Plan, state), OperationCatalogue.DemandExact(ceremony.Operation));

    public static CeremonyRecord DemandCeremony(this IProjection projection, string? id) =>
        (id is null ? null : projection.Find<CeremonyRecord>(CeremonyRecord.KindName, id))
        ?? throw new TrstException(ErrorId.FormatInvalid, "event", $"it names ceremony {id}, which never started");

    /// <summary>An end is an end: whoever could move a ceremony out of it could undo a denial, or consume it twice.</summary>
    public static CeremonyRecord DemandPending(this IProjection projection, string? id)
    {
        var ceremony = projection.DemandCeremony(id);
        return ceremony.Status == CeremonyStatus.Pending
            ? ceremony
            : throw new TrstException(
                ErrorId.FormatInvalid, "event", $"ceremony {id} is {AsciiFold.Word(ceremony.Status)} and cannot end again");
    }

    /// <summary>A second start would forget every denial, withdrawal and end of the first.</summary>
    public static void DemandNew(this IProjection projection, string id)
    {
        if (projection.Find<CeremonyRecord>(CeremonyRecord.KindName, id) is not null)
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"ceremony {id} started before");
        }
    }

    /// <summary>Every other ceremony that is pending ends.</summary>
    public static void EndOthers(this IProjection projection, Plan plan, string reason) =>
        projection.EndPending(c => !string.Equals(c.CeremonyId, plan.Ceremony, StringComparison.Ordinal), reason);

    /// <summary>Those of the pending ceremonies end.</summary>
    public static void EndPending(this IProjection projection, Func<CeremonyRecord, bool> which, string reason)
    {
        foreach (var pending in projection.By<CeremonyRecord>(CeremonyRecord.KindName, CeremonyRecord.Pending, string.Empty)
            .Where(which).ToArray())
        {
            projection.Put(pending.PutAside() with { Status = CeremonyStatus.Voided, EndReason = reason });
        }
    }

    /// <summary>Ids are never used twice: nothing later can stand in an earlier thing's place.</summary>
    public static T PutNew<T>(this IProjection projection, T document)
        where T : Document
    {
        if (projection.Find<Document>(document.Kind, document.Id) is not null)
        {
            throw new TrstException(ErrorId.FormatInvalid, "event", $"the {document.Kind} {document.Id} exists");
        }

        projection.Put(document);
        return document;
    }
}
