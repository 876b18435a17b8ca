using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.History;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

/// <summary>Names of CAs of the connected store that the command takes.</summary>
internal sealed class AuthorityCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing)
    {
        var all = completing.Store is { } store ? new AuthorityQueries(store.Connection).All() : [];
        var same = all.GroupBy(ca => ca.Name, StringComparer.OrdinalIgnoreCase);
        return same.SelectMany(named => named.Select(ca => ca.View.Subject).Distinct(StringComparer.Ordinal).Count() == 1
                ? named.Where(ca => Fits(ca, completing)).Take(1).Select(ca => Of(ca, ca.Name))
                : named.Where(ca => Fits(ca, completing)).GroupBy(ca => ca.View.Subject).Select(one => Of(one.First(), one.Key)))
            .OrderBy(offer => offer.Word, StringComparer.OrdinalIgnoreCase);
    }

    private static Offer Of(AuthorityRecord ca, string word) => new(
        word,
        string.Format(
            CultureInfo.InvariantCulture, "{0}, {1}, {2} custody, until {3:yyyy-MM-dd}", ca.View.Subject, ca.Status, ca.Custody,
            ca.View.NotAfter));

    private static bool Fits(AuthorityRecord ca, Completing completing) => completing.Parameter switch
    {
        "Issuer" when completing.Command == "Start-TrstCeremony" =>
            IsActive(ca) && (IsHere(ca) || Operation(completing, "Request")),
        "Issuer" when completing.Command != "Get-TrstCA" => IsActive(ca),
        "CA" when completing.Command == "Invoke-TrstCARotation" => IsActive(ca),
        "LeaveBehind" or "FromDealingBefore" =>
            ca.KeyId is not null && ca.Custody == (Operation(completing, "Roster") ? CustodyKind.Quorum : CustodyKind.Operational),
        "InputObject" => IsSubject(ca, completing),
        _ => true,
    };

    private static bool IsSubject(AuthorityRecord ca, Completing completing) =>
        Operation(completing, "Rotation", "Renewal") ? IsActive(ca) && ca.KeyId is not null
        : Operation(completing, "Retire") ? ca.Status is AuthorityStatus.Active or AuthorityStatus.Superseded
        : Operation(completing, "Revoke") ? ca.Status != AuthorityStatus.Revoked && !ca.IsRoot
        : Operation(completing, "DestroyKey") ? ca.KeyId is not null
        : Operation(completing, "Request") && IsActive(ca) && !ca.IsRoot;

    private static bool Operation(Completing completing, params string[] names) =>
        names.Contains(completing.Text("Operation"), StringComparer.OrdinalIgnoreCase);

    private static bool IsActive(AuthorityRecord ca) => ca.Status == AuthorityStatus.Active;

    private static bool IsHere(AuthorityRecord ca) => ca.KeyId is not null && ca.Custody != CustodyKind.External;
}

/// <summary>Thumbprints of the CAs here.</summary>
internal sealed class ThumbprintCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) => completing.Store is { } store
        ? new AuthorityQueries(store.Connection).All()
            .Select(ca => new Offer(ca.View.Thumbprint, ca.View.Subject, $"{ca.View.Thumbprint.Substring(0, 8)} {ca.Name}"))
        : [];
}

/// <summary>Names of those on the roster in force who can be what the parameter says.</summary>
internal sealed class PrincipalCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) =>
        (completing.Store?.Connection.Roster?.Principals ?? []).Where(principal => Fits(principal, completing.Parameter))
            .Select(principal => new Offer(principal.Name, principal.Roles.ToString()));

    private static bool Fits(Principal principal, string parameter) => parameter switch
    {
        "WaitingFor" => principal.IsCustodian,
        "Executor" or "RetireKey" => principal.MayOpen,
        _ => true,
    };
}

/// <summary>Epochs of the roster, the one in force first.</summary>
internal sealed class EpochCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing)
    {
        var current = completing.Store?.Connection.Roster?.Epoch ?? 0;
        return Enumerable.Range(0, current).Select(before => new Offer(
            (current - before).ToString(CultureInfo.InvariantCulture), before == 0 ? "the roster in force" : "a roster before it"));
    }
}

/// <summary>The connected tenant; of a store that is listed, or not connected yet, its tenants.</summary>
internal sealed class TenantCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing) =>
        completing.Command is "Connect-TrstStore" or "Restore-TrstStore" ? In(completing.Path("Path"))
        : completing.Command == "Get-TrstTenant" && completing.Parameter == "Name" ? In(completing.Store?.Location)
        : completing.Store is { } store ? [new Offer(store.Tenant, store.Location)]
        : [];

    private static IEnumerable<Offer> In(string? folder) => folder is null ? [] : Trstctl.History.Store.Tenants(folder)
        .Select(name => new Offer(name, folder));
}

/// <summary>Thumbprints of the user's own certificates, of those on the roster where a store is connected; and files.</summary>
internal sealed class CertificateCompleter : WordCompleter
{
    protected override IEnumerable<Offer> Offers(Completing completing)
    {
        var roster = completing.Store?.Connection.Roster;
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        return store.Certificates.Cast<X509Certificate2>()
            .Where(certificate => certificate.HasPrivateKey && IsOn(roster, certificate.RawData))
            .Select(certificate => new Offer(
                certificate.Thumbprint, certificate.Subject, $"{certificate.Thumbprint.Substring(0, 8)} {certificate.Subject}"))
            .ToArray();
    }

    protected override IEnumerable<CompletionResult> Others(string typed) => CompletionCompleters.CompleteFilename(typed);

    private static bool IsOn(Roster? roster, byte[] certificate) => roster?.Principals.Any(
        principal => principal.SigningCertificate.SequenceEqual(certificate)
            || principal.SealingCertificate?.SequenceEqual(certificate) == true) != false;
}
