using System.Globalization;
using System.Resources;
using Trstctl.Custody;

namespace Trstctl.PowerShell;

/// <summary>What to do about an error, in this shell's words. A text's name in Advice.resx is its error id; the details of the
/// message fill its places too.</summary>
internal static class Advice
{
    private static readonly ResourceManager Texts = new("Trstctl.PowerShell.Commands.Advice", typeof(Advice).Assembly);

    /// <summary>Advises on a refusal, and on those that led to it: a script may look at these too.</summary>
    public static void Add(TrstException exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is TrstException refusal)
            {
                var id = refusal.Id.ToString() + Narrower(refusal);
                refusal.Advise(Which(refusal)
                    + (Texts.GetString(id, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException(id)));
            }
        }
    }

    // Where more is known than the id says: of the secret that is meant, instead of every parameter that takes one.
    private static string Narrower(TrstException refusal) => (refusal.Id, refusal.Detail(0), refusal.Detail(2)) switch
    {
        (ErrorId.SecretMissing, _, nameof(ProtectorKind.KeyFile)) => ".LedgerKeyFile",
        (ErrorId.SecretMissing, _, nameof(ProtectorKind.Password)) => ".LedgerPassword",
        (ErrorId.SecretMissing, _, _) when refusal.Detail(1)?.StartsWith("-", StringComparison.Ordinal) == true => ".Named",
        (ErrorId.KeyUnavailable, "ledger sealer", _) => ".Ledger",
        (ErrorId.KeyUnavailable, "custody sealer", _) => ".Custody",
        (ErrorId.SecretMissing or ErrorId.KeyUnavailable, { } what, _)
            when what.StartsWith("key file \"", StringComparison.Ordinal) => ".File",
        (ErrorId.NotOnRoster, _, _) when refusal.Detail(1) == "0" => ".Founding",
        (ErrorId.InvalidArgument, "CA", _) when refusal.Detail(3) == "pattern" => ".Pattern",
        (ErrorId.CeremonyNotPending, _, _) when refusal.Detail(1) == "completed" => ".Completed",
        _ => string.Empty,
    };

    // Of an operation that was run by another's cmdlet its own.
    private static string Which(TrstException refusal) => refusal.Id == ErrorId.PurposeMismatch && refusal.Detail(2) is { } operation
        ? $"It is run by: {NextCommand.Executing(operation)} '{{3}}'. "
        : string.Empty;
}
