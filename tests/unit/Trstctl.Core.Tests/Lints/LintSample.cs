using Trstctl.Lints;

namespace Trstctl.Core.Tests.Lints;

/// <summary>
/// Bytes that keep a rule, the same bytes with one thing changed that break it, and the other rules which that breaks unavoidably.
/// </summary>
internal sealed record LintSample(string Rule, LintRole Role, byte[] Good, byte[] Bad, LintOrigin Origin, string[] Also)
{
    public static LintSample Root(string rule, Action<CertificateDraft> change, params string[] also) =>
        Certificate(rule, LintRole.Root, CertificateDraft.Root, change, also);

    public static LintSample Intermediate(string rule, Action<CertificateDraft> change, params string[] also) =>
        Certificate(rule, LintRole.Intermediate, CertificateDraft.Intermediate, change, also);

    public static LintSample EndEntity(string rule, Action<CertificateDraft> change, params string[] also) =>
        Certificate(rule, LintRole.EndEntity, CertificateDraft.EndEntity, change, also);

    public static LintSample Request(string rule, Action<RequestDraft> change, params string[] also)
    {
        var draft = new RequestDraft();
        var good = draft.Build();
        change(draft);
        return new LintSample(rule, LintRole.Request, good, draft.Build(), LintOrigin.Own, also);
    }

    public static LintSample Crl(string rule, Action<CrlDraft> change, params string[] also)
    {
        var draft = new CrlDraft();
        var good = draft.Build();
        change(draft);
        return new LintSample(rule, LintRole.Crl, good, draft.Build(), LintOrigin.Own, also);
    }

    public LintSample Foreign() => this with { Origin = LintOrigin.Foreign };

    public override string ToString() => Rule;

    private static LintSample Certificate(
        string rule, LintRole role, Func<CertificateDraft> start, Action<CertificateDraft> change, string[] also)
    {
        var draft = start();
        var good = draft.Build();
        change(draft);
        return new LintSample(rule, role, good, draft.Build(), LintOrigin.Own, also);
    }
}
