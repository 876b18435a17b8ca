using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Certificates;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsLifecycle.Complete, "TrstCARequest", HelpUri = HelpPages.Root
    + "Complete-TrstCARequest.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(TrstCA))]
public sealed class CompleteTrstCARequestCommand : IdentityCmdlet
{
    /// <summary>The certificate that came back: an X509Certificate2, or the path of a file (PEM, DER or .p7b), which may hold its issuers'
    /// certificates too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object Path { get; set; } = string.Empty;

    private protected override object ErrorTarget => Path;

    protected override void Process()
    {
        var certificate = new RequestCompletion(Connection).Choose(CertificateInput.ReadAll(this, Path), Cancellation);
        if (ShouldProcess(new CertificateView(certificate).Subject, "Take the certificate for the request that waits for it"))
        {
            WriteObject(new TrstCA(new RequestCompletion(Connection).Complete(
                certificate, Identity, Cancellation, authority => Tell(authority, certificate))));
        }
    }

    private void Tell(AuthorityRecord authority, byte[] certificate) => WriteWarning(
        $"The request of \"{authority.Name}\" was answered before. "
        + (authority.Certificate.SequenceEqual(certificate)
            ? "This certificate is its current one from now on, and those before are kept."
            : "This certificate begins earlier than its current one, and is kept beside it."));
}
