namespace Trstctl.Ledger;

/// <summary>Who an event says acted: a principal's name where a signature proves it, else what the host claims.</summary>
public static class Actors
{
    public const string HostPrefix = "host:";

    private const string PrincipalPrefix = "principal:";
    private const string ClaimPrefix = "claimed:";

    public static string Host
    {
        get
        {
            var claim = CanonicalText.Escape($"{HostPrefix}{Environment.MachineName}/{Environment.UserName}");
            return claim.Length <= 256 ? claim : claim.Substring(0, 256);
        }
    }

    public static string Principal(string name) => PrincipalPrefix + name;

    /// <summary>A bare name where a signature proves it. What a header says of a void event nobody signed: it is a claim, and accuses
    /// nobody.</summary>
    public static string By(string actor, bool isVoid)
    {
        var isName = actor.StartsWith(PrincipalPrefix, StringComparison.Ordinal)
            && !actor.StartsWith(PrincipalPrefix + HostPrefix, StringComparison.Ordinal);
        var name = isName ? actor.Substring(PrincipalPrefix.Length) : actor;
        return isVoid && isName ? ClaimPrefix + name : name;
    }
}
