namespace Trstctl.Keys;

internal static class MalformedInput
{
    /// <summary>Whether an exception says that foreign bytes are malformed. BouncyCastle's parsers throw a dozen types, so the
    /// list names what is not: our own refusals, what a person is told in words, and exhaustion.</summary>
    public static bool IsMalformed(Exception error) => error is not (TrstException or NotSupportedException or OutOfMemoryException);
}
