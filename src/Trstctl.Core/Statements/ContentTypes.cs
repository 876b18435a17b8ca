namespace Trstctl.Statements;

/// <summary>The eContentType of each kind of signed statement, so that a signature for one can never pass as another.</summary>
internal static class ContentTypes
{
    // ITU-T X.667: the arc 2.25.<integer> belongs to the UUID e54018e2-4fa6-42bd-b93b-0f88ad691c35, drawn once for Trstctl.
    private const string Arc = "2.25.304726022741737492364940306644522834997";

    public const string Plan = Arc + ".1";
    public const string Approval = Arc + ".2";
    public const string Cancellation = Arc + ".3";
    public const string ShareRelease = Arc + ".5";
    public const string OpenRequest = Arc + ".6";
    public const string Witness = Arc + ".8";
    public const string Suspension = Arc + ".9";
    public const string Drill = Arc + ".10";
    public const string KeyRetirement = Arc + ".11";
    public const string Expiry = Arc + ".12";
    public const string Answer = Arc + ".13";
    public const string Execution = Arc + ".14";
    public const string Restoration = Arc + ".15";
}
