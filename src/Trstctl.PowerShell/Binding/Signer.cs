using Trstctl.Certificates;
using Trstctl.Keys;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>Who signs where nobody was named, and what he is called.</summary>
internal static class Signer
{
    /// <summary>The one key of the user's own certificate store that stands on the roster.</summary>
    public static SigningIdentity Mine(Roster? roster) => Only(
        SigningIdentity.FindInStore(der => roster?.Principals.Any(p => p.SigningCertificate.SequenceEqual(der)) == true), roster);

    /// <summary>Several are an error that lists them: nobody signs as whoever comes first.</summary>
    public static SigningIdentity Only(IReadOnlyList<SigningIdentity> found, Roster? roster)
    {
        if (found.Count == 1)
        {
            return found[0];
        }

        var names = found.Select(identity => $"{NameOf(identity, roster)} ({identity.Thumbprint})").ToArray();
        foreach (var identity in found)
        {
            identity.Dispose();
        }

        throw names.Length == 0
            ? new TrstException(ErrorId.IdentityNotFound, "no key in CurrentUser\\My stands on the roster")
            : new TrstException(ErrorId.IdentityAmbiguous, string.Join(", ", names));
    }

    /// <summary>The key as its owner knows it: kind, words and thumbprint.</summary>
    public static string KeyOf(SigningIdentity identity) =>
        $"{PgpWords.Recognise(Digest.Of(identity.Spki))} ({PublicKey.Describe(identity.Spki)}), certificate {identity.Thumbprint}";

    /// <summary>The name on the roster, where the key is there; else the common name of the certificate.</summary>
    public static string NameOf(SigningIdentity identity, Roster? roster) =>
        roster?.Principals.FirstOrDefault(p => p.Owns(identity.Spki))?.Name
            ?? CanonicalText.Escape(new CertificateView(identity.Certificate).CommonName);
}
