using Trstctl.Core.Tests.Certificates;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;
using Trstctl.Statements;
using Trstctl.Statements.KeyFiles;

namespace Trstctl.Core.Tests.Statements;

/// <summary>People with fresh keys, or, where a key takes long to make, with the one prepared for their name.</summary>
internal static class Person
{
    public static readonly DateTime From = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public static readonly DateTime To = new(2036, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public static readonly DateTime Now = new(2026, 8, 1, 12, 0, 0, DateTimeKind.Utc);

    public static SigningIdentity Create(string name = "Alice", KeyAlgorithm? algorithm = null)
    {
        algorithm ??= KeyAlgorithm.EcdsaP256;
        using var key = algorithm.Family == KeyFamily.Rsa
            ? SoftwareKey.FromPkcs8(PreparedKeys.RsaPkcs8(algorithm.Bits, name), algorithm)
            : SoftwareKey.Generate(algorithm);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        return new SigningIdentity(CustodianKeys.Certificate(name, key, From, To), Pkcs8.Import(pkcs8.Bytes));
    }
}
