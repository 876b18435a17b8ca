namespace Trstctl.History;

/// <summary>The two sealers of a tenant and the ledger key under the first of them (PROTOCOL section 4).</summary>
internal sealed class TenantKeys
{
    private const string LedgerSealerName = "ledger";
    private const string CustodySealerName = "custody";
    private const string LedgerSealerSetting = "sealer.ledger";
    private const string CustodySealerSetting = "sealer.custody";
    private const string BeforeSetting = "sealer.before";
    private const string LedgerKeySetting = "ledger.key";
    private const string LedgerPublicSetting = "ledger.public";

    public LedgerKey? LedgerKey { get; private init; }

    /// <summary>What opened the ledger's sealer.</summary>
    public ProtectorSecret? LedgerSecret { get; private init; }

    public byte[] LedgerPublicKey { get; private init; } = [];

    /// <summary>Of the custody sealer, whether it was opened or not.</summary>
    public Digest SealerIdentity { get; private init; }

    public Sealer? Custody { get; private init; }

    /// <summary>The copy's custody sealer, until the quorum resumes a restored store, and its identity, whether it was opened or
    /// not.</summary>
    public Sealer? Before { get; private init; }

    public Digest? SealerBefore { get; private init; }

    public string Protector { get; private init; } = string.Empty;

    public IReadOnlyList<Sealer> Opened { get; private init; } = [];

    /// <param name="before">Kept beside the new custody sealer, under its secret; the keys dispose it.</param>
    public static TenantKeys Create(IUnitOfWork work, ConnectionOptions options, Sealer? before = null)
    {
        var ledgerSecret = options.LedgerSecret
            ?? throw new TrstException(ErrorId.SecretMissing, "ledger sealer", "a password or key file");
        var (ledgerRecord, ledgerSealer) = Sealer.Create(LedgerSealerName, ledgerSecret, null);
        var shared = options.CustodySecret is null;
        var (custodyRecord, custodySealer) = NewCustody(options.CustodySecret ?? ledgerSecret, shared);
        var key = LedgerKey.Generate();
        using var seed = key.ExportSeed();
        work.PutSetting(LedgerSealerSetting, ledgerRecord);
        work.PutSetting(CustodySealerSetting, custodyRecord);
        work.DropSetting(BeforeSetting);
        if (before is not null)
        {
            work.PutSetting(BeforeSetting, before.ProtectBy(options.CustodySecret ?? ledgerSecret));
        }

        work.PutSetting(LedgerKeySetting, ledgerSealer.Seal(seed.Bytes, AssociatedData(options.Tenant)));
        work.PutSetting(LedgerPublicSetting, key.PublicKey);
        return new TenantKeys
        {
            LedgerKey = key,
            LedgerSecret = ledgerSecret,
            LedgerPublicKey = key.PublicKey,
            SealerIdentity = custodySealer.Identity,
            Custody = custodySealer,
            Before = before,
            SealerBefore = before?.Identity,
            Protector = Describe(ledgerRecord),
            Opened = [ledgerSealer, custodySealer, .. before is null ? Array.Empty<Sealer>() : [before]],
        };
    }

    /// <param name="isShared">The secret is the ledger's, too.</param>
    public static (byte[] Record, Sealer Sealer) NewCustody(ProtectorSecret secret, bool isShared) =>
        Sealer.Create(CustodySealerName, secret, isShared ? LedgerSealerName : null);

    /// <summary>A new ledger key under a new sealer: who knows the secret before opens nothing of it. A custody sealer that shared that
    /// secret shares the new one, or gives way to a new sealer.</summary>
    public static void Renew(IUnitOfWork work, LedgerRenewal renewal, string tenant)
    {
        var (record, sealer) = Sealer.Create(LedgerSealerName, renewal.Secret);
        using (sealer)
        {
            using var seed = renewal.Key.ExportSeed();
            work.PutSetting(LedgerSealerSetting, record);
            work.PutSetting(LedgerKeySetting, sealer.Seal(seed.Bytes, AssociatedData(tenant)));
            work.PutSetting(LedgerPublicSetting, renewal.Key.PublicKey);
            if (renewal.CustodyRecord is { } custody)
            {
                work.PutSetting(CustodySealerSetting, custody);
            }
        }
    }

    /// <summary>What opens the ledger's sealer, as its record says.</summary>
    public static IReadOnlyList<ProtectorKind> LedgerProtectors(IUnitOfWork work) =>
        Sealer.Describe(DemandSealer(work, LedgerSealerSetting, LedgerSealerName)).Kinds;

    public static TrstException MissingSecret(IReadOnlyList<ProtectorKind> kinds) => kinds.Contains(ProtectorKind.Password)
        ? new TrstException(ErrorId.SecretMissing, "ledger sealer", "its password", ProtectorKind.Password)
        : new TrstException(ErrorId.SecretMissing, "ledger sealer", "its key file", ProtectorKind.KeyFile);

