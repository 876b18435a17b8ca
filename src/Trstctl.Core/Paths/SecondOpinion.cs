using Org.BouncyCastle.Pkix;
using Org.BouncyCastle.Utilities.Collections;
using Org.BouncyCastle.X509;

namespace Trstctl.Paths;

/// <summary>RFC 5280 section 6 path validation by BouncyCastle, without revocation.</summary>
internal static class SecondOpinion
{
    /// <summary>Why it refuses the path; null where it does not.</summary>
    /// <param name="path">From the certificate in question to the anchor.</param>
    /// <param name="at">UTC.</param>
    /// <param name="anchorInPath">Whether the anchor's own dates, path length and name constraints count; its policies count with
    /// them.</param>
    public static string? Fault(IEnumerable<X509Certificate> path, DateTime at, bool anchorInPath)
    {
        try
        {
            var certificates = path.ToList();
            var parameters = new PkixParameters(new HashSet<TrustAnchor> { new(certificates[certificates.Count - 1], null) })
            {
                IsRevocationEnabled = false,
                Date = at,
            };
            parameters.AddCertPathChecker(new UsageChecker());
            new PkixCertPathValidator().Validate(
                new PkixCertPath(certificates.Take(anchorInPath ? certificates.Count : certificates.Count - 1).ToList()), parameters);
            return null;
        }
        catch (Exception e) when (e is Org.BouncyCastle.Security.GeneralSecurityException
            or ArgumentException or IOException or InvalidOperationException)
        {
            return e.InnerException is null ? e.Message : $"{e.Message} ({e.InnerException.Message})";
        }
    }

    // A critical extended key usage in a CA certificate is unknown to BouncyCastle; relying parties know it, and so does PathWalk.
    private sealed class UsageChecker : PkixCertPathChecker
    {
        public override void Init(bool forward)
        {
        }

        public override bool IsForwardCheckingSupported() => false;

        public override ISet<string> GetSupportedExtensions() => new HashSet<string> { Oids.ExtendedKeyUsage };

        public override void Check(X509Certificate cert, ISet<string> unresolvedCritExts) =>
            unresolvedCritExts.Remove(Oids.ExtendedKeyUsage);
    }
}
