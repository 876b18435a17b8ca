namespace Trstctl.Ceremonies.Operations;

/// <param name="Issuer">Null of a root.</param>
/// <param name="Request">DER of the request that a CA elsewhere made for its next certificate; null where the key is here.</param>
/// <param name="KeyIdentifier">Of a renewal, where it is not the one of the certificate before.</param>
internal sealed record NextSubject(
    CertificateSubject Planned, NamedAuthority Authority, NamedAuthority? Issuer, byte[]? Request, LinkSerials? Links = null,
    byte[]? KeyIdentifier = null) : PlanSubject
{
    // What a certificate can name in an authority key identifier and lint lets pass.
    public const int LongestIdentifier = 32;

    public byte[]? RequestedKey => Request is null ? null : new CertificateRequestView(Request).Spki;

    public LintRole Role => Issuer is null ? LintRole.Root : LintRole.Intermediate;

    public override JsonObject ToJson() => Fields.Write(this, Links is null ? DeclareRenewal : DeclareLinked);

    public static NextSubject Declare(Fields f, NextSubject? s) => new(
        CertificateSubject.Declare(f, s?.Planned), f.Object("authority", s?.Authority, NamedAuthority.Declare),
        f.OptionalObject("issuer", s?.Issuer, NamedAuthority.Declare), f.OptionalBytes("request", s?.Request, CARequestRecord.MaxRequest));

    /// <summary>With a key identifier, which a rotation makes.</summary>
    public static NextSubject DeclareRenewal(Fields f, NextSubject? s)
    {
        var renewal = Declare(f, s) with { KeyIdentifier = f.OptionalBytes("keyIdentifier", s?.KeyIdentifier, LongestIdentifier) };
        f.Demand(f.IsWriting || renewal.KeyIdentifier is not { Length: 0 }, "its key identifier is empty");
        return renewal;
    }

    /// <summary>With links, which a renewal has none of.</summary>
    public static NextSubject DeclareLinked(Fields f, NextSubject? s) =>
        Declare(f, s) with { Links = f.OptionalObject("links", s?.Links, LinkSerials.Declare) };
}

/// <summary>What rotation and renewal share: the certificate that follows one of the same name.</summary>
internal static class NextCertificate
{
    public static NextSubject Resolve(
        AuthorityRecord authority, bool sameKey, CeremonyRequest request, IProjection state, DateTime now)
    {
        var spec = request.Spec ?? (sameKey || request.Request is not null ? SpecOf(authority) : SpecOfNewKey(authority));
        var subject = new NextSubject(
            CertificateSubject.Plan(spec, now, CertificateSubject.Waive(request)),
            NamedAuthority.Of(authority),
            authority.IsRoot ? null : NamedAuthority.Of(ActiveIssuer(authority, state)),
            request.Request,
            KeyIdentifier: sameKey ? KeyIdentifierOf(authority, request, state) : null);

        // A request is of a CA whose key is elsewhere, and that another one signs for; of others there is no template.
        return request.Request is not null && (authority.KeyId is not null || subject.Issuer is null)
            ? subject
            : Settled(subject, authority.Certificate, sameKey, state);
    }

    // What stays as it stood is not refused for a rule that RFC 5280 does not have: it could not be otherwise.
    private static NextSubject Settled(NextSubject subject, byte[] before, bool sameKey, IProjection state)
    {
        var tbs = Template(subject, sameKey, state).Tbs;
        string[] Errors(byte[] der, LintOrigin origin) => CertificateLint.Check(der, subject.Role, origin)
            .Where(finding => finding.Weight == LintSeverity.Error)
            .Select(finding => finding.Rule)
            .ToArray();
        var planned = subject.Planned;
        var errors = Errors(tbs, LintOrigin.Own).Except(planned.Waivers.Select(w => w.Rule)).ToArray();
        if (errors.Length == 0)
        {
            return subject;
        }

        var kept = errors.Except(Errors(tbs, LintOrigin.Foreign))
            .Intersect(Errors(before, LintOrigin.Own).Concat(sameKey ? ["ski_derived"] : Array.Empty<string>()))
            .Select(rule => new LintWaiver(rule, "it stays as it is: what exists already names it so"));
        return subject with
        {
            Planned = planned with { Waivers = [.. planned.Waivers.Concat(kept).OrderBy(w => w.Rule, StringComparer.Ordinal)] },
        };
    }

