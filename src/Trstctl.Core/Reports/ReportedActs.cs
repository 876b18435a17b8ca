namespace Trstctl.Reports;

/// <summary>So many of these must approve.</summary>
/// <param name="Counted">Whose approvals verify and count, of distinct people with distinct keys.</param>
internal sealed record ReportedGroup(string Name, int Needed, IReadOnlyList<string> Counted, IReadOnlyList<ReportedVoter> Voters)
{
    public bool IsMet => Counted.Count >= Needed;

    public static ReportedGroup Declare(Fields f, ReportedGroup? g) => new(
        f.Text("name", g?.Name, 64), f.Number("needed", g?.Needed, 0), f.Texts("counted", g?.Counted, 512, 64),
        f.Objects("voters", g?.Voters, 1024, ReportedVoter.Declare));
}

/// <summary>Somebody whose approval is asked for.</summary>
/// <param name="Person">Who answers for the entry.</param>
/// <param name="Key">SHA-1 of the certificate, as rosters and Windows show it.</param>
internal sealed record ReportedVoter(string Name, string Person, int Epoch, string Key)
{
    public static ReportedVoter Declare(Fields f, ReportedVoter? v) => new(
        f.Text("name", v?.Name, 64), f.Text("person", v?.Person, 64), f.Number("epoch", v?.Epoch, 0), f.Text("key", v?.Key, 64));
}

/// <summary>A custodian's signed statement.</summary>
/// <param name="Said">approve, deny or withdraw.</param>
/// <param name="Time">UTC, of the ledger.</param>
/// <param name="Statement">SHA-256 of it.</param>
/// <param name="Stands">True where its signature verifies and its signer could say so then.</param>
internal sealed record ReportedWord(
    string Custodian, int Epoch, Decision Said, DateTime Time, long Sequence, string Statement, bool Stands)
{
    public string? Reason { get; init; }

    /// <summary>Why it does not stand, or does not count.</summary>
    public string? Fault { get; init; }

    public static ReportedWord Declare(Fields f, ReportedWord? w) => new(
        f.Text("custodian", w?.Custodian, 64), f.Number("epoch", w?.Epoch, 0), f.Word("said", w?.Said), f.Time("time", w?.Time),
        f.Sequence("event", w?.Sequence), f.Text("statement", w?.Statement, 64), f.Boolean("stands", w?.Stands))
    {
        Reason = f.OptionalText("reason", w?.Reason, Approval.MaxReason),
        Fault = f.OptionalText("fault", w?.Fault, CeremonyReport.MaxLine),
    };
}

/// <summary>Who ran the plan.</summary>
/// <param name="Host">As it named itself: nobody proves it.</param>
/// <param name="Signed">UTC, when he signed for it.</param>
/// <param name="Completed">UTC, of the ledger.</param>
/// <param name="After">The ledger with the completion as its last event.</param>
/// <param name="Statement">SHA-256 of his statement.</param>
/// <param name="Stands">True where its signature verifies.</param>
internal sealed record ReportedExecution(
    string Executor, string Person, string Key, string Host, DateTime Signed, DateTime Completed, long Sequence, ReportedPoint After,
    string Statement, bool Stands, IReadOnlyList<string> Released, IReadOnlyList<ReportedWitness> Witnesses,
    IReadOnlyList<ReportedLine> Made)
{
    public static ReportedExecution Declare(Fields f, ReportedExecution? e) => new(
        f.Text("executor", e?.Executor, 64), f.Text("person", e?.Person, 64), f.Text("key", e?.Key, 64), f.Text("host", e?.Host, 256),
        f.Time("signed", e?.Signed), f.Time("completed", e?.Completed), f.Sequence("event", e?.Sequence),
        f.Object("checkpointAfter", e?.After, ReportedPoint.Declare), f.Text("statement", e?.Statement, 64), f.Boolean("stands", e?.Stands),
        f.Texts("released", e?.Released, 512, 64), f.Objects("witnesses", e?.Witnesses, 32, ReportedWitness.Declare),
        f.Objects("made", e?.Made, 100_000, ReportedLine.Declare));
}

