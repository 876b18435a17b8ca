using System.Management.Automation;

namespace Nothing
{
    /// <summary>A cmdlet that does nothing.</summary>
    [Cmdlet(VerbsCommon.Get, "Nothing")]
    public sealed class GetNothing : Cmdlet
    {
    }
}
