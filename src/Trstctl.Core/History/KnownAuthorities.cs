using System.Globalization;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Operations;
using Trstctl.Paths;

namespace Trstctl.History;

/// <summary>What the verified state says of certificates.</summary>
/// <param name="state">Null where there is no ledger yet: then nothing is known.</param>
internal sealed class KnownAuthorities(IProjection? state)
{
    /// <summary>Those of a name (<see cref="DistinguishedName.Comparable"/>), as anchors what roots signed themselves.</summary>
    public IEnumerable<KnownCertificate> Named(string name)
    {
        var authorities = All<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.PathSubject, name)
            .SelectMany(a => a.Views.Select(view => (View: view, IsRoot: a.IsRoot && view.IsSelfIssued, a.Revocation)));
        var cross = All<CrossCertificateRecord>(CrossCertificateRecord.KindName, AuthorityIndex.PathSubject, name)
            .Select(c => (c.View, IsRoot: false, c.Revocation));
        return authorities.Concat(cross)
            .Where(known => known.View.Names?.Subject == name)
            .Select(known => new KnownCertificate(known.View.Der, known.IsRoot, Refusal(known.View, known.Revocation)));
    }

    /// <summary>Why the ledger says that it is out of use, whatever it says itself.</summary>
    public IEnumerable<string> Recorded(byte[] der)
    {
        var view = new CertificateView(der);
        var authority = Authority(der);
        if (Refusal(view, authority is null ? Cross(der)?.Revocation : authority.Revocation) is { } refusal)
        {
            yield return refusal;
        }

        if (authority?.Status == AuthorityStatus.Retired)
        {
            yield return "is retired: it signs no certificate any more";
        }
    }

    public IReadOnlyList<LintFinding> Lint(byte[] der)
    {
        var isCross = Cross(der) is not null;

        // What was made as a cross-certificate or link is one, though it may be self-issued; of all else the content decides.
        return CertificateLint.Check(
            der,
            isCross ? LintRole.CrossCertificate : CertificateLint.RoleOf(der),
            isCross || IsMadeHere(der) ? LintOrigin.Own : LintOrigin.Foreign);
    }

    /// <summary>The lint rules that the ceremony that made it waived.</summary>
    public IReadOnlyCollection<string> Waived(byte[] der)
    {
        var ceremony = Authority(der)?.Ceremony ?? Cross(der)?.Ceremony;
        var plan = ceremony is null ? null : state!.Find<CeremonyRecord>(CeremonyRecord.KindName, ceremony)?.Plan;
        return plan is null ? [] : ArtefactReader.Waived(plan);
    }

    // A CA whose certificate was imported, or came back from a CA elsewhere, was not made here.
    private bool IsMadeHere(byte[] der) => Authority(der) is { IsImported: false } authority
        && (authority.IsRoot || authority.IssuerId is not null)
        && (authority.IssuerId is null
            || state!.Find<AuthorityRecord>(AuthorityRecord.KindName, authority.IssuerId) is null or { KeyId: not null });

    private AuthorityRecord? Authority(byte[] der) =>
        All<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Certificate, Digest.Of(der).Hex).FirstOrDefault();

    // What a cross-certificate was made over is found by the same digest.
    private CrossCertificateRecord? Cross(byte[] der) =>
        All<CrossCertificateRecord>(CrossCertificateRecord.KindName, AuthorityIndex.Certificate, Digest.Of(der).Hex)
            .FirstOrDefault(cross => cross.Certificate.SequenceEqual(der));

    private string? Refusal(CertificateView view, Revocation? revocation) =>
        revocation is not null
            ? $"was revoked on {revocation.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} ({revocation.Reason})"
            : Of(view.KeyIdentity).FirstOrDefault(known => known.Revocation?.Reason.IsCompromise() == true) is { Name: { } name } other
                ? $"has the key of {name}, which was revoked ({other.Revocation!.Reason})"
                : null;

    // Of a CA elsewhere a cross-certificate tells it.
    private IEnumerable<(string Name, Revocation? Revocation)> Of(Digest key) =>
        All<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Key, key.Hex).Select(a => (a.Name, a.Revocation))
            .Concat(All<CrossCertificateRecord>(CrossCertificateRecord.KindName, AuthorityIndex.Key, key.Hex)
                .Select(cross => (cross.View.Subject, cross.Revocation)));

    private IEnumerable<T> All<T>(string kind, string by, string value)
        where T : Document => state?.By<T>(kind, by, value) ?? [];
}
