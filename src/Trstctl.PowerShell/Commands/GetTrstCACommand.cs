using Trstctl.Authorities;
using Trstctl.History;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.Get, "TrstCA", HelpUri = HelpPages.Root + "Get-TrstCA.md", SupportsPaging = true)]
[OutputType(typeof(TrstCA))]
public sealed class GetTrstCACommand : StoreCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Active, Superseded, Retired or Revoked.</summary>
    [Parameter]
    public AuthorityStatus[]? Status { get; set; }

    /// <summary>Only CAs directly below this one: object, name or id.</summary>
    [Parameter]
    [AuthorityTransformation]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>SHA-1 of the certificate, as Windows shows it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Thumbprint { get; set; }

    protected override void Process()
    {
        var authorities = new AuthorityQueries(Connection);
        var issuer = Issuer is null ? null : authorities.Get(Issuer, Cancellation).AuthorityId;
        var cross = authorities.CrossCertificates(Cancellation);
        var found = authorities.Tree(Cancellation)
            .Select(a => new TrstCA(a.Authority, a.Depth, cross))
            .Where(ca => Name is null || Name.Any(name => new WildcardPattern(name, WildcardOptions.IgnoreCase).IsMatch(ca.Name)))
            .Where(ca => Status is null || Status.Contains(ca.Status))
            .Where(ca => issuer is null || ca.IssuerId == issuer)
            .Where(ca => Thumbprint is null || string.Equals(ca.Thumbprint, Thumbprint, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        if (found.Length == 0 && Name?.FirstOrDefault(name => !WildcardPattern.ContainsWildcardCharacters(name)) is { } missing)
        {
            throw new TrstException(ErrorId.AuthorityNotFound, CanonicalText.Escape(missing));
        }

        if (PagingParameters.IncludeTotalCount)
        {
            WriteObject(PagingParameters.NewTotalCount((ulong)found.Length, 1.0));
        }

        var page = found.Skip((int)Math.Min(PagingParameters.Skip, int.MaxValue)).Take((int)Math.Min(PagingParameters.First, int.MaxValue));
        WriteObject(page, enumerateCollection: true);
    }
}
