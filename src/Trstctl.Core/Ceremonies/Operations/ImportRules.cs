namespace Trstctl.Ceremonies.Operations;

/// <summary>Which CA of elsewhere may become known here.</summary>
internal static class ImportRules
{
    public const int MaxCertificate = AuthorityRecord.MaxCertificate;

    /// <summary>The authority here that signed the certificate.</summary>
    public static AuthorityRecord IssuerOf(CertificateView view, IProjection state) => FindIssuer(view, state)
        ?? throw Refused(view, !NamedAsIssuer(view, state).Any()
            ? $"its issuer \"{CanonicalText.Escape(view.Issuer)}\" is no authority here; import that one first"
            : IssuedCertificateCheck.FaultOf(view.Der, $"no key that \"{CanonicalText.Escape(view.Issuer)}\" has here signed it"));

    /// <summary>The same, or null where none here did.</summary>
    public static AuthorityRecord? FindIssuer(CertificateView view, IProjection state) => NamedAsIssuer(view, state)
        .OrderByDescending(a => a.Generation)
        .FirstOrDefault(a => IssuedCertificateCheck.VerifySignature(view.Der, a.View.Spki));

    /// <summary>Those here whose name stands in the certificate as its issuer's, whoever signed it.</summary>
    public static IEnumerable<AuthorityRecord> NamedAsIssuer(CertificateView view, IProjection state) =>
        view.Names is { } names ? state.Called(names.Issuer) : [];

    /// <summary>Refuses a key that could not sign here.</summary>
    public static void DemandKept(CertificateView view)
    {
        if (view.Key?.Algorithm is not { Signs: true })
        {
            throw Refused(view, $"its key ({view.Key}) is of an algorithm that is only known here: import its certificate without the key");
        }
    }

    /// <summary>An issuer uses a serial number once (RFC 5280 4.1.2.2); elsewhere that is not seen to.</summary>
    public static void DemandNewSerial(CertificateView view, AuthorityRecord issuer, IProjection state)
    {
        if (AuthorityMaking.IsSerialUsed(view.SerialHex, issuer.AuthorityId, state))
        {
            throw Refused(
                view,
                $"\"{issuer.Name}\" gave its serial number {view.SerialHex} to another certificate that is known here: no list of revoked "
                    + "certificates could tell them apart");
        }
    }

    /// <summary>A CA, signed by whom it says, with a key and a signature that are not weak.</summary>
    public static void Demand(byte[] certificate, byte[]? issuer)
    {
        var view = new CertificateView(certificate);
        var parts = CertificateParts.OfCertificate(certificate);
        if (!view.IsCA)
        {
            throw Refused(view, "it is no CA (basicConstraints)");
        }

        if (parts.HasKeyUsage(CertificateParts.KeyCertSign) == false)
        {
            throw Refused(view, "its key usage lacks keyCertSign, so that clients take no certificate that it signs");
        }

        if (WeakKeys.Fault(view.Spki) is { } weakness)
        {
            throw Refused(view, weakness);
        }

        if (!CrossCertificateRules.IsStrongSignature(parts.Algorithm))
        {
            throw Refused(view, $"it is signed with {SignatureNames.Of(parts.SignatureOid)}, which is weak or unknown");
        }

        if (PublicKey.TryRead(view.Spki)?.Algorithm is null)
        {
            throw Refused(view, $"its key ({PublicKey.Describe(view.Spki)}) is of no algorithm that is known here");
        }

        DemandSigned(certificate, issuer);
    }

    public static void DemandSigned(byte[] certificate, byte[]? issuer)
    {
        if (!IssuedCertificateCheck.VerifySignature(certificate, new CertificateView(issuer ?? certificate).Spki))
        {
            throw Refused(
                new CertificateView(certificate),
                IssuedCertificateCheck.FaultOf(
                    certificate, issuer is null ? "its own key did not sign it" : "its issuer's key did not sign it"));
        }
    }

    /// <summary>The certificate, and what lint finds in it.</summary>
    public static void Describe(byte[] certificate, LintRole role, Action<string, string> say)
    {
        foreach (var line in CertificateText.Describe(certificate))
        {
            say(line.Key, line.Value);
        }

        say("certificate", $"SHA-256 {Digest.Of(certificate)}");
        foreach (var finding in CertificateLint.Check(certificate, role, LintOrigin.Foreign)
            .Where(f => f.Weight <= LintSeverity.Warning))
        {
            say(AsciiFold.Word(finding.Weight), finding.ToString());
        }
    }

    private static TrstException Refused(CertificateView view, string reason) =>
        new(ErrorId.ImportRefused, $"\"{CanonicalText.Escape(view.Subject)}\"", reason);
}
