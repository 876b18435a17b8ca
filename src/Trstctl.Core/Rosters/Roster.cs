namespace Trstctl.Rosters;

/// <summary>Who may agree: the document <c>trstctl-roster/1</c>. The digest of the founding one is the tenant's id.</summary>
public sealed class Roster
{
    public const string Format = "trstctl-roster/1";
    public const int NonceLength = 32;
    private const int MaxPrincipals = 512;
    private const int ShownNames = 20;

    private Roster(
        int epoch, byte[]? nonce, Digest? previous, int threshold, RosterPolicy policy, IEnumerable<Principal> principals, int rules,
        byte[] ledgerKey, Digest sealer)
    {
        Epoch = epoch;
        Nonce = nonce;
        Previous = previous;
        Threshold = threshold;
        Policy = policy;
        Rules = rules;
        LedgerKey = ledgerKey;
        Sealer = sealer;
        Principals = principals.OrderBy(p => PrincipalName.Key(p.Name), StringComparer.Ordinal).ToArray();
        Custodians = Principals.Where(p => p.IsCustodian).ToArray();
        DemandDistinct();
        Trstctl.Rosters.Threshold.Check(threshold, Custodians.Count, policy.IsLab);
        Digest = Digest.Of(ToJson());
    }

    /// <summary>1 for the founding roster; rises by one with every change.</summary>
    public int Epoch { get; }

    /// <summary>256 random bits of the founding roster: two tenants with the same people are still two.</summary>
    public byte[]? Nonce { get; }

    /// <summary>Digest of the roster before this one; null for the founding roster.</summary>
    public Digest? Previous { get; }

    /// <summary>m: how many custodians must approve.</summary>
    public int Threshold { get; }

    /// <summary>True where a laboratory allowed m = 1; every report shows it.</summary>
    public bool IsLab => Policy.IsLab;

    public RosterPolicy Policy { get; }

    /// <summary>The number of the rules by which the ledger is replayed while this roster is in force.</summary>
    public int Rules { get; }

    /// <summary>Ed25519 public key of the tenant's ledger, 32 bytes.</summary>
    public byte[] LedgerKey { get; }

    /// <summary>Identity of the custody sealer in force: a public value of its key.</summary>
    public Digest Sealer { get; }

    public IReadOnlyList<Principal> Principals { get; }

    public IReadOnlyList<Principal> Custodians { get; }

    public Digest Digest { get; }

    public static Roster Found(
        byte[] nonce, int threshold, RosterPolicy policy, IEnumerable<Principal> principals, byte[] ledgerKey, Digest sealer) =>
        new(1, nonce, null, threshold, policy, principals, ReplayRules.Newest, ledgerKey, sealer);

    /// <summary>The roster of the next epoch, under the same rules.</summary>
    public Roster Follow(int threshold, RosterPolicy policy, IEnumerable<Principal> principals, byte[] ledgerKey, Digest sealer) =>
        new(Epoch + 1, null, Digest, threshold, policy, principals, Rules, ledgerKey, sealer);

    /// <summary>The principal whose signing key this is, or null.</summary>
    public Principal? FindByKey(byte[] canonicalSpki) => Principals.FirstOrDefault(p => p.Owns(canonicalSpki));

    public Principal? Find(string name)
    {
        if (Principals.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal)) is { } found)
        {
            return found;
        }

        var key = PrincipalName.Key(name);
        return Principals.FirstOrDefault(p => p.HasKey(key));
    }

    /// <summary>The principal, or <see cref="ErrorId.NotOnRoster"/>.</summary>
    public Principal Demand(string name) =>
        Find(name) ?? throw new TrstException(
            ErrorId.NotOnRoster, CanonicalText.Escape(name), Epoch,
            $", which has {string.Join(", ", Principals.Take(ShownNames).Select(p => p.Name))}"
                + (Principals.Count > ShownNames ? ", ..." : string.Empty));

    internal JsonObject ToJson() => Fields.Write(this, Declare);

    internal static Roster FromJson(JsonObject json) => Fields.Read<Roster>(json, "roster", Declare);

    internal static Roster Declare(Fields f, Roster? r)
    {
        f.Format(Format);
        var epoch = f.Number("epoch", r?.Epoch, 1);
        var nonce = epoch == 1 ? f.ExactBytes("nonce", r?.Nonce, NonceLength) : null;
        var previous = epoch == 1 ? (Digest?)null : f.Digest("previous", r?.Previous);
        var threshold = f.Number("threshold", r?.Threshold, 1, 255);
        var policy = f.Object("policy", r?.Policy, RosterPolicy.Declare);
        var principals = f.Objects("principals", r?.Principals, MaxPrincipals, Principal.Declare);
        var rules = f.Number("rules", r?.Rules, 1);
        var ledgerKey = f.ExactBytes("ledgerKey", r?.LedgerKey, Trstctl.Ledger.LedgerKey.PublicKeyLength);
        var sealer = f.Digest("sealer", r?.Sealer);
        if (f.IsWriting)
        {
            return r!;
        }

        var roster = new Roster(epoch, nonce, previous, threshold, policy, principals, rules, ledgerKey, sealer);
        f.Demand(roster.Digest == Digest.Of(f.Json), "its principals are not in order");
        return roster;
    }

    private void DemandDistinct()
    {
        for (var i = 0; i < Principals.Count; i++)
        {
            for (var k = i + 1; k < Principals.Count; k++)
            {
                var (one, other) = (Principals[i], Principals[k]);
                var same = one.LooksLike(other) ? "name"
                    : one.SharesKeyWith(other) ? "key"
                    : one.IsCustodian && other.IsCustodian && one.IsSamePersonAs(other) ? "person"
                    : null;
                if (same is not null)
                {
                    throw new TrstException(ErrorId.DuplicateCustodian, one.Name, other.Name, same);
                }
            }
        }
    }
}
