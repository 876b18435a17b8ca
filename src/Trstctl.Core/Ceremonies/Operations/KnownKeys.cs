using Trstctl.Authorities;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.State;

namespace Trstctl.Ceremonies.Operations;

/// <summary>What the tenant knows of a key by its <see cref="PublicKey.Identity"/>: whose it is, and why it gets no certificate any
/// more.</summary>
internal static class KnownKeys
{
    /// <summary>One key is one authority, wherever the key is.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.AuthorityExists"/> or <see cref="ErrorId.KeyBarred"/>.</exception>
    public static void DemandNew(Digest key, IProjection state)
    {
        if (Owner(key, state) is { } owner)
        {
            throw new TrstException(
                ErrorId.AuthorityExists, owner.Name,
                $"known with this key, {Ended(owner, state) ?? $"by ceremony {Uuid.Short(owner.Ceremony)}"}");
        }

        if (Asked(key, state) is { } request)
        {
            throw new TrstException(
                ErrorId.AuthorityExists, request.Name, $"known with this key, requested by ceremony {Uuid.Short(request.Ceremony)}");
        }

        DemandUsable(key, state);
    }

    /// <summary>A key that is compromised, destroyed, revoked or retired gets nothing, under no name.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.KeyBarred"/>.</exception>
    public static void DemandUsable(Digest key, IProjection state)
    {
        if (Owner(key, state) is { } owner && Ended(owner, state) is { } ended)
        {
            throw new TrstException(ErrorId.KeyBarred, owner.Name, ended);
        }

        var compromised = state
            .By<CrossCertificateRecord>(CrossCertificateRecord.KindName, AuthorityIndex.Key, key.Hex)
            .FirstOrDefault(cross => cross.Revocation?.Reason.IsCompromise() == true);
        if (compromised?.Revocation is { } revocation)
        {
            throw new TrstException(ErrorId.KeyBarred, compromised.View.Subject, Revoked(revocation));
        }
    }

    /// <summary>The same of the target of a cross-certificate; what is another authority's here gets none under another name.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.KeyBarred"/>.</exception>
    public static void DemandTarget(CertificateView target, IProjection state)
    {
        DemandUsable(target.KeyIdentity, state);
        var name = DistinguishedName.FromDer(target.SubjectDer);
        if (Owner(target.KeyIdentity, state) is { } owner && !name.Equivalent(DistinguishedName.FromDer(owner.View.SubjectDer)))
        {
            throw new TrstException(
                ErrorId.KeyBarred, owner.Name,
                $"ceremony {Uuid.Short(owner.Ceremony)} made it known here as the key of \"{owner.View.Subject}\"");
        }

        if (Asked(target.KeyIdentity, state) is { } request)
        {
            throw new TrstException(ErrorId.KeyBarred, request.Name, $"requested by ceremony {Uuid.Short(request.Ceremony)}");
        }
    }

    public static AuthorityRecord? Owner(Digest key, IProjection state) => state
        .By<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Key, key.Hex)
        .FirstOrDefault();

    private static CARequestRecord? Asked(Digest key, IProjection state) => state
        .By<CARequestRecord>(CARequestRecord.KindName, AuthorityIndex.Key, key.Hex)
        .FirstOrDefault(request => !request.IsCompleted);

    // What ended a CA for good. A superseded one is not ended: others may still need its links.
    private static string? Ended(AuthorityRecord authority, IProjection state) =>
        authority.Revocation is { } revocation ? Revoked(revocation)
        : authority.KeyId is { } key && state.Find<KeyRecord>(KeyRecord.KindName, key)?.DestroyedBy is { } destroyed
            ? $"destroyed by ceremony {Uuid.Short(destroyed)}"
        : authority.RetiredBy is { } retired ? $"retired by ceremony {Uuid.Short(retired)}"
        : null;

    private static string Revoked(Revocation revocation) =>
        $"revoked for {revocation.Reason} by ceremony {Uuid.Short(revocation.Ceremony)}";
}
