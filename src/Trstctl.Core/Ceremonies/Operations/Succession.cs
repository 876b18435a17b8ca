using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Certificates;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>What rotation and renewal share: the certificate that follows one of the same name.</summary>
internal static class Succession
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
    public static CertificateTemplate Template(CertificateSubject planned, AuthorityRecord authority, AuthorityRecord? issuer, bool sameKey)
    {
        var name = DistinguishedName.FromDer(authority.View.SubjectDer);
        if (!name.Equivalent(planned.Spec.SubjectName))
        {
            throw new TrstException(ErrorId.SpecInvalid, "Subject", $"the CA's own \"{name}\"", planned.Spec.Subject);
        }

        var overrides = new TemplateOverrides
        {
            Subject = authority.View.SubjectDer,
            Spki = sameKey ? authority.View.Spki : null,
            KeyIdentifier = sameKey ? authority.View.SubjectKeyIdentifier : null,
            Extensions = planned.Spec.IsAdcs ? Versions(authority, sameKey) : null,
        };
        return issuer is null
            ? TemplateBuilder.Root(planned.Spec, planned.Serial, planned.NotBefore, planned.NotAfter, overrides)
            : TemplateBuilder.Intermediate(planned.Spec, issuer.Certificate, planned.Serial, planned.NotBefore, planned.NotAfter, overrides);
    }

    public static LintRole Role(AuthorityRecord? issuer) => issuer is null ? LintRole.Root : LintRole.Intermediate;

    public static (AuthorityRecord Authority, AuthorityRecord? Issuer) Read(ObjectReader reader, JsonObject subject, IProjection state)
    {
        _ = reader.Object("authority");
        var hasIssuer = reader.OptionalObject("issuer") is not null;
        return (AuthorityReference.From(subject, "authority", state), hasIssuer ? AuthorityReference.From(subject, "issuer", state) : null);
    }

    private static IReadOnlyList<byte[]> Versions(AuthorityRecord authority, bool sameKey)
    {
        var before = CAVersion.Of(authority.Certificate) ?? CAVersion.First;
        return [(sameKey ? before.WithSameKey : before.WithNewKey).ToExtension(), CAVersion.PreviousHash(authority.Certificate)];
    }

    // The issuer may itself have been rotated since: its active generation signs.
    private static AuthorityRecord ActiveIssuer(AuthorityRecord authority, IProjection state)
    {
        var issuer = state.Find<AuthorityRecord>(AuthorityRecord.KindName, authority.IssuerId!)!;
        return issuer.Status == AuthorityStatus.Active ? issuer : AuthorityReference.Resolve(issuer.Name, "Issuer", "Rotation", state);
    }
}
