using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Names;
using Trstctl.Primitives;
using Trstctl.State;

namespace Trstctl.Ceremonies.Operations;

/// <summary>Where an imported certificate stands among those of its CA: AD CS renews a CA under its name, with its key or with another,
/// and all of these certificates are in use for a time.</summary>
internal static class ImportedGenerations
{
    /// <summary>The imported CA of this name and key, which gets one more certificate; null where the key is another.</summary>
    public static AuthorityRecord? Owner(CertificateView view, IProjection state) =>
        KnownKeys.Owner(view.KeyIdentity, state) is { IsImported: true } owner && view.Names?.Subject == owner.View.Names?.Subject
            ? owner
            : null;

    public static void DemandPossible(ImportSubject subject, IProjection state)
    {
        var view = subject.View;
        if (Owner(view, state) is { } owner)
        {
            KnownKeys.DemandUsable(view.KeyIdentity, state);
            var fault = owner.Certificates.Any(subject.Target.SequenceEqual) ? "known with this certificate"
                : subject.Custody != CustodyKind.External ? "known with this key: a further certificate of it comes alone, without -Custody"
                : owner.Earlier.Count >= AuthorityRecord.MostEarlier ? "known with as many certificates as a CA can have"
                : null;
            if (fault is not null)
            {
                throw new TrstException(ErrorId.AuthorityExists, owner.View.Subject, fault);
            }

            return;
        }

        KnownKeys.DemandNew(view.KeyIdentity, state);
        AuthorityMaking.DemandNotRequested(DistinguishedName.FromDer(view.SubjectDer), state);
        var (before, after) = Around(view, state);

        // Who has a CA of his own under a name lets no certificate from elsewhere take its place, or its past.
        var made = before.LastOrDefault(ca => !ca.IsImported) ?? after.FirstOrDefault();
        var bar = after.Count == 0 && before.LastOrDefault() is { Status: AuthorityStatus.Active, KeyId: not null }
                ? "active, and its key is here: its next generation comes by a rotation"
            : made is { IsImported: false } ? AsciiFold.Word(made.Status)
            : null;
        if (bar is not null)
        {
            throw new TrstException(ErrorId.AuthorityExists, view.Subject, bar);
        }
    }

    /// <summary>One more certificate of a CA's key; the authority stays.</summary>
    public static AuthorityRecord Add(AuthorityRecord owner, ImportSubject subject, string ceremony, IProjection state)
    {
        var added = IsNext(owner, subject, state)
            ? owner with
            {
                Earlier = [.. owner.Earlier, owner.Certificate], Certificate = subject.Target, Spec = null,
                IssuerId = subject.Issuer?.Id, Ceremony = ceremony,
            }
            : owner with { Earlier = [.. owner.Earlier.Append(subject.Target).OrderBy(der => new CertificateView(der).NotBefore)] };
        state.Put(added);
        return added;
    }

    /// <summary>The authority in its place: what came after it counts one more, and what it follows is superseded.</summary>
    public static AuthorityRecord Place(AuthorityRecord authority, IProjection state)
    {
        var (before, after) = Around(authority.View, state);
        for (var i = 0; i < after.Count; i++)
        {
            var later = after[i];
            state.Put(later with
            {
                Generation = later.Generation + 1, Replaces = i == 0 ? authority.AuthorityId : later.Replaces,
            });
        }

        var last = before.LastOrDefault();
        if (last is { Status: AuthorityStatus.Active } && after.Count == 0)
        {
            state.Put(last with { Status = AuthorityStatus.Superseded });
        }

        return authority with
        {
            Generation = (last?.Generation ?? 0) + 1,
            Replaces = last?.AuthorityId,
            Status = after.Count == 0 ? AuthorityStatus.Active : AuthorityStatus.Superseded,
        };
    }

    public static void Describe(ImportSubject subject, IProjection state, Action<string, string> say)
    {
        var view = subject.View;
        if (Owner(view, state) is { } owner)
        {
            say("adds to", $"{owner.View.Subject}, generation {owner.Generation}: one more certificate of its key, "
                + (IsNext(owner, subject, state) ? "and from then on its current one" : "beside its current one"));
            return;
        }

        var (before, after) = Around(view, state);
        if (before.Count + after.Count == 0)
        {
            return;
        }

        say("generation", $"{before.Count + 1} of {before.Count + after.Count + 1} of the CA of this name; that they are one CA, "
            + "their name says and you do" + (Links(view, before) ? ", and AD CS's hash of the certificate before" : string.Empty));
        if (after.Count == 0 && before[before.Count - 1] is { Status: AuthorityStatus.Active } last)
        {
            say("supersedes", $"{last.View.Subject}, generation {last.Generation}");
        }
    }

    // Others may vouch for a root too, which stays one; and of CAs that vouch for each other none is below itself.
    private static bool IsNext(AuthorityRecord owner, ImportSubject subject, IProjection state) =>
        Follows(subject.View, owner.View)
        && (subject.Issuer is null
            || (!owner.IsRoot && !AuthorityMaking.IsBelow(subject.Issuer.Now(state), owner, state)));

    private static bool Links(CertificateView view, IReadOnlyList<AuthorityRecord> before) =>
        CertificateParts.OfCertificate(view.Der).Find(Oids.PreviousCACertificateHash) is { } link
        && before.SelectMany(a => a.Certificates)
            .Any(known => CAVersion.PreviousHash(known).AsSpan().SequenceEqual(link.Encoded));

    // Oldest first.
    private static (IReadOnlyList<AuthorityRecord> Before, IReadOnlyList<AuthorityRecord> After) Around(
        CertificateView view, IProjection state)
    {
        var others = (view.Names is { } names ? state.Called(names.Subject) : [])
            .Where(a => a.View.KeyIdentity != view.KeyIdentity)
            .OrderBy(a => a.Generation)
            .ToLookup(a => Follows(view, a.View));
        return (others[true].ToArray(), others[false].ToArray());
    }

    // AD CS counts keys, and certificates; others have their dates.
    private static bool Follows(CertificateView view, CertificateView other) =>
        (CAVersion.Of(view.Der), CAVersion.Of(other.Der)) is ({ } mine, { } its) && mine != its
            ? (mine.Key, mine.Certificate).CompareTo((its.Key, its.Certificate)) > 0
            : view.NotBefore >= other.NotBefore;
}
