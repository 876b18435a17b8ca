using System.Collections;
using Trstctl.Authorities;
using Trstctl.Ceremonies;
using Trstctl.Ceremonies.Presence;
using Trstctl.Certificates;
using Trstctl.Custody;
using Trstctl.Rosters;
using Trstctl.State;
using Trstctl.Statements;

namespace Trstctl.PowerShell;

/// <summary>Runs an approved plan. Everything comes from the plan; what is given again must equal it.</summary>
public abstract class ExecutionCmdlet : CeremonyCmdlet
{
    private readonly List<SigningIdentity> present = [];

    /// <summary>Custodians at this console, who release their shares of a Quorum key in the same call: certificates, files, or
    /// hashtables with Certificate, Password, SealingCertificate, SealingPassword, ShareFile and SharePassword.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? ShareHolder { get; set; }

    /// <summary>How long to wait for the shares of the others; units y w d h min, 0 for not at all.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [TypedText]
    [ValidateNotNullOrEmpty]
    public string Timeout { get; set; } = "15min";

    /// <summary>Where new shares of custodians who cannot decrypt are written: custodian's name to the path of a new file.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? ShareFile { get; set; }

    /// <summary>A hashtable that receives the passwords made for these files, as secure strings; without it they are shown on the
    /// screen, once.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? SharePassword { get; set; }

    /// <summary>Where such passwords are written instead: custodian's name to the path of a new file that only its owner can
    /// read.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? SharePasswordFile { get; set; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            present.ForEach(identity => identity.Dispose());
        }

        base.Dispose(disposing);
    }

    private protected virtual object[]? Witnesses => null;

    private protected virtual ProtectorSecret? NewLedgerSecret(CeremonyRecord record) => null;

    private protected virtual ProtectorSecret? NewCustodySecret(CeremonyRecord record) => null;

    /// <summary>For an import: opens the key that comes from elsewhere, once the quorum is verified; null without a key.</summary>
    private protected virtual Func<CeremonyRecord, Func<IOpenKey>?> KeyToImport => _ => null;

    private protected IReadOnlyList<Document>? Execute(ExpectedPlan expected)
    {
        var id = CeremonyId;
        var record = Queries.Get(id, Cancellation).Record;

        // Whose key does not open is refused before anybody is asked.
        var holders = (ShareHolder ?? []).Select(Holder).ToArray();
        var watching = (Witnesses ?? []).Select(input => Keep(IdentityInput.Present(this, "Witness", input))).ToArray();
        return ShouldProcess(
            $"{record.Operation} \"{record.Title}\"",
            $"Execute the approved plan {record.PlanDigest.Hex.Substring(0, 16)} as {SignerName}")
            ? Ceremonies.Execute(id, expected, Options(record, holders, watching), Cancellation)
            : null;
    }

    private protected void WriteResults(ExpectedPlan expected)
    {
        foreach (var shown in Present(Execute(expected) ?? []))
        {
            WriteObject(shown);
        }
    }

    private ExecutionOptions Options(CeremonyRecord record, ShareHolder[] holders, SigningIdentity[] watching)
    {
        var warned = new HashSet<string>(StringComparer.Ordinal);
        var timeout = Duration.SpanOrNone(Timeout, Connection.Now);
        return new ExecutionOptions
        {
            Executor = Identity,
            ShareHolders = holders,
            Timeout = timeout,
            Delivery = SharePasswords.Delivery(this, ShareFile, SharePassword, SharePasswordFile),
            Witnesses = watching,
            ImportKey = KeyToImport(record),
            NewLedgerSecret = NewLedgerSecret(record),
            NewCustodySecret = NewCustodySecret(record),
            Progress = progress => Show(record, progress, warned, waits: timeout != TimeSpan.Zero),
        };
    }

    private ShareHolder Holder(object input)
    {
        var holder = IdentityInput.Holder(this, input);
        Keep(holder.Identity);
        if (holder.Sealing is not null)
        {
            Keep(holder.Sealing);
        }

        return holder;
    }

    private SigningIdentity Keep(SigningIdentity identity)
    {
        present.Add(identity);
        return identity;
    }

    private void Show(CeremonyRecord record, OpeningProgress progress, HashSet<string> warned, bool waits)
    {
        foreach (var fault in progress.Rejected.Where(warned.Add))
        {
            WriteWarning(fault);
        }

        var id = Uuid.Short(record.CeremonyId);
        var isOpened = progress.Released.Count >= progress.Needed;
        var how = $"{Words.Or(progress.Missing)} can run: Unlock-TrstCAKey {id}";
        if (waits && !isOpened && warned.Add(progress.Session.Hex))
        {
            Tell($"{how}. It shows the words of the session that waits, which are: {PgpWords.Anchor(progress.Session)}.");
        }

        // Who is missing stands in the status: PowerShell 7 shows no current operation.
        var next = isOpened ? "the key is opened" : how;
        WriteProgress(new ProgressRecord(
            2, $"Opening the key for ceremony {id}", $"{progress.Released.Count} of {progress.Needed} shares: {next}")
        {
            RecordType = isOpened ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    // What a console shows, as of Write-Host: whoever waits at one reads it aloud, and the bar cuts it.
    private void Tell(string text) => WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);
}
