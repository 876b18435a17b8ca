using Trstctl.Authorities;
using Trstctl.Ceremonies.Operations;
using Trstctl.Certificates;

namespace Trstctl.Ceremonies;

/// <summary>
/// Where an authority comes from: a completed ceremony whose quorum verifies and whose approved bytes are the certificate's,
/// up to the root. An event alone, which any holder of the ledger key could append, makes no authority.
/// </summary>
internal static class Provenance
{
    private const int LongestChain = 32;

    public static void Demand(Gate gate, AuthorityRecord authority)
    {
        var link = authority;
        for (var depth = 0; depth < LongestChain; depth++)
        {
            var issuer = link.IssuerId is null ? null : gate.State.Authority(link.IssuerId);
            DemandApproved(gate, link, issuer);
            if (issuer is null)
            {
                return;
            }

            link = issuer;
        }

        throw new TrstException(ErrorId.StoreDamaged, $"the chain of authority \"{authority.Name}\" has no end");
    }

    private static void DemandApproved(Gate gate, AuthorityRecord authority, AuthorityRecord? issuer)
    {
        var made = gate.DemandCompleted(authority.Ceremony);
        if (!made.Record.Results.Contains(authority.AuthorityId, StringComparer.Ordinal))
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the authority \"{authority.Name}\" was not made by the ceremony that it names");
        }

        if (authority.Custody != made.Plan.Custody || authority.Level != made.Plan.Level)
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the custody or level of \"{authority.Name}\" is not the one that was approved");
        }

        IssuedCertificateCheck.Verify(
            authority.Certificate,
            CertificateTemplate.FromJson(ArtefactReader.Template(made.Plan.Artefacts.Single())),
            authority.View.Spki,
            (issuer ?? authority).View.Spki,
            issuer is null ? LintRole.Root : LintRole.Intermediate);
    }
}
