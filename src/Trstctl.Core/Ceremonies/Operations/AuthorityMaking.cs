namespace Trstctl.Ceremonies.Operations;

/// <summary>What root, intermediate and rotation share: a key is sealed and an authority comes into being.</summary>
internal static class AuthorityMaking
{
    public static void DemandNewName(CASpec spec, IProjection state) => DemandNewName(spec.CommonName, state);

    public static void DemandNewName(string name, IProjection state)
    {
        var folded = AsciiFold.Lower(name);
        var taken = state.By<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Name, folded).FirstOrDefault();
        if (taken is not null)
        {
            throw new TrstException(ErrorId.AuthorityExists, taken.Name, AsciiFold.Word(taken.Status));
        }

        if (state.By<CARequestRecord>(CARequestRecord.KindName, AuthorityIndex.Name, folded).Any())
        {
            throw new TrstException(ErrorId.AuthorityExists, name, "requested");
        }
    }

    /// <summary>Says whose names look like a new one's: that their letters differ, nobody sees.</summary>
    public static void SayLookAlikes(string name, IProjection state, Action<string, string> say)
    {
        var skeletons = FoldedText.Skeletons(name);
        var alike = state.ByAny<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Skeleton, skeletons).Select(ca => ca.Name)
            .Concat(state.ByAny<CARequestRecord>(CARequestRecord.KindName, AuthorityIndex.Skeleton, skeletons).Select(r => r.Name))
            .Distinct(StringComparer.Ordinal);
        foreach (var other in alike.Where(other => !AsciiFold.Same(other, name)))
        {
            say(
                "LOOKS LIKE",
                $"{other}, another CA here, spelled {CanonicalText.Spell(other)}; this one is spelled {CanonicalText.Spell(name)}");
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
        Chain(authority, state).Any(above => AsciiFold.Same(above.Name, other.Name));

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
