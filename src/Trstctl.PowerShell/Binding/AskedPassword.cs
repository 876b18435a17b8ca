using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Trstctl.PowerShell;

/// <summary>A password that was not passed: asked for once where somebody can answer, and missing where nobody can.</summary>
internal static class AskedPassword
{
    /// <summary>Does what may need a password; where none was given and one is needed it is asked for, and that is tried once.</summary>
    /// <param name="cmdlet">Whose host asks.</param>
    /// <param name="given">The password that was passed, which is never asked for again.</param>
    /// <param name="of">What it opens, as the question names it.</param>
    /// <param name="open">Refuses with <see cref="ErrorId.SecretMissing"/> where a password is needed.</param>
    public static T Opening<T>(PSCmdlet cmdlet, SecureString? given, string of, Func<SecureString?, T> open)
    {
        try
        {
            return open(given);
        }
        catch (TrstException missing) when (given is null && missing.Id == ErrorId.SecretMissing)
        {
            if (Known(cmdlet, of) is { } typed)
            {
                return open(typed);
            }

            throw;
        }
    }

    /// <summary>One that exists, or null where nobody can answer.</summary>
    public static SecureString? Known(PSCmdlet cmdlet, string of) => Ask(cmdlet, $"The password of {of}", "Password");

    /// <summary>A new password, typed twice, or null where nobody can answer.</summary>
    /// <exception cref="TrstException"><see cref="ErrorId.InvalidArgument"/> where the two differ.</exception>
    public static SecureString? New(PSCmdlet cmdlet, string of)
    {
        if (Ask(cmdlet, $"A new password of {of}", "Password") is not { } typed
            || Ask(cmdlet, "The same once more", "Repeat") is not { } again)
        {
            return null;
        }

        return AreSame(typed, again)
            ? typed
            : throw new TrstException(ErrorId.InvalidArgument, "the password", "the same twice", "two different ones");
    }

    // Null where nobody can answer, and for an empty answer.
    private static SecureString? Ask(PSCmdlet cmdlet, string message, string name)
    {
        if (!Somebody.CanAnswer(cmdlet))
        {
            return null;
        }

        var field = new FieldDescription(name);
        field.SetParameterType(typeof(SecureString));
        try
        {
            var answer = cmdlet.Host.UI.Prompt(string.Empty, message, new Collection<FieldDescription> { field });
            return answer is not null && answer.TryGetValue(name, out var typed)
                && Reference.Unwrap(typed) is SecureString { Length: > 0 } password ? password : null;
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return null;
        }
    }

    private static bool AreSame(SecureString one, SecureString other)
    {
        using var left = SecretBytes.FromUtf8(one);
        using var right = SecretBytes.FromUtf8(other);
        return left.IsSameAs(right);
    }
}
