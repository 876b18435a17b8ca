using System.Security.Cryptography;
using Trstctl.Custody;
using Trstctl.Keys;

namespace Trstctl.Core.Tests.Custody;

internal static class TestKeys
{
    /// <summary>A key of any algorithm, also of those that only imported keys have.</summary>
    public static IOpenKey Make(KeyAlgorithm algorithm)
    {
        if (algorithm.Generates)
        {
            return SoftwareKey.Generate(algorithm);
        }

        using var foreign = RSA.Create(algorithm.Bits);
        return SoftwareKey.FromPkcs8(foreign.ExportPkcs8PrivateKey(), algorithm);
    }
}
