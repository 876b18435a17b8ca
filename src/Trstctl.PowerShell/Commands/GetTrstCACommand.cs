using Trstctl.Authorities;
using Trstctl.History;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstCA", HelpUri = HelpPages.Root + "Get-TrstCA.md", SupportsPaging = true)]
[OutputType(typeof(TrstCA))]
public sealed class GetTrstCACommand : StoreCmdlet
{
    /// <summary>Common or distinguished names, with wildcards; or whole thumbprints (SHA-1 or SHA-256), key identifiers or
    /// ids.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Active, Superseded, Retired or Revoked.</summary>
    [Parameter]
    public AuthorityStatus[]? Status { get; set; }

    /// <summary>Only CAs directly below this one: object, name or id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AuthorityCompleter))]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>SHA-1 of the certificate, as Windows shows it.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ThumbprintCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    protected override void Process()
    {
        var authorities = new AuthorityQueries(Connection);
        var issuer = Issuer is null ? null : authorities.Get(Issuer, Cancellation).AuthorityId;
        var whole = Name?.Any(WildcardPattern.ContainsWildcardCharacters) == false ? Name : null;
        foreach (var name in whole ?? [])
        {
            if (authorities.Meanings(name, Cancellation) is { Count: > 0 } meanings)
            {
                WriteWarning(
                    $"\"{CanonicalText.Escape(name)}\" fits several CAs: {string.Join("; ", meanings)}. Where one is asked for, name it by "
                        + "its distinguished name, thumbprint, key identifier or id.");
            }
        }

        var isWhole = Name is null && Status is null && Issuer is null && Thumbprint is null;
        var (any, total) = (false, 0);
        var skip = PagingParameters.Skip;
        var page = authorities.Tree(
            new AuthorityFilter(whole, issuer, Thumbprint),
            all =>
            {
                var found = all.Where(a => Fits(a.Authority, issuer, named: whole is not null))
                    .Select(a => new TrstCA(isWhole ? a : a with { Lasts = [] }));
                if (PagingParameters.IncludeTotalCount)
                {
                    var counted = found.ToArray();
                    (found, total) = (counted, counted.Length);
                }

                return found.TakeWhile(_ => any = true)
                    .Skip((int)Math.Min(skip, int.MaxValue))
                    .Take((int)Math.Min(PagingParameters.First, int.MaxValue));
            },
            Cancellation);
        if (!any && PagingParameters.First > 0
            && Name?.FirstOrDefault(name => !WildcardPattern.ContainsWildcardCharacters(name)) is { } missing)
        {
            throw authorities.NotFound(missing, Cancellation);
        }

        if (PagingParameters.IncludeTotalCount)
        {
            WriteObject(PagingParameters.NewTotalCount((ulong)total, 1.0));
        }

        WriteObject(page, enumerateCollection: true);
    }

    private bool Fits(AuthorityRecord ca, string? issuer, bool named) =>
        (Name is null || named || Name.Any(name => Wildcards.Of(nameof(Name), name) is var pattern
            && (pattern.IsMatch(ca.Name) || pattern.IsMatch(ca.View.Subject))))
        && (Status is null || Status.Contains(ca.Status))
        && (issuer is null || ca.IssuerId == issuer)
        && (Thumbprint is null || string.Equals(ca.View.Thumbprint, Thumbprint, StringComparison.OrdinalIgnoreCase));
}
