namespace Trstctl.Ceremonies.Operations;

/// <param name="Issuer">Null of a root.</param>
/// <param name="Request">DER of the request that a CA elsewhere made for its next certificate; null where the key is here.</param>
internal sealed record NextSubject(
    CertificateSubject Planned, NamedAuthority Authority, NamedAuthority? Issuer, byte[]? Request, LinkSerials? Links = null) : PlanSubject
{
    public byte[]? RequestedKey => Request is null ? null : new CertificateRequestView(Request).Spki;

    public LintRole Role => Issuer is null ? LintRole.Root : LintRole.Intermediate;

    public override JsonObject ToJson() => Fields.Write(this, DeclareLinked);

    public static NextSubject Declare(Fields f, NextSubject? s) => new(
        CertificateSubject.Declare(f, s?.Planned), f.Object("authority", s?.Authority, NamedAuthority.Declare),
        f.OptionalObject("issuer", s?.Issuer, NamedAuthority.Declare), f.OptionalBytes("request", s?.Request, CARequestRecord.MaxRequest));

    /// <summary>With links, which a renewal has none of.</summary>
    public static NextSubject DeclareLinked(Fields f, NextSubject? s) =>
        Declare(f, s) with { Links = f.OptionalObject("links", s?.Links, LinkSerials.Declare) };
}

/// <summary>What rotation and renewal share: the certificate that follows one of the same name.</summary>
internal static class NextCertificate
{
    public static NextSubject Resolve(AuthorityRecord authority, CeremonyRequest request, IProjection state, DateTime now) => new(
        CertificateSubject.Plan(request.Spec ?? SpecOf(authority), now, CertificateSubject.Waive(request)),
        NamedAuthority.Of(authority),
        authority.IsRoot ? null : NamedAuthority.Of(ActiveIssuer(authority, state)),
        request.Request);

    /// <summary>The predecessor's specification, or of an imported one what its certificate says.</summary>
    public static CASpec SpecOf(AuthorityRecord authority) => authority.Spec ?? CASpecCertificate.Read(authority.Certificate).Judge();

    /// <summary>The name is the predecessor's, byte for byte: clients compare what they find.</summary>
    public static Artefact Artefact(NextSubject subject, bool sameKey, IProjection state) =>
        subject.Planned.Artefact(
            Template(subject.Planned, subject.Authority.In(state), subject.Issuer?.In(state), sameKey, subject.Request), subject.Role);

    private static CertificateTemplate Template(
        CertificateSubject planned, AuthorityRecord authority, AuthorityRecord? issuer, bool sameKey, byte[]? request)
    {
        var name = DistinguishedName.FromDer(authority.View.SubjectDer);
        if (!name.Equivalent(planned.Spec.SubjectName))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Subject", $"the CA's own \"{name}\"", planned.Spec.Subject);
        }

        if (request is not null)
        {
            return TemplateBuilder.Intermediate(
                planned.Spec, issuer!.Certificate, planned.Serial, planned.NotBefore, planned.NotAfter,
                RequestRules.Granted(request, planned.Spec));
        }

        var overrides = new TemplateOverrides
        {
            Subject = authority.View.SubjectDer,
            Spki = sameKey ? authority.View.Spki : null,
            KeyIdentifier = sameKey ? authority.View.SubjectKeyIdentifier : null,
            Extensions = planned.Spec.IsAdcs ? CAVersion.Extensions(authority.Certificate, sameKey) : null,
        };
        return issuer is null
            ? TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter, overrides)
            : TemplateBuilder.Intermediate(
                planned.Spec, issuer.Certificate, planned.Serial, planned.NotBefore, planned.NotAfter, overrides);
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
            .Where(f => f.Severity <= LintSeverity.Warning))
        {
            say("request " + AsciiFold.Word(finding.Severity), finding.ToString());
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
        return issuer.Status == AuthorityStatus.Active ? issuer : AuthorityReference.Resolve(issuer.Name, "Issuer", "Rotation", state);
    }
}
