using Trstctl.Ceremonies;
using Trstctl.Core.Tests.Statements;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Rosters;
using Trstctl.Statements;

namespace Trstctl.Core.Tests.Ceremonies;

/// <summary>Somebody whom a roster change brings in.</summary>
internal static class Newcomer
{
    /// <summary>With these roles, and a certificate that ends when the test says; a custodian comes in Erin's place.</summary>
    public static SigningIdentity With(World world, string name, PrincipalRoles roles, DateTime? until = null)
    {
        using var key = SoftwareKey.Generate(KeyAlgorithm.EcdsaP256);
        using var pkcs8 = SoftwareKey.ExportPkcs8(key);
        var identity = new SigningIdentity(
            Trstctl.Statements.KeyFiles.CustodianKeys.Certificate(name, key, Person.From, until ?? Person.To), Pkcs8.Import(pkcs8.Bytes));
        var isCustodian = (roles & PrincipalRoles.Custodian) != 0;
        var entry = new Principal(name, name, roles, identity.Certificate, isCustodian ? identity.Certificate : null);
        var change = world.Approve(world.StartChange(world.Change(Next)), 0, 1, 2);
        world.Service.Decide(change.CeremonyId, Decision.Approve, change.PlanDigest, identity, null);
        world.Service.Execute(change.CeremonyId, new ExpectedPlan(), World.Present(0, 1, 2));
        return identity;

        IEnumerable<Principal> Next(IReadOnlyList<Principal> people) => people.Where(p => !isCustodian || p.Name != "Erin").Append(entry);
    }
}
