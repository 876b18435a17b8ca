namespace Trstctl.Ceremonies.Operations;

/// <summary>A certificate that a CA elsewhere made for a request of ours: it may say less than was approved, never more. Its
/// issuer chooses serial number, dates within the approved length, and where its CRLs are.</summary>
internal static class ReturnedCertificateRules
{
    /// <param name="certificate">DER.</param>
    /// <param name="spec">What was approved.</param>
    /// <param name="issuer">Null where it is not known here, so that nothing can be held against it.</param>
    /// <exception cref="TrstException"><see cref="ErrorId.CertificateInvalid"/> or <see cref="ErrorId.ConstraintViolation"/>.</exception>
    public static void Demand(byte[] certificate, CASpec spec, AuthorityRecord? issuer)
    {
        var parts = CertificateParts.OfCertificate(certificate, "answer").DemandCA("answer");
        var fault = !DistinguishedName.From(parts.Subject).Equivalent(spec.SubjectName)
            ? $"its subject is \"{DistinguishedName.From(parts.Subject)}\", not \"{spec.Subject}\""
            : spec.PathLength is { } length && (parts.PathLength() is not { } given || given > length)
                ? $"its path length is {Shown(parts.PathLength())}, and {length} was approved"
            : parts.NotAfter > Latest(
                spec, parts.NotBefore) ? $"it is valid until {UtcTime.Format(parts.NotAfter)}, longer than was approved"
            : issuer is not null && !IssuedCertificateCheck.VerifySignature(certificate, issuer.View.Spki)
                ? IssuedCertificateCheck.FaultOf(certificate, $"the key of \"{issuer.Name}\" did not sign it")
            : null;
        if (fault is not null)
        {
            throw new TrstException(ErrorId.CertificateInvalid, "answer", CanonicalText.Escape(fault));
        }

        DemandUsages(parts, spec);
        DemandNames(NameConstraintSet.From(parts), spec.NameConstraints);
        if (issuer is not null)
        {
            IssuanceRules.CheckChild(certificate, issuer.Certificate);
        }
    }

    // Without usages a certificate is good for any: wider than an approved list.
    private static void DemandUsages(CertificateParts parts, CASpec spec)
    {
        var given = ExtendedKeyUsages.Limits(parts);
        if (spec.ExtendedKeyUsages.Count > 0 && (given.Count == 0 || given.Any(oid => !spec.ExtendedKeyUsages.Contains(oid))))
        {
            throw new TrstException(ErrorId.CertificateInvalid, "answer", "its extended key usages are wider than was approved");
        }
    }

    // The specification stands in no path, so nothing of it is inherited: what it limits has to stand in the certificate.
    private static void DemandNames(NameConstraintSet given, NameConstraintSet approved)
    {
        var wide = approved.Permitted.GroupBy(name => name.Form)
            .FirstOrDefault(form => given.PermittedOf(form.Key) is var names
                && (names.Count == 0 || names.Any(name => !form.Any(limit => limit.Contains(name)))))?.First()
            ?? approved.Excluded.FirstOrDefault(limit => !given.Excluded.Any(name => name.Contains(limit)));
        if (wide is not null)
        {
            throw new TrstException(ErrorId.CertificateInvalid, "answer", $"its name constraints are wider than was approved ({wide})");
        }
    }

    private static DateTime Latest(CASpec spec, DateTime notBefore) => spec.NotAfter ?? spec.Lifetime!.AddTo(notBefore);

    private static string Shown(int? length) => length?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "absent";
}
