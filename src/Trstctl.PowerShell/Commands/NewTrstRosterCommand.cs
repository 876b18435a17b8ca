using System.Collections;
using Trstctl.Ceremonies;
using Trstctl.Rosters;

namespace Trstctl.PowerShell;

[Cmdlet(VerbsCommon.New, "TrstRoster", HelpUri = HelpPages.Root + "New-TrstRoster.md", DefaultParameterSetName = FoundingSet)]
[OutputType(typeof(TrstRoster))]
public sealed class NewTrstRosterCommand : TrstCmdlet
{
    private const string FoundingSet = "Founding";
    private const string ChangeSet = "Change";
    private readonly List<Principal> principals = [];

    /// <summary>Who approves: certificates, their files, custodian objects or hashtables.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = FoundingSet)]
    [ValidateNotNullOrEmpty]
    public object[] Custodian { get; set; } = [];

    /// <summary>The roster in force, from Get-TrstRoster, from which a change starts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ChangeSet)]
    [ValidateNotNull]
    public TrstRoster? Base { get; set; }

    /// <summary>Custodians who join, in the same forms as Custodian.</summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNull]
    public object[] Add { get; set; } = [];

    /// <summary>Names of entries that leave.</summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ArgumentCompleter(typeof(PrincipalCompleter))]
    [ValidateNotNull]
    public string[] Remove { get; set; } = [];

    /// <summary>Entries that get another key: a hashtable from name to certificate, file or custodian object.</summary>
    [Parameter(ParameterSetName = ChangeSet)]
    [ValidateNotNull]
    public IDictionary? Replace { get; set; }

    /// <summary>Who opens and executes without approving; in a change, who is added for that.</summary>
    [Parameter]
    [ValidateNotNull]
    public object[] Operator { get; set; } = [];

    /// <summary>Who watches and signs for it; in a change, who is added for that.</summary>
    [Parameter]
    [ValidateNotNull]
    public object[] Witness { get; set; } = [];

    /// <summary>How many custodians must approve: at least 2, and more than half. In a change: as before unless given.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FoundingSet)]
    [Parameter(ParameterSetName = ChangeSet)]
    public int? Threshold { get; set; }

    /// <summary>Allows a threshold of 1, for a laboratory; every report shows it.</summary>
    [Parameter]
    public SwitchParameter Lab { get; set; }

    /// <summary>Allows roots whose key one secret opens (Operational custody).</summary>
    [Parameter]
    public SwitchParameter AllowOperationalRoot { get; set; }

    protected override void Process() =>
        principals.AddRange(Custodian.Select(custodian => PrincipalInput.Read(this, custodian, PrincipalRoles.Custodian)));

    protected override void End()
    {
        var old = Base is null
            ? null
            : Base.Roster ?? throw new TrstException(ErrorId.ParameterMissing, "Base", "a roster in force, from Get-TrstRoster");
        if (old is not null)
        {
            Change(old);
        }

        principals.AddRange(Operator.Select(one => PrincipalInput.Read(this, one, PrincipalRoles.Operator)));
        principals.AddRange(Witness.Select(one => PrincipalInput.Read(this, one, PrincipalRoles.Witness)));
        var threshold = Threshold ?? old?.Threshold ?? 0;
        var policy = new RosterPolicy(
            Chosen(nameof(Lab), Lab, old?.Policy.IsLab),
            Chosen(nameof(AllowOperationalRoot), AllowOperationalRoot, old?.Policy.AllowsOperationalRoots));

        var draft = new RosterDraft(principals, threshold, policy, old?.Digest);
        if (draft.DemandPossible())
        {
            WriteWarning($"With {threshold} of {principals.Count(p => p.IsCustodian)} the loss of one custodian would block everything.");
        }

        WriteObject(new TrstRoster(draft));
    }

    private void Change(Roster old)
    {
        var leaving = Remove.Select(name => old.Demand(name).Name).ToArray();
        var replaced = (Replace?.Keys.Cast<object>() ?? []).ToDictionary(
            name => old.Demand(name.ToString()!).Name, name => Replace![name], StringComparer.Ordinal);
        foreach (var entry in old.Principals.Where(p => !leaving.Contains(p.Name, StringComparer.Ordinal)))
        {
            principals.Add(
                replaced.TryGetValue(entry.Name, out var input) ? entry.WithKeysOf(PrincipalInput.Read(this, input, entry.Roles)) : entry);
        }

        principals.AddRange(Add.Select(custodian => PrincipalInput.Read(this, custodian, PrincipalRoles.Custodian)));
    }

    private bool Chosen(string parameter, SwitchParameter given, bool? before) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? given : before ?? false;
}
