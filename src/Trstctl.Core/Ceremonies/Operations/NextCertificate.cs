namespace Trstctl.Ceremonies.Operations;

/// <summary>What rotation and renewal share: the certificate that follows one of the same name.</summary>
internal static class NextCertificate
{
    public static JsonObject Begin(AuthorityRecord authority, IProjection state)
    {
        var subject = new JsonObject { { "authority", AuthorityReference.To(authority) } };
        if (authority.IssuerId is not null)
        {
            subject.Add("issuer", AuthorityReference.To(ActiveIssuer(authority, state)));
        }

        return subject;
    }

    /// <summary>The predecessor's specification, or of an imported one what its certificate says.</summary>
    public static CASpec SpecOf(AuthorityRecord authority) => authority.Spec ?? CASpecCertificate.Read(authority.Certificate).Judge();

    /// <summary>The name is the predecessor's, byte for byte: clients compare what they find.</summary>
    /// <param name="request">DER of the request that a CA elsewhere made for its next certificate, or null where the key is here.</param>
    public static CertificateTemplate Template(
        CertificateSubject planned, AuthorityRecord authority, AuthorityRecord? issuer, bool sameKey, byte[]? request = null)
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
    public static void DemandPossible(
        CertificateSubject planned, AuthorityRecord authority, AuthorityRecord? issuer, byte[]? request, bool sameKey, IProjection state)
    {
        AuthorityReference.DemandActive(authority, state);
        AuthorityMaking.DemandNewSerial(planned, issuer ?? authority, state);
        if ((issuer is null) != (authority.IssuerId is null)
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

        var isSame = new CertificateRequestView(request).Spki.AsSpan().SequenceEqual(authority.View.Spki);
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
            say("request " + finding.Severity.ToString().ToLowerInvariant(), finding.ToString());
        }

        foreach (var refused in RequestRules.NotGranted(request, planned.Spec))
        {
            say("not granted", refused);
        }
    }

    public static LintRole Role(AuthorityRecord? issuer) => issuer is null ? LintRole.Root : LintRole.Intermediate;

    public static (AuthorityRecord Authority, AuthorityRecord? Issuer) Read(ObjectReader reader, JsonObject subject, IProjection state)
    {
        _ = reader.Object("authority");
        var hasIssuer = reader.OptionalObject("issuer") is not null;
        return (AuthorityReference.From(subject, "authority", state), hasIssuer ? AuthorityReference.From(subject, "issuer", state) : null);
    }

    // The issuer may itself have been rotated since: its active generation signs.
    private static AuthorityRecord ActiveIssuer(AuthorityRecord authority, IProjection state)
    {
        var issuer = state.Find<AuthorityRecord>(AuthorityRecord.KindName, authority.IssuerId!)!;
        return issuer.Status == AuthorityStatus.Active ? issuer : AuthorityReference.Resolve(issuer.Name, "Issuer", "Rotation", state);
    }
}
