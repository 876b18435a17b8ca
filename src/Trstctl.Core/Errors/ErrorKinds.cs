namespace Trstctl;

internal static class ErrorKinds
{
    // Whatever is not listed contradicts a signature: an unknown id fails as damage, not as a typing error.
    public static ErrorKind Of(ErrorId id) => id switch
    {
        ErrorId.InvalidArgument
            or ErrorId.TextInvalid
            or ErrorId.DurationInvalid
            or ErrorId.SpecInvalid
            or ErrorId.SecretMissing
            or ErrorId.CertificateUnusable
            or ErrorId.DuplicateCustodian
            or ErrorId.NameInvalid
            or ErrorId.ThresholdOutOfRange
            or ErrorId.CeremonyAmbiguous
            or ErrorId.LintFailed
            or ErrorId.ConstraintViolation
            or ErrorId.CertificateInvalid
            or ErrorId.FileUnreadable
            or ErrorId.ParameterForeign
            or ErrorId.ParameterMissing
            or ErrorId.OperationUnknown
            or ErrorId.ShareFileMissing
            or ErrorId.ExecutorMissing
            or ErrorId.RosterInvalid
            or ErrorId.RequestInvalid
            or ErrorId.ImportRefused
            or ErrorId.PrivateKeyUnexpected
            => ErrorKind.InvalidInput,
        ErrorId.PermissionsTooOpen
            or ErrorId.TenantMismatch
            or ErrorId.TrustAnchorMissing
            or ErrorId.NotOnRoster
            or ErrorId.RoleMissing
            or ErrorId.CustodianExpired
            or ErrorId.CustodianRetired
            or ErrorId.QuorumNotMet
            or ErrorId.SelfApproval
            or ErrorId.PurposeMismatch
            or ErrorId.CeremonyExpired
            or ErrorId.EpochSuperseded
            or ErrorId.PlanDigestMismatch
            or ErrorId.ApprovalInvalid
            or ErrorId.PossessionNotProved
            or ErrorId.ConsentRefused
            or ErrorId.NotOpener
            or ErrorId.ShareInvalid
            or ErrorId.OpeningInvalid
            or ErrorId.LevelForbidden
            or ErrorId.SuspensionSpent
            or ErrorId.DrillInvalid
            or ErrorId.WitnessInvalid
            or ErrorId.RestoreRefused
            => ErrorKind.Denied,
        ErrorId.StoreNotFound
            or ErrorId.TenantNotFound
            or ErrorId.IdentityNotFound
            or ErrorId.CeremonyNotFound
            or ErrorId.AuthorityNotFound
            => ErrorKind.NotFound,
        ErrorId.NotConnected
            or ErrorId.StoreExists
            or ErrorId.StoreReadOnly
            or ErrorId.StoreVersionUnsupported
            or ErrorId.TenantHasNoRoster
            or ErrorId.GenesisAlreadyStarted
            or ErrorId.CeremonyNotPending
            or ErrorId.AlreadyDecided
            or ErrorId.NothingToWithdraw
            or ErrorId.AuthorityExists
            or ErrorId.AuthorityNotActive
            or ErrorId.FileExists
            or ErrorId.OpeningNotRequested
            or ErrorId.OpeningSuperseded
            or ErrorId.KeyDestroyed
            or ErrorId.TenantSuspended
            or ErrorId.TenantNotSuspended
            or ErrorId.RecoveryPending
            => ErrorKind.InvalidState,
        ErrorId.StoreUnavailable
            or ErrorId.ClockWentBackwards
            or ErrorId.ClockJumped
            or ErrorId.KeyUnavailable
            or ErrorId.ConsentUnavailable
            or ErrorId.AssemblyConflict
            or ErrorId.WaitTimedOut
            or ErrorId.PlatformUnsupported
            or ErrorId.SharesMissing
            or ErrorId.SharePasswordUnseen
            => ErrorKind.Unavailable,
        _ => ErrorKind.Damaged,
    };
}
