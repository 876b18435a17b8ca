namespace Trstctl.Ceremonies.Operations;

/// <summary>Finds the authority that somebody asks for, and says which of them may sign.</summary>
internal static class AuthorityReference
{
    /// <summary>As it stands now, whatever certificate of it was named.</summary>
    public static AuthorityRecord DemandAuthority(this IProjection state, string id) =>
        state.Find<AuthorityRecord>(AuthorityRecord.KindName, id)
        ?? throw new TrstException(ErrorId.AuthorityNotFound, CanonicalText.Escape(id));

    /// <summary>By id, or by name the active generation.</summary>
    public static AuthorityRecord Resolve(string? nameOrId, string parameter, string operation, IProjection state)
    {
        var authority = ResolveAny(nameOrId, parameter, operation, state);
        DemandActive(authority, state);
        return authority;
    }

    /// <summary>By id, or by name the newest generation, whatever its status.</summary>
    public static AuthorityRecord ResolveAny(string? nameOrId, string parameter, string operation, IProjection state)
    {
        if (string.IsNullOrWhiteSpace(nameOrId))
        {
            throw new TrstException(ErrorId.ParameterMissing, operation, parameter);
        }

        var folded = AsciiFold.Lower(nameOrId!);
        return state.Find<AuthorityRecord>(AuthorityRecord.KindName, folded)
            ?? state.By<AuthorityRecord>(AuthorityRecord.KindName, AuthorityIndex.Name, folded)
                .OrderByDescending(a => a.Generation)
                .FirstOrDefault()
            ?? throw new TrstException(ErrorId.AuthorityNotFound, CanonicalText.Escape(nameOrId!));
    }

    /// <summary>The id of the authority's key; refuses an authority whose key is elsewhere, or was left behind.</summary>
    public static string DemandKey(AuthorityRecord authority) => authority.KeyLostBy is null
        ? DemandKeyHere(authority)
        : throw new TrstException(ErrorId.KeyLost, authority.KeyId!, authority.Name, Uuid.Short(authority.KeyLostBy));

    /// <summary>The same of a key that need not open: its successor takes its place.</summary>
    public static string DemandKeyHere(AuthorityRecord authority) => authority.KeyId
        ?? throw new TrstException(
            ErrorId.KeyUnavailable, $"key of \"{authority.Name}\"", "it is held elsewhere; this store knows only the certificate");

    /// <summary>Refuses an authority that may not sign: not active, or without its key here.</summary>
    public static void DemandSigner(AuthorityRecord authority, IProjection state)
    {
        DemandActive(authority, state);
        DemandKey(authority);
    }

    /// <summary>Refuses an authority that is not active, or whose certificate is no longer the one that was named.</summary>
    public static void DemandActive(AuthorityRecord authority, IProjection state)
    {
        if (authority.Status != AuthorityStatus.Active)
        {
            throw new TrstException(ErrorId.AuthorityNotActive, authority.Name, AsciiFold.Word(authority.Status));
        }

        var current = state.Find<AuthorityRecord>(AuthorityRecord.KindName, authority.AuthorityId);
        if (current?.Certificate.AsSpan().SequenceEqual(authority.Certificate) != true)
        {
            throw new TrstException(ErrorId.AuthorityNotActive, authority.Name, "renewed: the plan names an earlier certificate");
        }
    }
}
