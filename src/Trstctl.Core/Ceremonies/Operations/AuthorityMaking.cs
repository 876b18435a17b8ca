namespace Trstctl.Ceremonies.Operations;

/// <summary>What root, intermediate and rotation share: a key is sealed and an authority comes into being.</summary>
internal static class AuthorityMaking
{
    /// <summary>A CA is its whole name (RFC 5280 7.1), and its generations have it together.</summary>
    public static void DemandNewName(DistinguishedName name, IProjection state)
    {
        if (state.Called(name.Comparable).FirstOrDefault() is { } taken)
        {
            throw new TrstException(ErrorId.AuthorityExists, taken.View.Subject, AsciiFold.Word(taken.Status));
        }

        DemandNotRequested(name, state);
    }

    public static void DemandNotRequested(DistinguishedName name, IProjection state)
    {
        if (state.By<CARequestRecord>(CARequestRecord.KindName, AuthorityIndex.PathSubject, name.Comparable).Any())
        {
            throw new TrstException(ErrorId.AuthorityExists, name, "requested");
        }
    }

    /// <summary>Says whose names look like a new one's: that their letters differ, or what stands beside the common name, nobody
    /// sees.</summary>
    public static void SayName(DistinguishedName name, IProjection state, Action<string, string> say)
    {
        if (name.IsReversed)
        {
            say("REVERSED", $"{name} begins with its least specific part, as nobody else writes it: RFC 4514 has the common name first");
        }

        var (common, skeletons) = (name.CommonName, FoldedText.Skeletons(name.CommonName));
        var alike = state.ByAny<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Skeleton, skeletons)
            .Select(ca => (ca.Name, Subject: DistinguishedName.FromDer(ca.View.SubjectDer)))
            .Concat(state.ByAny<CARequestRecord>(CARequestRecord.KindName, AuthorityIndex.Skeleton, skeletons)
                .Select(request => (request.Name, Subject: request.Spec.SubjectName)))
            .Where(other => other.Subject.Comparable != name.Comparable)
            .GroupBy(other => other.Subject.Comparable, StringComparer.Ordinal)
            .Select(same => same.First());
        foreach (var (other, subject) in alike)
        {
            say("LOOKS LIKE", AsciiFold.Same(other, common)
                ? $"{subject}, another CA here with the same common name"
                : $"{other}, another CA here, spelled {CanonicalText.Spell(other)}; this one is spelled {CanonicalText.Spell(common)}");
        }
    }

    /// <summary>An issuer uses a serial number once: no CRL could tell two apart (RFC 5280 4.1.2.2).</summary>
    public static void DemandNewSerial(CertificateSubject planned, AuthorityRecord issuer, IProjection state)
    {
        if (IsSerialUsed(Hex.Encode(planned.Serial), issuer.AuthorityId, state))
        {
            throw new TrstException(ErrorId.PlanInvalid, "?", $"\"{issuer.Name}\" used its serial number before");
        }
    }

    /// <summary>Whether a certificate of this issuer that is known here has the serial number.</summary>
    public static bool IsSerialUsed(string serialHex, string issuerId, IProjection state)
    {
        var serial = AuthorityIndex.SerialOf(issuerId, serialHex);
        return state.By<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Serial, serial).Any()
            || state.By<CrossCertificateRecord>(CrossCertificateRecord.KindName, AuthorityIndex.Serial, serial).Any();
    }

    /// <summary>What an issuer inherits in silence from the CAs above limits its children too (RFC 5280 6.1).</summary>
    public static void DemandWithin(CertificateSubject planned, AuthorityRecord issuer, IProjection state)
    {
        var above = Chain(issuer, state).Select(authority => authority.View.Parts.DemandSigned());
        IssuanceRules.CheckChild(planned.Spec, above, planned.NotBefore, planned.NotAfter);
    }

    /// <summary>The same of names that no specification holds: those that stand beside the subject.</summary>
    public static void DemandNamesWithin(CertificateTemplate template, AuthorityRecord issuer, IProjection state)
    {
        var names = CertificateNames.Of(CertificateParts.Of(template.Tbs));
        foreach (var above in Chain(issuer, state))
        {
            IssuanceRules.CheckNames(names, CertificateParts.OfCertificate(above.Certificate));
        }
    }

    /// <summary>The authority and those above it, the root last; an authority comes once, whatever issuers say.</summary>
    public static IEnumerable<AuthorityRecord> Chain(AuthorityRecord authority, IProjection state)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (AuthorityRecord? next = authority; next is not null && seen.Add(next.AuthorityId); next = next.IssuerId is null
            ? null
            : state.Find<AuthorityRecord>(AuthorityRecord.KindName, next.IssuerId))
        {
            yield return next;
        }
    }

    /// <summary>True where a CA is the other one or below it, whatever generation of that one: what is below an earlier generation is
    /// renewed by the newest.</summary>
    public static bool IsBelow(AuthorityRecord authority, AuthorityRecord other, IProjection state) =>
        Chain(authority, state).Any(above => above.IsCalledAs(other));

    /// <summary>One secret may open a root's key, or replace a quorum's, only where the roster says so.</summary>
    public static void DemandCustody(CustodyKind custody, CustodyKind least, string what, IProjection state)
    {
        if (custody == CustodyKind.Operational
            && least == CustodyKind.Quorum
            && RosterRecord.Current(state)?.Roster.Policy.AllowsOperationalRoots != true)
        {
            throw new TrstException(ErrorId.LevelForbidden, custody, what, "the roster's policy asks for the quorum's shares");
        }
    }

    /// <summary>The authority of the plan's thing with this number, whose certificate is the artefact with that number; its key is
    /// here where it was sealed for it.</summary>
    public static AuthorityRecord Record(CompletedPlan done, int thing, CASpec spec, IProjection state, string? issuerId = null)
    {
        var id = done.Plan.IdOf(thing);
        return new AuthorityRecord
        {
            AuthorityId = id,
            Name = spec.CommonName,
            Status = AuthorityStatus.Active,
            Spec = spec,
            Certificate = done.Artefact(thing),
            KeyId = done.PutKeyOf(id, done.SpkiOf(thing), state),
            Custody = done.Plan.Custody ?? CustodyKind.Operational,
            Level = done.Plan.Level ?? EnforcementLevel.SignedApproval,
            IssuerId = issuerId,
            Ceremony = done.Plan.Ceremony,
            Created = done.Time,
        };
    }
}