    /// <summary>How the key that stays is named: as somebody chose; null for as before; of a CA that had no key identifier as those
    /// that it signed name it.</summary>
    private static byte[]? KeyIdentifierOf(AuthorityRecord authority, CeremonyRequest request, IProjection state) =>
        Chosen(request.KeyIdentifier)
        ?? (authority.View.SubjectKeyIdentifier is not null ? null
            : state.Sorted<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Tree, AuthorityIndex.Below(authority.AuthorityId))
                .Select(child => CertificateParts.OfCertificate(child.Item.Certificate).AuthorityKeyIdentifier())
                .OfType<byte[]>()
                .FirstOrDefault()
            ?? KeyIdentifier.Sha1Of(authority.View.Spki));

    private static byte[]? Chosen(string? text) => text is null ? null
        : Hex.TryDecode(AsciiFold.Lower(string.Concat(text.Where(c => c is not (':' or ' ')))), out var bytes)
            && bytes.Length is > 0 and <= NextSubject.LongestIdentifier ? bytes
        : throw new TrstException(
            ErrorId.SpecInvalid, "KeyIdentifier", $"1 to {NextSubject.LongestIdentifier} octets in hex",
            $"\"{CanonicalText.Escape(text)}\"");

    /// <summary>The predecessor's specification, or of an imported one what its certificate says.</summary>
    public static CASpec SpecOf(AuthorityRecord authority) =>
        authority.Spec ?? CASpecCertificate.ReadSayable(authority.Certificate).Judge();

    // A size that is not made here has the next one that is.
    private static CASpec SpecOfNewKey(AuthorityRecord authority)
    {
        var spec = SpecOf(authority);
        if (spec.Algorithm.Generates)
        {
            return spec;
        }

        var input = CASpecInput.From(spec);
        input.KeyAlgorithm = (spec.Algorithm.Bits > KeyAlgorithm.Rsa3072.Bits ? KeyAlgorithm.Rsa4096 : KeyAlgorithm.Rsa3072).Name;
        return input.Judge();
    }

    /// <summary>The name is the predecessor's, byte for byte: clients compare what they find. A key that stays keeps its identifier, by
    /// which what it signed names it, however that was made.</summary>
    public static Artefact Artefact(NextSubject subject, bool sameKey, IProjection state) =>
        subject.Planned.Artefact(Template(subject, sameKey, state), subject.Role);

    public static CertificateTemplate Template(NextSubject subject, bool sameKey, IProjection state)
    {
        var (planned, authority, issuer, request) =
            (subject.Planned, subject.Authority.In(state), subject.Issuer?.In(state), subject.Request);
        var name = DistinguishedName.FromDer(authority.View.SubjectDer);
        if (!name.Equivalent(planned.Spec.SubjectName))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Subject", $"the CA's own \"{name}\"", planned.Spec.Subject);
        }

        var granted = request is null ? null : RequestRules.Granted(request, planned.Spec);
        var overrides = new TemplateOverrides
        {
            Subject = sameKey || granted is null ? authority.View.SubjectDer : granted.Subject,
            Spki = sameKey ? authority.View.Spki : granted?.Spki,
            KeyIdentifier = sameKey ? subject.KeyIdentifier ?? authority.View.SubjectKeyIdentifier : granted?.KeyIdentifier,
            Extensions = granted is not null ? granted.Extensions
                : planned.Spec.IsAdcs ? CAVersion.Extensions(authority.Certificate, sameKey) : null,
            Before = authority.Certificate,
        };
        return issuer is null
            ? TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter, overrides)
            : TemplateBuilder.Intermediate(
                planned.Spec, issuer.Certificate, planned.Serial, planned.NotBefore, planned.NotAfter, overrides, issuer.SignatureHash);
    }

    /// <summary>Authority and issuer can go on, and the next certificate lies within all CAs above. A CA whose key is elsewhere
    /// brings a request of its own, of its key or of another one as the operation says; a CA whose key is here does not.</summary>
    public static void DemandPossible(NextSubject subject, bool sameKey, IProjection state)
    {
        var (planned, authority, issuer, request) =
            (subject.Planned, subject.Authority.In(state), subject.Issuer?.In(state), subject.Request);
        AuthorityReference.DemandActive(authority, state);
        AuthorityMaking.DemandNewSerial(planned, issuer ?? authority, state);
        if (sameKey || subject.Links is not null)
        {
            KnownKeys.DemandUsable(authority.View.KeyIdentity, state);
        }

        if ((issuer is null) != authority.IsRoot
            || (issuer is not null && AuthorityMaking.Chain(issuer, state).Any(a => a.AuthorityId == authority.AuthorityId)))
        {
            throw new TrstException(ErrorId.PlanInvalid, "?", $"\"{authority.Name}\" is issued otherwise than it names");
        }

        if (issuer is not null)
        {
            AuthorityReference.DemandSigner(issuer, state);
            AuthorityMaking.DemandWithin(planned, issuer, state);
            AuthorityMaking.DemandNamesWithin(Template(subject, sameKey, state), issuer, state);
        }

        if (authority.KeyId is not null || request is null)
        {
            _ = sameKey ? AuthorityReference.DemandKey(authority) : AuthorityReference.DemandKeyHere(authority);
            if (request is not null)
            {
                throw new TrstException(ErrorId.ParameterForeign, "Request", $"a CA whose key is here (\"{authority.Name}\")");
            }

            return;
        }

        var isSame = PublicKey.IdentityOf(subject.RequestedKey!) == authority.View.KeyIdentity;
        if (issuer is null || isSame != sameKey)
        {
            throw new TrstException(
                ErrorId.RequestInvalid,
                issuer is null ? "nobody here signs for a root elsewhere"
                    : sameKey ? "it is of another key than the CA's; a new key is a rotation, without -SameKey"
                    : "it is of the CA's own key; that is a renewal, with -SameKey");
        }
    }

    /// <summary>In words, what changes from one certificate to the next, and what a request asks for and does not get.</summary>
    public static void Describe(NextSubject subject, bool sameKey, IProjection state, Action<string, string> say)
    {
        var replaced = subject.Authority.In(state);
        say(
            sameKey ? "renews" : "replaces",
            $"{replaced.Name}, generation {replaced.Generation}, serial number {replaced.View.SerialHex}, valid until "
                + $"{UtcTime.Format(replaced.View.NotAfter)}, thumbprint {replaced.View.Thumbprint}");
        SuccessionText.Describe(
            CertificateParts.OfCertificate(replaced.Certificate),
            CertificateParts.Of(Template(subject, sameKey, state).Tbs), sameKey, say);
        Describe(subject.Planned, subject.Request, say);
    }

    /// <summary>In words, what a request asks for and does not get.</summary>
    public static void Describe(CertificateSubject planned, byte[]? request, Action<string, string> say)
    {
        if (request is null)
        {
            return;
        }

        say("request", $"SHA-256 {Digest.Of(request)}; its maker proved to have the key");
        foreach (var finding in CertificateLint
            .Check(request, LintRole.Request, LintOrigin.Foreign)
            .Where(f => f.Weight <= LintSeverity.Warning))
        {
            say("request " + AsciiFold.Word(finding.Weight), finding.ToString());
        }

        foreach (var refused in RequestRules.NotGranted(request, planned.Spec))
        {
            say("not granted", refused);
        }
    }

    // The issuer may itself have been rotated since: its active generation signs.
    private static AuthorityRecord ActiveIssuer(AuthorityRecord authority, IProjection state)
    {
        var issuer = state.DemandAuthority(
            authority.IssuerId ?? throw new TrstException(ErrorId.AuthorityNotFound, $"that issued \"{authority.Name}\""));
        return issuer.Status == AuthorityStatus.Active ? issuer
            : state.GenerationsOf(issuer).FirstOrDefault(a => a.Status == AuthorityStatus.Active)
                ?? throw new TrstException(ErrorId.AuthorityNotActive, issuer.Name, AsciiFold.Word(issuer.Status));
    }
}
