namespace Trstctl.Ceremonies;

/// <summary>An approved plan with what was made of it: all that an operation's effect is computed from.</summary>
/// <param name="Time">UTC, of the completion.</param>
/// <param name="Sequence">Of the completion's event, where its effect is computed.</param>
internal sealed record CompletedPlan(Plan Plan, Completion Made, DateTime Time, long Sequence = 0)
{
    /// <summary>The custody sealer that it seals under; null where it is the one in force.</summary>
    public Digest? NewSealer => Plan.Subject.NewSealer ?? Made.LedgerKey?.Sealer;

    /// <summary>DER of the plan's artefact with this number.</summary>
    public byte[] Artefact(int number) => number < Made.Artefacts.Count
        ? Made.Artefacts[number]
        : throw new TrstException(ErrorId.FormatInvalid, "completion", $"it has no artefact {number}");

    /// <summary>Whose the plan's new key with this number is.</summary>
    public KeyOwner OwnerOf(CeremonyOperation operation, int number) => new(
        Plan.IdOf(number), Plan.Title, operation.NewKey(this, number), Plan.Custody ?? CustodyKind.Operational,
        Plan.Level ?? EnforcementLevel.SignedApproval);

    /// <summary>Refuses a certificate that is not the plan's artefact of this name with its open places filled by this key, or that
    /// the signer's key did not sign.</summary>
    public void DemandCertificate(int number, string name, byte[] filled, byte[] signer) =>
        IssuedCertificateCheck.VerifyBytes(Parts(number), ArtefactReader.Certificate(Plan, name).Fill(filled), signer);

    /// <summary>The key in the certificate with this number.</summary>
    public byte[] SpkiOf(int number) => Parts(number).Spki.Encoded;

    /// <summary>The id of the key that was sealed for the owner, or null where its key is elsewhere.</summary>
    public string? PutKeyOf(string ownerId, byte[] spki, IProjection state)
    {
        var digest = Digest.Of(spki);
        var sealing = Made.Keys.SingleOrDefault(key => string.Equals(key.Header.Authority, ownerId, StringComparison.Ordinal));
        if (sealing is null)
        {
            return null;
        }

        state.PutNew(RecordOf(sealing));
        return digest.Hex;
    }

    /// <summary>What the ledger names of a sealed record from now on.</summary>
    public KeyRecord RecordOf(KeySealing sealing) => new(
        sealing.Header.KeyId, sealing.Header.Generation, sealing.Header.SpkiDigest, sealing.Record, sealing.Header.Authority, Plan.Ceremony,
        sealing.Header.Quorum is null ? CustodyKind.Operational : CustodyKind.Quorum, sealing.Header.Quorum?.Epoch ?? 0)
    {
        Dealing = sealing.Header.Quorum,
    };

    private CertificateParts Parts(int number) => Made.PartsOf(Artefact(number));
}
