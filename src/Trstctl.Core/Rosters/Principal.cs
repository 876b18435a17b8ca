namespace Trstctl.Rosters;

/// <summary>What a principal may do.</summary>
[Flags]
public enum PrincipalRoles
{
    None = 0,

    /// <summary>Approves ceremonies and counts for the quorum.</summary>
    Custodian = 1,

    /// <summary>Opens and executes ceremonies; may be an automation.</summary>
    Operator = 2,

    /// <summary>Attests how a ceremony went.</summary>
    Witness = 4,
}

/// <summary>An entry on the roster: a name, the person responsible for it, roles and keys.</summary>
public sealed class Principal
{
    private const int MaxCertificateBytes = 16 * 1024;
    private static readonly PrincipalRoles[] EachRole = [PrincipalRoles.Custodian, PrincipalRoles.Operator, PrincipalRoles.Witness];

    private readonly PublicKey signingKey;
    private readonly Lazy<CertificateView> certificate;
    private readonly string nameKey;
    private readonly string personKey;
    private readonly Digest[] identities;
    private readonly Lazy<IReadOnlyList<string>> nameSkeletons;
    private readonly Lazy<IReadOnlyList<string>> personSkeletons;

    public Principal(string name, string person, PrincipalRoles roles, byte[] signingCertificate, byte[]? sealingCertificate)
    {
        Name = PrincipalName.Enter(name);
        Person = PrincipalName.Enter(person);
        (nameKey, personKey) = (PrincipalName.Key(Name), PrincipalName.Key(Person));
        (nameSkeletons, personSkeletons) = (new(() => PrincipalName.Skeletons(Name)), new(() => PrincipalName.Skeletons(Person)));
        Roles = roles;
        SigningCertificate = signingCertificate;
        SealingCertificate = sealingCertificate;
        signingKey = PublicKey.OfCertificate(signingCertificate);
        certificate = new(() => new CertificateView(signingCertificate));
        SigningKey = signingKey.Spki;
        KeyIdentity = signingKey.Identity;
        KeyIdentityHex = KeyIdentity.Hex;
        var sealing = sealingCertificate is null ? null : PublicKey.OfCertificate(sealingCertificate);
        SealingKey = sealing?.Spki;
        identities = sealing is null ? [KeyIdentity] : [KeyIdentity, sealing.Identity];
    }

    public string Name { get; }

    /// <summary>The human being who answers for this entry; no two custodians share one.</summary>
    public string Person { get; }

    public PrincipalRoles Roles { get; }

    /// <summary>DER X.509. Only its key and validity count; chain and revocation are not consulted.</summary>
    public byte[] SigningCertificate { get; }

    /// <summary>DER X.509 of the key that shares are enveloped to, or null for a key that can only sign.</summary>
    public byte[]? SealingCertificate { get; }

    /// <summary>Canonical SubjectPublicKeyInfo.</summary>
    public byte[] SigningKey { get; }

    /// <summary><see cref="PublicKey.Identity"/> of the signing key: what retired keys are known by.</summary>
    public Digest KeyIdentity { get; }

    internal string KeyIdentityHex { get; }

    /// <summary>Eight words of the SHA-256 of <see cref="SigningKey"/>: by them its owner knows his key in a plan.</summary>
    public string KeyWords => PgpWords.Recognise(Digest.Of(SigningKey));

    public byte[]? SealingKey { get; }

    public bool IsCustodian => (Roles & PrincipalRoles.Custodian) != 0;

    public bool MayOpen => (Roles & (PrincipalRoles.Custodian | PrincipalRoles.Operator)) != 0;

    public bool Owns(byte[] canonicalSpki) => SigningKey.AsSpan().SequenceEqual(canonicalSpki);

    /// <summary>The same entry, answered for by the same person, with other keys.</summary>
    public Principal WithKeysOf(Principal other) => new(Name, Person, Roles, other.SigningCertificate, other.SealingCertificate);

