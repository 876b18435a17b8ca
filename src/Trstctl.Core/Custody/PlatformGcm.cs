using System.Reflection;
using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>The platform's AesGcm, which netstandard2.0 cannot name: it keeps no copy of the key in managed memory.</summary>
internal sealed class PlatformGcm : IGcm
{
    private static readonly Type? Platform = Type.GetType(
        "System.Security.Cryptography.AesGcm, System.Security.Cryptography.Algorithms", throwOnError: false);

    // .NET 8 and later name the tag's length; the one-parameter constructor is obsolete there.
    private static readonly ConstructorInfo? Sized = Platform?.GetConstructor([typeof(byte[]), typeof(int)]);
    private static readonly ConstructorInfo? Unsized = Platform?.GetConstructor([typeof(byte[])]);
    private static readonly MethodInfo? EncryptBytes = Platform?.GetMethod(
        "Encrypt", [typeof(byte[]), typeof(byte[]), typeof(byte[]), typeof(byte[]), typeof(byte[])]);

    private static readonly MethodInfo? DecryptBytes = Platform?.GetMethod(
        "Decrypt", [typeof(byte[]), typeof(byte[]), typeof(byte[]), typeof(byte[]), typeof(byte[])]);

    public static bool IsSupported => (Sized ?? Unsized) is not null && EncryptBytes is not null && DecryptBytes is not null
        && Platform!.GetProperty("IsSupported")?.GetValue(null) is not false;

    public void Encrypt(byte[] key, byte[] nonce, byte[] plaintext, byte[] ciphertext, byte[] tag, byte[] associatedData)
    {
        using var aes = Of(key);
        EncryptBytes!.Invoke(aes, [nonce, plaintext, ciphertext, tag, associatedData]);
    }

    public bool TryDecrypt(byte[] key, byte[] nonce, byte[] ciphertext, byte[] tag, byte[] plaintext, byte[] associatedData)
    {
        using var aes = Of(key);
        try
        {
            DecryptBytes!.Invoke(aes, [nonce, ciphertext, tag, plaintext, associatedData]);
            return true;
        }
        catch (TargetInvocationException e) when (e.InnerException is CryptographicException)
        {
            return false;
        }
    }

    private static IDisposable Of(byte[] key) =>
        (IDisposable)(Sized is null ? Unsized!.Invoke([key]) : Sized.Invoke([key, AuthenticatedCipher.TagLength]));
}
