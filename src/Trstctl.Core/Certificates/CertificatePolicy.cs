namespace Trstctl.Certificates;

/// <summary>A certificate policy (RFC 5280 4.2.1.4), written <c>oid</c> or <c>oid=cps-url</c>.</summary>
public sealed class CertificatePolicy
{
    private CertificatePolicy(string oid, string? cpsUri)
    {
        Oid = oid;
        CpsUri = cpsUri;
    }

    public string Oid { get; }

    /// <summary>Where the certification practice statement is published, or null.</summary>
    public string? CpsUri { get; }

    /// <exception cref="TrstException"><see cref="ErrorId.SpecInvalid"/>.</exception>
    public static CertificatePolicy Parse(string field, string text)
    {
        var equals = text.IndexOf('=');
        var oid = (equals < 0 ? text : text.Substring(0, equals)).Trim();
        return ExtendedKeyUsages.IsOid(oid)
            ? new CertificatePolicy(oid, equals < 0 ? null : SpecUrl.Parse(field, text.Substring(equals + 1), SpecUrl.Practice))
            : throw new TrstException(ErrorId.SpecInvalid, field, "oid or oid=cps-url", $"\"{CanonicalText.Escape(text)}\"");
    }

    public override string ToString() => CpsUri is null ? Oid : $"{Oid}={CpsUri}";

    /// <summary>The DER PolicyInformation.</summary>
    internal byte[] ToDer() => Der.Sequence(
        Der.Oid(Oid),
        CpsUri is null ? null : Der.Sequence(Der.Sequence(Der.Oid(Oids.CpsQualifier), Der.Ia5(CpsUri))));
}