    public bool SharesKeyWith(Principal other)
    {
        foreach (var mine in identities)
        {
            foreach (var theirs in other.identities)
            {
                if (mine == theirs)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public bool IsNamed(string name) => string.Equals(Name, name, StringComparison.Ordinal) || HasKey(PrincipalName.Key(name));

    /// <summary>The same asked with another's name.</summary>
    internal bool IsNamed(Principal other) => HasKey(other.nameKey);

    /// <summary>The same asked with a <see cref="PrincipalName.Key"/>.</summary>
    internal bool HasKey(string key) => string.Equals(nameKey, key, StringComparison.Ordinal);

    /// <summary>Whether nobody could tell the names apart: they are one, or look alike.</summary>
    internal bool LooksLike(Principal other) => FoldedText.Meet(nameSkeletons.Value, other.nameSkeletons.Value);

    /// <summary>Whether one human being answers for both, as far as names tell: those that look alike count as one.</summary>
    public bool IsSamePersonAs(Principal other) => FoldedText.Meet(personSkeletons.Value, other.personSkeletons.Value);

    /// <summary>Whether the person's name is the same, however it is spelled.</summary>
    internal bool NamesPersonOf(Principal other) => string.Equals(personKey, other.personKey, StringComparison.Ordinal);

    public bool IsValidAt(DateTime time) => time >= certificate.Value.NotBefore && time <= certificate.Value.NotAfter;

    /// <summary>Validity is judged by ledger time (PROTOCOL section 2).</summary>
    public void DemandValidAt(DateTime time)
    {
        if (!IsValidAt(time))
        {
            var view = certificate.Value;
            throw new TrstException(
                ErrorId.CustodianExpired, Name, UtcTime.Format(view.NotBefore), UtcTime.Format(view.NotAfter), UtcTime.Format(time));
        }
    }

    /// <summary>UTC: when the signing certificate ends.</summary>
    internal DateTime ValidUntil => certificate.Value.NotAfter;

    /// <summary>UTC: when the signing certificate expired; null where it did not yet.</summary>
    internal DateTime? ExpiredSince(DateTime now) => now > certificate.Value.NotAfter ? certificate.Value.NotAfter : null;

    /// <summary>The content of a statement that this entry's key signed; refuses with <see cref="ErrorId.ApprovalInvalid"/>.</summary>
    public byte[] Verify(byte[] statement, string contentType) => Verify(statement, contentType, out _);

    /// <param name="statement">CMS SignedData.</param>
    /// <param name="contentType">What it must be a statement of.</param>
    /// <param name="signingTime">The signer's claim.</param>
    public byte[] Verify(byte[] statement, string contentType, out DateTime signingTime) =>
        SignedStatement.Verify(statement, contentType, SigningCertificate, signingKey, Name, out signingTime);

    /// <param name="statement">That was read before: all of it is verified.</param>
    internal byte[] Verify(CmsParts statement, string contentType, out DateTime signingTime) =>
        SignedStatement.Verify(statement, contentType, SigningCertificate, signingKey, Name, out signingTime);

    /// <summary>The identity that opens what is sealed to this entry: the one that signs, where the roster has one key for both.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.SealingKeyMissing"/> where another one is needed, or
    /// <see cref="ErrorId.PossessionNotProved"/> where a wrong one was given.</exception>
    internal SigningIdentity DemandSealing(SigningIdentity signing, SigningIdentity? sealing)
    {
        var opening = sealing ?? signing;
        if (SealingKey is { } key && key.AsSpan().SequenceEqual(opening.Spki))
        {
            return opening;
        }

        var wanted = SealingCertificate is null ? "no certificate" : SigningIdentity.ThumbprintOf(SealingCertificate);
        throw sealing is null
            ? new TrstException(ErrorId.SealingKeyMissing, Name, wanted)
            : new TrstException(
                ErrorId.PossessionNotProved, Name, "sealing", $"{sealing.Thumbprint} was given, and the roster has {wanted}");
    }

    public override string ToString() => Name;

    internal static Principal Declare(Fields f, Principal? p)
    {
        var name = f.Text("name", p?.Name, 64);
        var person = f.Text("person", p?.Person, 64);
        var roles = f.Words("roles", p is null ? null : EachRole.Where(role => (p.Roles & role) != 0).ToArray(), EachRole.Length);
        var signing = f.Bytes("signing", p?.SigningCertificate, MaxCertificateBytes);
        var sealing = f.OptionalBytes("sealing", p?.SealingCertificate, MaxCertificateBytes);
        return f.IsWriting
            ? p!
            : new Principal(name, person, roles.Aggregate(PrincipalRoles.None, (one, other) => one | other), signing, sealing);
    }
}
