namespace Trstctl.Ceremonies;

/// <summary>Where an authority comes from: a completed ceremony whose quorum verifies and whose approved bytes are the
/// certificate's, up to the root. An event alone, which any holder of the ledger key could append, makes no authority.</summary>
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

    /// <summary>The same of a certificate over another CA's key, or over another key of the same root.</summary>
    public static void Demand(Gate gate, CrossCertificateRecord cross)
    {
        var made = gate.DemandCompleted(cross.Ceremony);
        var issuer = gate.State.Authority(cross.IssuerId);
        if (!made.Record.Results.Contains(cross.CertificateId, StringComparer.Ordinal))
        {
            throw new TrstException(
                ErrorId.StoreDamaged, $"the cross-certificate of \"{cross.View.Subject}\" was not made by the ceremony that it names");
        }

        // Old with new: the open place is the new key's identifier, and the new key is the issuer's.
        var filled = string.Equals(cross.Link, LinkCertificates.OldWithNew, StringComparison.Ordinal) ? issuer.View.Spki : cross.View.Spki;
        IssuedCertificateCheck.VerifyBytes(
            cross.Certificate, ArtefactReader.Certificate(made.Plan, cross.Link ?? Artefact.MainName), filled, issuer.View.Spki);
    }

    /// <summary>The same of a request: it was made by the ceremony that it names, with the key and the words that were approved.</summary>
    public static void Demand(Gate gate, CARequestRecord request)
    {
        var made = gate.DemandCompleted(request.Ceremony);
        if (!made.Record.Results.Contains(request.RequestId, StringComparer.Ordinal)
            || made.Operation is not RequestOperation operation
            || request.Custody != made.Plan.Custody || request.Level != made.Plan.Level)
        {
            throw new TrstException(ErrorId.StoreDamaged, $"the request \"{request.Name}\" was not made by the ceremony that it names");
        }

        operation.DemandMade(made.Plan, request);
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

        DemandTwin(gate, authority);
        made.Operation.DemandMade(made.Plan, authority, issuer);
    }

    private static void DemandTwin(Gate gate, AuthorityRecord authority)
    {
        if (authority.Twin is not { } named)
        {
            return;
        }

        var twin = gate.State.Authority(named.AuthorityId);
        if (Digest.Of(twin.View.Spki) != named.KeyDigest
            || twin.Ceremony != authority.Ceremony
            || twin.Twin?.AuthorityId != authority.AuthorityId)
        {
            throw new TrstException(ErrorId.StoreDamaged, $"\"{authority.Name}\" and \"{twin.Name}\" do not name each other's keys");
        }
    }
}
