using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Ledger;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>How a plan names an authority: id, name and the digest of its certificate.</summary>
internal static class AuthorityReference
{
    public static JsonObject To(AuthorityRecord authority) => new()
    {
        { "id", authority.AuthorityId },
        { "name", authority.Name },
        { "certificate", Digest.Of(authority.Certificate) },
    };

    /// <summary>The authority that a subject's member names; its certificate must still be the one that was named.</summary>
    public static AuthorityRecord From(JsonObject subject, string member, IProjection state)
    {
        var reader = new ObjectReader(subject, "subject").Reader(member);
        var id = reader.Text("id", 36);
        var name = reader.Text("name", 1024);
        var digest = Digest.FromJson(reader, "certificate");
        reader.End();
        var authority = state.Find<AuthorityRecord>(AuthorityRecord.KindName, id)
            ?? throw new TrstException(ErrorId.AuthorityNotFound, CanonicalText.Escape(name));
        return string.Equals(authority.Name, name, StringComparison.Ordinal) && Digest.Of(authority.Certificate) == digest
            ? authority
            : throw new TrstException(ErrorId.PlanInvalid, "?", $"the authority {CanonicalText.Escape(name)} is not the one it names");
    }

    /// <summary>By id, or by name the active generation.</summary>
    public static AuthorityRecord Resolve(string? nameOrId, string parameter, string operation, IProjection state)
    {
        var authority = ResolveAny(nameOrId, parameter, operation, state);
        DemandActive(authority);
        return authority;
    }

    /// <summary>By id, or by name the newest generation, whatever its status.</summary>
    public static AuthorityRecord ResolveAny(string? nameOrId, string parameter, string operation, IProjection state)
    {
        if (string.IsNullOrWhiteSpace(nameOrId))
        {
            throw new TrstException(ErrorId.ParameterMissing, operation, parameter);
        }

        var all = state.All<AuthorityRecord>(AuthorityRecord.KindName).ToArray();
        return all.FirstOrDefault(a => string.Equals(a.AuthorityId, nameOrId, StringComparison.OrdinalIgnoreCase))
            ?? all.Where(a => string.Equals(a.Name, nameOrId, StringComparison.OrdinalIgnoreCase)).OrderByDescending(a => a.Generation).FirstOrDefault()
            ?? throw new TrstException(ErrorId.AuthorityNotFound, CanonicalText.Escape(nameOrId!));
    }

    public static void DemandActive(AuthorityRecord authority)
    {
        if (authority.Status != AuthorityStatus.Active)
        {
            throw new TrstException(ErrorId.AuthorityNotActive, authority.Name, authority.Status.ToString().ToLowerInvariant());
        }
    }
}