/// <summary>Somebody who watched, and signed that the plan was followed.</summary>
/// <param name="Time">UTC, as he signed it.</param>
internal sealed record ReportedWitness(string Name, string Person, DateTime Time, string Statement, bool Stands)
{
    public static ReportedWitness Declare(Fields f, ReportedWitness? w) => new(
        f.Text("name", w?.Name, 64), f.Text("person", w?.Person, 64), f.Time("time", w?.Time), f.Text("statement", w?.Statement, 64),
        f.Boolean("stands", w?.Stands));
}

/// <summary>A certificate or request that was made.</summary>
/// <param name="Name">As the plan calls it.</param>
/// <param name="Kind">certificate or request.</param>
/// <param name="AsApproved">True where its bytes are the approved ones, with the new key in their open places.</param>
/// <param name="Lint">Findings of this version, a line each; notices are left out.</param>
internal sealed record ReportedArtefact(
    string Name, string Kind, string Subject, byte[] Der, bool AsApproved, IReadOnlyList<ReportedLine> Lines, IReadOnlyList<string> Lint)
{
    public string Sha256 => Digest.Of(Der).Hex;

    public string Label => Kind == "request" ? "CERTIFICATE REQUEST" : "CERTIFICATE";

    public static ReportedArtefact Declare(Fields f, ReportedArtefact? a) => new(
        f.Text("name", a?.Name, 64), f.Text("kind", a?.Kind, 16), f.Text("subject", a?.Subject, CeremonyReport.MaxLine),
        f.Bytes("der", a?.Der, CertificateAssembler.LargestCertificate), f.Boolean("asApproved", a?.AsApproved),
        f.Objects("lines", a?.Lines, 100_000, ReportedLine.Declare), f.Texts("lint", a?.Lint, 1000, CeremonyReport.MaxLine));
}

/// <summary>A key that was made, taken in, or sealed anew.</summary>
/// <param name="KeyId">SHA-256 of its SubjectPublicKeyInfo.</param>
/// <param name="Record">SHA-256 of what it is kept in.</param>
/// <param name="Shares">How many shares open it; 0 where a sealer does.</param>
/// <param name="Holders">Who got them.</param>
internal sealed record ReportedKey(
    string Algorithm, string KeyId, int Generation, string Custody, string Level, string Record, int Shares, IReadOnlyList<string> Holders)
{
    public static ReportedKey Declare(Fields f, ReportedKey? k) => new(
        f.Text("algorithm", k?.Algorithm, 32), f.Text("key", k?.KeyId, 64), f.Number("generation", k?.Generation, 1),
        f.Text("custody", k?.Custody, 32), f.Text("level", k?.Level, 32), f.Text("record", k?.Record, 64), f.Number("shares", k?.Shares, 0),
        f.Texts("holders", k?.Holders, 512, 64));
}

/// <summary>An event of the ceremony.</summary>
/// <param name="Actor">A principal where a signature proves it, or what a host claimed.</param>
/// <param name="Words">What happened, a line for each thing.</param>
internal sealed record ReportedEvent(long Sequence, DateTime Time, string Type, string Actor, IReadOnlyList<string> Words)
{
    /// <summary>Why it had no effect.</summary>
    public string? Void { get; init; }

    public bool IsRefusal => Type is Refused.RefusedType or Refused.ApprovalRejectedType;

    public static ReportedEvent Declare(Fields f, ReportedEvent? e) => new(
        f.Sequence("event", e?.Sequence), f.Time("time", e?.Time), f.Text("type", e?.Type, 64), f.Text("actor", e?.Actor, 256),
        f.Texts("words", e?.Words, 100_000, CeremonyReport.MaxLine))
    {
        Void = f.OptionalText("void", e?.Void, CeremonyReport.MaxLine),
    };
}
