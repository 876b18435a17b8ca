namespace Trstctl.History;

/// <summary>What a ceremony puts in the place of the ledger key and, where its plan says so, of the custody sealer. It is made before the
/// lock, and in use once the ceremony is committed.</summary>
internal sealed class LedgerRenewal : IDisposable
{
    private LedgerRenewal(ProtectorSecret secret, byte[]? custodyRecord, Sealer? sealer = null, Sealer? before = null)
    {
        Secret = secret;
        CustodyRecord = custodyRecord;
        Sealer = sealer;
        Custody = sealer is null ? null : new SoftwareCustody(sealer, before);
    }

    public LedgerKey Key { get; } = LedgerKey.Generate();

    /// <summary>Guards the key.</summary>
    public ProtectorSecret Secret { get; }

    /// <summary>Of the new custody sealer, or of the one in force under the new secret that it shares; null where it stays as it
    /// is.</summary>
    public byte[]? CustodyRecord { get; }

    /// <summary>The new custody sealer; null where it stays.</summary>
    public Sealer? Sealer { get; }

    /// <summary>Opens under the sealer in force and seals under the new one; null where there is none.</summary>
    public IKeyCustody? Custody { get; }

    /// <param name="custody">As this connection opened it.</param>
    /// <param name="replaced">The sealer in force, where the plan changes it: who does not hold it seals nothing anew.</param>
    /// <param name="before">Guards the ledger key so far, and what comes where <paramref name="ledgerSecret"/> is null.</param>
    public static LedgerRenewal Make(
        Sealer? custody, Digest? replaced, ProtectorSecret before, ProtectorSecret? ledgerSecret, ProtectorSecret? custodySecret)
    {
        var shares = custody?.Info.SameSecretAs is not null;
        var secret = ledgerSecret ?? before;
        if (replaced is null)
        {
            return custodySecret is null
                ? new LedgerRenewal(secret, shares ? custody!.ProtectBy(secret) : null)
                : throw new TrstException(
                    ErrorId.ParameterForeign, custodySecret.Kind == ProtectorKind.KeyFile ? "NewCustodyKeyFile" : "NewCustodyPassword",
                    "a plan that keeps the custody sealer");
        }

        if (custody?.Identity != replaced)
        {
            throw new TrstException(
                ErrorId.KeyUnavailable, "custody sealer", "this connection does not hold the one in force, and its keys are sealed anew");
        }

        // Under the secret before, whoever left would open the new one too.
        var guard = custodySecret ?? (shares ? ledgerSecret : null)
            ?? throw new TrstException(ErrorId.SecretMissing, "new custody sealer", "a new password or key file of its own");
        var (record, sealer) = TenantKeys.NewCustody(guard, isShared: custodySecret is null);
        return new LedgerRenewal(secret, record, sealer, custody);
    }

    /// <summary>True once the connection took it: it disposes it from then on.</summary>
    public bool IsInUse { get; set; }

    public void Dispose()
    {
        if (!IsInUse)
        {
            Key.Dispose();
            Sealer?.Dispose();
        }
    }
}
