namespace Trstctl.Ledger;

/// <summary>Who an event says acted: a principal's name where a signature proves it, else what the host claims.</summary>
internal static class Actors
{
    public const string HostPrefix = "host:";

    public static string Host
    {
        get
        {
            var claim = CanonicalText.Escape($"{HostPrefix}{Environment.MachineName}/{Environment.UserName}");
            return claim.Length <= 256 ? claim : claim.Substring(0, 256);
        }
    }

    public static string Principal(string name) => "principal:" + name;
}