    public static TenantKeys Open(IUnitOfWork work, ConnectionOptions options, ProtectorSecret? asked = null)
    {
        var ledgerRecord = DemandSealer(work, LedgerSealerSetting, LedgerSealerName);
        var publicKey = Demand(work, LedgerPublicSetting);
        var custodyRecord = DemandSealer(work, CustodySealerSetting, CustodySealerName);
        var identity = Sealer.Describe(custodyRecord).Identity;
        var beforeRecord = work.Setting(BeforeSetting) is null ? null : DemandSealer(work, BeforeSetting, CustodySealerName);
        Digest? identityBefore = beforeRecord is null ? null : Sealer.Describe(beforeRecord).Identity;
        var ledgerSecret = asked ?? options.LedgerSecret ?? (options.ReadOnly ? null : Sealer.OwnSecret(ledgerRecord));
        if (ledgerSecret is null)
        {
            return options.ReadOnly
                ? new TenantKeys { LedgerPublicKey = publicKey, SealerIdentity = identity, Protector = Describe(ledgerRecord) }
                : throw MissingSecret(Sealer.Describe(ledgerRecord).Kinds);
        }

        var opened = new List<Sealer>();
        try
        {
            var ledgerSealer = Sealer.Open(ledgerRecord, ledgerSecret);
            opened.Add(ledgerSealer);
            using var seed = ledgerSealer.Unseal(Demand(work, LedgerKeySetting), AssociatedData(options.Tenant));
            var secret = CustodySecret(custodyRecord, options, ledgerSecret);
            var custody = secret is null ? null : Sealer.Open(custodyRecord, secret);
            opened.AddRange(custody is null ? [] : [custody]);
            var before = secret is null || beforeRecord is null ? null : Sealer.Open(beforeRecord, secret);
            opened.AddRange(before is null ? [] : [before]);
            var key = LedgerKey.FromSeed(seed.Bytes);
            if (!key.PublicKey.AsSpan().SequenceEqual(publicKey))
            {
                key.Dispose();
                throw new TrstException(
                    ErrorId.StoreDamaged, $"the setting {LedgerPublicSetting} is not the key that the ledger sealer keeps");
            }

            return new TenantKeys
            {
                LedgerKey = key,
                LedgerSecret = ledgerSecret,
                LedgerPublicKey = publicKey,
                SealerIdentity = identity,
                Custody = custody,
                Before = before,
                SealerBefore = identityBefore,
                Protector = Describe(ledgerRecord),
                Opened = opened,
            };
        }
        catch
        {
            opened.ForEach(sealer => sealer.Dispose());
            throw;
        }
    }

    /// <summary>The custody sealer of a copy that is in force there: its own, or of a copy that was restored and never resumed the one
    /// before.</summary>
    public static Sealer OpenInForce(IUnitOfWork work, Digest inForce, ProtectorSecret secret) => Sealer.Open(
        new[] { work.Setting(CustodySealerSetting), work.Setting(BeforeSetting) }
            .FirstOrDefault(record => record is not null && Sealer.Describe(record).Identity == inForce)
        ?? throw new TrstException(ErrorId.KeyUnavailable, "the copy's custody sealer", "the copy does not hold the one in force"),
        secret);

    /// <summary>The custody sealers of a file whose ledger is taken over without its other rows.</summary>
    public static void CopySealers(IUnitOfWork source, IUnitOfWork work)
    {
        foreach (var setting in new[] { CustodySealerSetting, BeforeSetting })
        {
            if (source.Setting(setting) is { } record)
            {
                work.PutSetting(setting, record);
            }
        }
    }

    /// <summary>Identity of the custody sealer that the store holds now, as its record says.</summary>
    public static Digest SealerOf(IUnitOfWork work) =>
        Sealer.Describe(DemandSealer(work, CustodySealerSetting, CustodySealerName)).Identity;

    public static void ForgetBefore(IUnitOfWork work) => work.DropSetting(BeforeSetting);

    private static ProtectorSecret? CustodySecret(byte[] record, ConnectionOptions options, ProtectorSecret ledger) =>
        options.CustodySecret ?? (Sealer.Describe(record).SameSecretAs == LedgerSealerName ? ledger : null);

    private static string Describe(byte[] record) => string.Join(", ", Sealer.Describe(record).Kinds);

    private static byte[] Demand(IUnitOfWork work, string setting) =>
        work.Setting(setting) ?? throw new TrstException(ErrorId.StoreDamaged, $"the setting {setting} is missing");

    // Neither stands in the other's place: what custody seals, no holder of the ledger's secret opens.
    private static byte[] DemandSealer(IUnitOfWork work, string setting, string name)
    {
        var record = Demand(work, setting);
        return string.Equals(Sealer.Describe(record).Name, name, StringComparison.Ordinal)
            ? record
            : throw new TrstException(ErrorId.StoreDamaged, $"the setting {setting} holds another sealer");
    }

    private static byte[] AssociatedData(string tenant) =>
        CanonicalJson.Write(new JsonObject("trstctl-ledger-key/1") { { "tenantName", tenant } });
}
