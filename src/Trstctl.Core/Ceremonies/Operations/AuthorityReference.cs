using System.Globalization;
using System.Text.RegularExpressions;

namespace Trstctl.Ceremonies.Operations;

/// <summary>Finds the authority that somebody asks for, and says which of them may sign.</summary>
internal static class AuthorityReference
{
    private static readonly char[] Wildcards = ['*', '?'];

    private static readonly Regex Generation = new(@"^(.+) \(G([1-9][0-9]{0,8})\)$", RegexOptions.CultureInvariant);

    /// <summary>As it stands now, whatever certificate of it was named.</summary>
    public static AuthorityRecord DemandAuthority(this IProjection state, string id) =>
        state.Find<AuthorityRecord>(AuthorityRecord.KindName, id)
        ?? throw NotNamed(null, id);

    /// <summary>By id, or of the CA that is named the newest generation, which must be active.</summary>
    public static AuthorityRecord Resolve(string? nameOrId, string parameter, string operation, IProjection state)
    {
        var authority = ResolveAny(nameOrId, parameter, operation, state);
        DemandActive(authority, state);
        return authority;
    }

    /// <summary>By id, or of the CA that is named the newest generation, whatever its status.</summary>
    public static AuthorityRecord ResolveAny(string? nameOrId, string parameter, string operation, IProjection state) =>
        string.IsNullOrWhiteSpace(nameOrId)
            ? throw new TrstException(ErrorId.ParameterMissing, operation, parameter)
            : state.DemandNamed(nameOrId!).OrderByDescending(a => a.Generation).First();

    /// <summary>The generations of the one CA that has this id, common name, distinguished name, thumbprint (SHA-1 or SHA-256) or key
    /// identifier.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.AuthorityNotFound"/>, or <see cref="ErrorId.AuthorityAmbiguous"/> where several
    /// have it.</exception>
    public static IReadOnlyList<AuthorityRecord> DemandNamed(this IProjection state, string text)
    {
        var found = state.Named(text);
        return found.Count == 0 ? throw state.NotNamed(text)
            : found.All(a => a.IsCalledAs(found[0])) ? found
            : throw new TrstException(
                ErrorId.AuthorityAmbiguous, CanonicalText.Escape(text),
                string.Join("; ", found.Subjects()));
    }

    /// <summary>That no authority is called so, and which one may have been meant.</summary>
    public static TrstException NotNamed(this IProjection? state, string text)
    {
        if (text.IndexOfAny(Wildcards) >= 0)
        {
            return new TrstException(
                ErrorId.InvalidArgument, "CA", "the name of one", $"the pattern \"{CanonicalText.Escape(text)}\"", "pattern");
        }

        var near = state is null ? null : Spelling.Nearest(text, Names(state));
        return new TrstException(
            ErrorId.AuthorityNotFound,
            $"\"{CanonicalText.Escape(text)}\"" + (near is null ? string.Empty : $" (did you mean \"{CanonicalText.Escape(near)}\"?)"));
    }

    /// <summary>Their distinguished names, in order.</summary>
    public static IReadOnlyList<string> Subjects(this IReadOnlyList<AuthorityRecord> authorities) => authorities
        .Select(a => a.View.Subject)
        .Distinct(StringComparer.Ordinal)
        .OrderBy(subject => subject, StringComparer.Ordinal)
        .ToArray();

    /// <summary>All that it fits, also as a name with its generation as people see it, <c>Contoso Root CA (G1)</c>: a CA that somebody
    /// called so is not taken for it.</summary>
    public static IReadOnlyList<AuthorityRecord> Named(this IProjection state, string text) =>
        Generation.Match(text.Trim()) is { Success: true } shown
            ? [.. state.Literally(text).Concat(state.Literally(shown.Groups[1].Value)
                .Where(a => a.Generation.ToString(CultureInfo.InvariantCulture) == shown.Groups[2].Value))]
            : state.Literally(text);

    private static IReadOnlyList<AuthorityRecord> Literally(this IProjection state, string text)
    {
        var folded = AsciiFold.Lower(text.Trim());
        if (state.Find<AuthorityRecord>(AuthorityRecord.KindName, folded) is { } byId)
        {
            return [byId];
        }

        var hex = string.Concat(folded.Where(c => c is not (' ' or ':')));
        return new[]
        {
            (AuthorityIndex.Name, folded),
            (AuthorityIndex.PathSubject, Comparable(text)),
            (AuthorityIndex.Thumbprint, AsciiFold.Upper(hex)),
            (AuthorityIndex.Certificate, hex),
            (AuthorityIndex.KeyId, hex),
        }
        .SelectMany(value => state.By<AuthorityRecord>(AuthorityRecord.KindName, value.Item1, value.Item2))
        .GroupBy(a => a.AuthorityId, StringComparer.Ordinal)
        .Select(same => same.First())
        .ToArray();
    }

    // Of a tenant that is very large the first ones: who mistyped a name waits for the answer.
    private static IEnumerable<string> Names(IProjection state) => state
        .All<AuthorityRecord>(AuthorityRecord.KindName)
        .Take(5000)
        .Select(a => a.Name)
        .Distinct(StringComparer.Ordinal);

    // Of what is no distinguished name nothing that a name could be.
    private static string Comparable(string text)
    {
        try
        {
            return text.Contains("=") ? DistinguishedName.Parse("Name", text).Comparable : "\n";
        }
        catch (TrstException)
        {
            return "\n";
        }
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
