namespace Trstctl.Module.Tests.Forgery;

/// <summary>What the prompt says of events that somebody with the ledger's secret wrote, and nobody signed.</summary>
public sealed class VoidEventTests : IDisposable
{
    // Appends as the module does, but for the question whether it may.
    private const string Forger = """
        $hidden = [Reflection.BindingFlags] 'Instance, Static, Public, NonPublic'
        $connection = $store.GetType().GetProperty('Connection', $hidden).GetValue($store)
        $core = $connection.GetType().Assembly
        function Get-Core([string] $Name) { $core.GetType("Trstctl.$Name", $true) }
        function New-Core([string] $Name, [object[]] $With) {
            for ($i = 0; $i -lt $With.Count; $i++) { $With[$i] = $With[$i].psobject.BaseObject }
            (Get-Core $Name).GetConstructors()[0].Invoke($With)
        }
        function Call($Type, [string] $Name, $On, [object[]] $With) {
            for ($i = 0; $i -lt $With.Count; $i++) { $With[$i] = $With[$i].psobject.BaseObject }
            , $Type.GetMethod($Name, $hidden).Invoke($On, $With)
        }
        function Add-Forged($Event, [string] $Operation, [string] $Actor, [string] $Ceremony) {
            $act = {
                param($writer, $ledger)
                $tree = $writer.GetType().GetField('tree', $hidden).GetValue($writer)
                $at = $tree.GetType().GetProperty('Size', $hidden).GetValue($tree)
                $salt, $data = [byte[]]::new(32), [Text.Encoding]::UTF8.GetBytes($Event.Data)
                $digest = Call (Get-Core Ledger.StoredEvent) DigestOf $null @($salt, $data)
                $id = Call (Get-Core Primitives.Uuid) Version7 $null @($writer.Now)
                $said = @($at, $id, $Event.Type, $Operation, $writer.Now, $ledger.TenantId, $Actor, $Ceremony, $digest)
                $bytes = (New-Core Ledger.EventHeader $said).ToBytes()
                $writer.Work.InsertEvent($at, (New-Core Ledger.StoredEvent @($bytes, $salt, $data)))
                $null = Call $tree.GetType() Append $tree @(, (Call (Get-Core Ledger.Merkle) Leaf $null @(, $bytes)))
                $true
            }
            $types = [Type[]] @((Get-Core History.LedgerWriter), (Get-Core History.VerifiedLedger), [bool])
            $delegate = [Management.Automation.LanguagePrimitives]::ConvertTo($act, [Func`3].MakeGenericType($types))
            $write = $connection.GetType().GetMethod('Write').MakeGenericMethod([bool])
            $null = $write.Invoke($connection, @($delegate, [Threading.CancellationToken]::None))
        }
        """;

    private readonly Founded founded = new();

    public VoidEventTests() => founded.Run(Forger + """

        $one = Sign (Start-It Root (New-TrstCASpec 'CN=One' -Validity 5y)) 0
        $two = Start-It Root (New-TrstCASpec 'CN=Two' -Validity 5y)
        Add-Forged ($one | Get-TrstEvent ceremony.approved) 'Root' 'principal:Alice' $two.CeremonyId
        """);

    public void Dispose() => founded.Dispose();

    [Fact]
    public void AForgedEventIsListedWithItsReasonAndCountsForNothing()
    {
        Assert.Equal("0 of 3", founded.Get<string>("(Get-TrstCeremony $two).Approved"));
        Assert.Equal("ceremony.approved", founded.Get<string>("(Get-TrstEvent -Void).Type"));
        Assert.Contains("ceremony", founded.Get<string>("(Get-TrstEvent -Void).VoidReason"));
        Assert.StartsWith("void: ", founded.Get<string>("(Get-TrstEvent -Void).Detail"));
        Assert.Equal(1, founded.Get<int>("@(Get-TrstEvent | Where-Object VoidReason).Count"));
    }

    [Fact]
    public void WhatItHoldsMovesNoCursor()
    {
        founded.Run("""
            $odd = [pscustomobject]@{ Type = 'note.x'; Data = "$([char] 27)[2JAll is well" }
            Add-Forged $odd 'Root' 'principal:Alice' $two.CeremonyId
            """);

        Assert.Equal("\\u001B[2JAll is well", founded.Get<string>("(Get-TrstEvent -Void | Where-Object Type -EQ note.x).Data"));
    }

    // Its header says principal:Alice, and nobody signed that.
    [Theory]
    [InlineData("html", "<td>claimed:Alice</td>")]
    [InlineData("md", " claimed:Alice ")]
    public void ItAccusesNobody(string form, string who)
    {
        Assert.Equal("claimed:Alice", founded.Get<string>("(Get-TrstEvent -Void).By"));
        Assert.Contains(
            who, founded.Get<string>($"[IO.File]::ReadAllText(($two | Export-TrstCeremony -Path \"$folder/two.{form}\").FullName)"));
    }

    // Else the one that says nothing hides all others.
    [Theory]
    [InlineData("tenant.suspended")]
    [InlineData("custodian.drilled")]
    [InlineData("request.answered")]
    [InlineData("principal.key-retired")]
    [InlineData("ceremony.cancelled")]
    public void OneThatCannotBePutIntoWordsIsListedToo(string type)
    {
        founded.Run($$"""
            $known = (Get-Core History.Events.EventCatalogue).GetProperty('Types').GetValue($null)
            if ('{{type}}' -notin $known) { throw "there is no {{type}}: $known" }
            $member = if ('{{type}}' -eq 'ceremony.cancelled') { 'cancellation' } else { 'statement' }
            $format = (Get-Core History.Events.LedgerEvent).GetMethod('FormatOf', $hidden).Invoke($null, @('{{type}}'))
            $forged = @{ Type = '{{type}}'; Data = "{`"`$format`":`"$format`",`"$member`":`"MAA`"}" }
            Add-Forged $forged $null 'principal:Alice' $null
            """);

        Assert.Equal(2, founded.Get<int>("@(Get-TrstEvent -Void).Count"));
        Assert.Equal(type, founded.Get<string>("(Get-TrstEvent -Void)[1].Type"));
    }

    [Fact]
    public void ConnectingWarnsOfIt()
    {
        founded.Run("Disconnect-TrstStore");

        var warning = Assert.Single(founded.Shell.RunCatching("$store = Connect-TrstStore \"$folder/store\" @opening").Warnings);

        Assert.Contains("1 of the ledger's events have no effect", warning);
        Assert.Contains("Get-TrstEvent -Void", warning);
    }

    [Fact]
    public void TheTestOfTheLedgerFailsAndDoesNotCallItDamage()
    {
        var verdict = founded.Shell.RunCatching("Test-TrstLedger -ErrorAction Continue");

        Assert.False((bool)verdict.Output.Single().BaseObject);
        var error = Assert.Single(verdict.Errors);
        Assert.StartsWith("EventsVoid,", error.FullyQualifiedErrorId);
        Assert.Contains("1 of the ledger's events have no effect", error.Exception.Message);
        Assert.Contains("Get-TrstEvent -Void", error.ErrorDetails.RecommendedAction);
        Assert.Contains("of claimed:Alice, is void", founded.Get<string>("(Test-TrstLedger -Detailed).Voids[0]"));
    }
}
