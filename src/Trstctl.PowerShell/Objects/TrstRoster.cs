using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Keys;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

/// <summary>A roster: proposed (before its ceremony), or in force.</summary>
public sealed class TrstRoster
{
    internal TrstRoster(RosterDraft draft)
    {
        Draft = draft;
        Status = "Draft";
        Fill(draft.Principals, draft.Threshold, draft.Policy);
    }

    /// <param name="drills">The drills of this roster's epoch, where they are known.</param>
    internal TrstRoster(
        Roster roster, bool current, IReadOnlyList<DrillRecord>? drills = null, DateTime? asOf = null,
        Func<Principal, DateTime?>? retired = null)
    {
        Status = current ? "Current" : "Past";
        Epoch = roster.Epoch;
        Digest = roster.Digest.Hex;
        Roster = roster;
        Fill(roster.Principals, roster.Threshold, roster.Policy);
        foreach (var custodian in Custodian.Concat(Operator))
        {
            custodian.Retired = retired?.Invoke(custodian.Principal)?.ToLocalTime();
        }

        CanLose -= Custodian.Count(c => c.Retired is not null);
        foreach (var custodian in Custodian)
        {
            custodian.AsOf = asOf;
            custodian.Drill = drills?.FirstOrDefault(d => string.Equals(d.Custodian, custodian.Name, StringComparison.Ordinal));
        }
    }

    /// <summary>0 for a draft.</summary>
    public int Epoch { get; }

    /// <summary>Draft, Current or Past.</summary>
    public string Status { get; }

    public int Threshold { get; private set; }

    /// <summary>For example "3 of 5"; a laboratory's says LAB.</summary>
    public string Quorum { get; private set; } = string.Empty;

    /// <summary>How many custodians can be lost before no quorum is possible; below 0 none is, since so many retired their keys.</summary>
    public int CanLose { get; private set; }

    /// <summary>True where a laboratory allowed a threshold of 1.</summary>
    public bool IsLab { get; private set; }

    /// <summary>True where a root's key may be held so that one secret opens it.</summary>
    public bool AllowsOperationalRoots { get; private set; }

    public TrstCustodian[] Custodian { get; private set; } = [];

    /// <summary>Principals that open and execute but do not approve.</summary>
    public TrstCustodian[] Operator { get; private set; } = [];

    /// <summary>What endangers the quorum: keys that were retired or expire within 90 days, custodians without a drill in half a
    /// year.</summary>
    public string[] Health => Custodian.SelectMany(c => c.Concerns()).ToArray();

    public string Custodians => string.Join(", ", Custodian.Select(c => c.Name));

    /// <summary>SHA-256 of the roster document; of epoch 1 it is the tenant id. Null for a draft.</summary>
    public string? Digest { get; }

    internal RosterDraft? Draft { get; }

    internal Roster? Roster { get; }

    public override string ToString() => $"{Quorum} custodians";

    private void Fill(IReadOnlyList<Principal> principals, int threshold, RosterPolicy policy)
    {
        Custodian = principals.Where(p => p.IsCustodian).Select(p => new TrstCustodian(p)).ToArray();
        Operator = principals.Where(p => !p.IsCustodian).Select(p => new TrstCustodian(p)).ToArray();
        Threshold = threshold;
        IsLab = policy.IsLab;
        AllowsOperationalRoots = policy.AllowsOperationalRoots;
        Quorum = $"{threshold} of {Custodian.Length}{(policy.IsLab ? " LAB" : string.Empty)}";
        CanLose = Custodian.Length - threshold;
    }
}

/// <summary>A principal of a roster, or the owner of a new key.</summary>
public sealed class TrstCustodian
{
    internal TrstCustodian(Principal principal, string? path = null)
    {
        Principal = principal;
        Path = path;
        var view = new CertificateView(principal.SigningCertificate);
        NotAfter = view.NotAfter.ToLocalTime();
        Thumbprint = Trstctl.PowerShell.Certificates.Open(principal.SigningCertificate).Thumbprint;
        Key = PublicKey.Describe(view.Spki);
    }

    public string Name => Principal.Name;

    public string Person => Principal.Person;

    /// <summary>Custodian, Operator, Witness; several with commas between.</summary>
    public string Role => Principal.Roles.ToString();

    public string Key { get; }

    /// <summary>Eight words of the key's digest, the same as plans show: compare them with your own.</summary>
    public string KeyWords => Principal.KeyWords;

    /// <summary>SHA-1 of the signing certificate, as Windows shows it.</summary>
    public string Thumbprint { get; }

    public DateTime NotAfter { get; }

    /// <summary>Whole days until the signing certificate expires, from when the roster was asked for; null for a draft or a new
    /// key.</summary>
    public int? DaysLeft => AsOf is null ? null : (int)Math.Floor((NotAfter.ToUniversalTime() - AsOf.Value).TotalDays);

    /// <summary>When this custodian last proved that he can open his shares; null for never, and for a roster of the past.</summary>
    public DateTime? LastDrill => Drill?.Last?.ToLocalTime();

    /// <summary>When this principal retired the key, which counts no longer; null where he did not.</summary>
    public DateTime? Retired { get; internal set; }

    /// <summary>How many shares were opened in the last drill.</summary>
    public int DrilledShares => Drill?.Shares ?? 0;

    /// <summary>Where this custodian's shares are: Envelope (in the store, for his key), File (his own), or None.</summary>
    public string ShareIn => !Principal.IsCustodian ? "None" : Principal.SealingCertificate is null ? "File" : "Envelope";

    /// <summary>The file that holds the private key, for a key that was just made.</summary>
    public string? Path { get; }

    public string Pem => Trstctl.Asn1.Pem.Encode("CERTIFICATE", Principal.SigningCertificate);

    internal Principal Principal { get; }

    internal DrillRecord? Drill { get; set; }

    internal DateTime? AsOf { get; set; }

    public override string ToString() => Name;

    internal IEnumerable<string> Concerns()
    {
        if (AsOf is not { } now)
        {
            yield break;
        }

        if (Retired is not null)
        {
            yield return $"{Name} retired the key";
            yield break;
        }

        if (DaysLeft < 90)
        {
            yield return DaysLeft < 0 ? $"{Name}'s certificate has expired" : $"{Name}'s certificate expires in {DaysLeft} days";
        }

        if (LastDrill is not { } last)
        {
            yield return $"{Name} has never drilled";
        }
        else if ((now - last.ToUniversalTime()).TotalDays > 180)
        {
            yield return $"{Name} has not drilled for half a year";
        }
    }
}
