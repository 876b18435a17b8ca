using System.Reflection;
using System.Security.Cryptography;

namespace Trstctl.Custody;

/// <summary>New RSA keys, of the size that was asked for and no other. <c>RSA.Create()</c> of .NET Framework is a key of an old provider,
/// which stays at 1024 bits whatever its KeySize is set to (dotnet/runtime 18863).</summary>
internal static class RsaGeneration
{
    // Of .NET Framework; netstandard2.0 cannot name it, and .NET has it elsewhere and needs it not.
    private const string Cng = "System.Security.Cryptography.RSACng, System.Core, Version=4.0.0.0, Culture=neutral, "
        + "PublicKeyToken=b77a5c561934e089";

    public static RSA Generate(int bits) => Generate(bits, RSA.Create);

    internal static RSA Generate(int bits, Func<RSA> platform)
    {
        var rsa = Prepare(bits, platform);
        try
        {
            // The key is made here, and speaks for itself.
            var found = rsa.ExportParameters(includePrivateParameters: false).Modulus!.Length * 8;
            return found == bits
                ? rsa
                : throw new TrstException(ErrorId.PlatformUnsupported, $"An RSA key of {bits} bits (it made {found})", "an EC key");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    private static RSA Prepare(int bits, Func<RSA> platform)
    {
        var rsa = platform();
        if (rsa is not RSACryptoServiceProvider)
        {
            rsa.KeySize = bits;
            return rsa;
        }

        rsa.Dispose();
        return TryCng(bits) ?? new RSACryptoServiceProvider(bits) { PersistKeyInCsp = false };
    }

    // Mono has the type and no key of it.
    private static RSA? TryCng(int bits)
    {
        try
        {
            return Type.GetType(Cng, throwOnError: false) is { } type ? (RSA)Activator.CreateInstance(type, bits) : null;
        }
        catch (Exception e) when (e is TargetInvocationException or NotSupportedException or NotImplementedException)
        {
            return null;
        }
    }
}
