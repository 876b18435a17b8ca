using System.Runtime.InteropServices;

namespace Trstctl.PowerShell;

internal static class ErrorRecords
{
    private static readonly bool IsDesktop =
        RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    public static ErrorRecord ToErrorRecord(this TrstException exception, object aim)
    {
        Advice.Add(exception);
        return new(exception, exception.Id.ToString(), CategoryOf(exception.Kind), exception.Target ?? aim)
        {
            ErrorDetails = Details(exception),
        };
    }

    // Windows PowerShell never shows a recommended action; PowerShell 7 does so by itself.
    private static ErrorDetails Details(TrstException exception) =>
        new(IsDesktop ? exception.Message + Environment.NewLine + exception.RecommendedAction : exception.Message)
        {
            RecommendedAction = exception.RecommendedAction,
        };

    private static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidInput => ErrorCategory.InvalidArgument,
        ErrorKind.Denied => ErrorCategory.PermissionDenied,
        ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.InvalidState => ErrorCategory.InvalidOperation,
        ErrorKind.Unavailable => ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.InvalidData,
    };
}
