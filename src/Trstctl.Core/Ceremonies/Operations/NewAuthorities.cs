using Trstctl.Authorities;
using Trstctl.Canonical;
using Trstctl.Rosters;
using Trstctl.Storage;

namespace Trstctl.Ceremonies.Operations;

/// <summary>What root, intermediate and rotation share: a key is sealed and an authority comes into being.</summary>
internal static class NewAuthorities
{
    public static void DemandNewName(CASpec spec, IProjection state)
    {
        var taken = state.All<AuthorityRecord>(AuthorityRecord.KindName)
            .FirstOrDefault(a => string.Equals(a.Name, spec.CommonName, StringComparison.OrdinalIgnoreCase));
        if (taken is not null)
        {
            throw new TrstException(ErrorId.AuthorityExists, taken.Name, taken.Status.ToString().ToLowerInvariant());
        }
    }

    /// <summary>One secret may open a root's key, or replace a quorum's, only where the roster says so.</summary>
    public static void DemandCustody(CustodyKind custody, CustodyKind least, string what, IProjection state)
    {
        if (custody == CustodyKind.Operational && least == CustodyKind.Quorum && RosterRecord.Current(state)?.Roster.Policy.AllowsOperationalRoots != true)
        {
            throw new TrstException(ErrorId.LevelForbidden, custody, what, "the roster's policy asks for the quorum's shares");
        }
    }

    public static AuthorityRecord Record(Execution execution, CASpec spec, byte[] certificate, string? issuerId = null, AuthorityRecord? replaced = null)
    {
        var id = Uuid.Version7(execution.Now);
        return new AuthorityRecord
        {
            AuthorityId = id,
            Name = replaced?.Name ?? spec.CommonName,
            Generation = (replaced?.Generation ?? 0) + 1,
            Status = AuthorityStatus.Active,
            Spec = spec,
            Certificate = certificate,
            KeyId = execution.SealNewKey(id),
            Custody = execution.Plan.Custody ?? CustodyKind.Operational,
            Level = execution.Plan.Level ?? EnforcementLevel.SignedApproval,
            IssuerId = issuerId,
            Replaces = replaced?.AuthorityId,
            Ceremony = execution.Plan.Ceremony,
            Created = execution.Now,
        };
    }
}
