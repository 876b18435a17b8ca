using Trstctl.Certificates;
using Trstctl.Ceremonies;
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

    internal TrstRoster(Roster roster, bool current)
    {
        Status = current ? "Current" : "Past";
        Epoch = roster.Epoch;
        Digest = roster.Digest.Hex;
        Roster = roster;
        Fill(roster.Principals, roster.Threshold, roster.Policy);
    }

    /// <summary>0 for a draft.</summary>
    public int Epoch { get; }

    /// <summary>Draft, Current or Past.</summary>
    public string Status { get; }

    public int Threshold { get; private set; }

    /// <summary>For example "3 of 5"; a laboratory's says LAB.</summary>
    public string Quorum { get; private set; } = string.Empty;

    /// <summary>How many custodians can be lost before no quorum is possible.</summary>
    public int CanLose { get; private set; }

    /// <summary>True where a laboratory allowed a threshold of 1.</summary>
    public bool IsLab { get; private set; }

    /// <summary>True where a root's key may be held so that one secret opens it.</summary>
    public bool AllowsOperationalRoots { get; private set; }

    public TrstCustodian[] Custodian { get; private set; } = [];

    /// <summary>Principals that open and execute but do not approve.</summary>
    public TrstCustodian[] Operator { get; private set; } = [];

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
        Thumbprint = PowerShell.Certificates.Open(principal.SigningCertificate).Thumbprint;
        Key = SubjectPublicKeyInfos.Describe(view.Spki);
    }

    public string Name => Principal.Name;

    public string Person => Principal.Person;

    public PrincipalRoles Role => Principal.Roles;

    public string Key { get; }

    /// <summary>SHA-1 of the signing certificate, as Windows shows it.</summary>
    public string Thumbprint { get; }

    public DateTime NotAfter { get; }

    /// <summary>The file that holds the private key, for a key that was just made.</summary>
    public string? Path { get; }

    public string Pem => Trstctl.Certificates.Pem.Encode("CERTIFICATE", Principal.SigningCertificate);

    internal Principal Principal { get; }

    public override string ToString() => Name;
}
