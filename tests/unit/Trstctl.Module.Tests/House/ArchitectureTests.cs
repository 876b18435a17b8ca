using System.Text;

namespace Trstctl.Module.Tests.House;

/// <summary>docs/architecture.md draws the rooms as the built code uses them; <c>./build.ps1 -Task Docs</c> writes it.</summary>
public sealed class ArchitectureTests
{
    private static readonly string File = Path.Combine(BuildOutput.RepositoryRoot, "docs", "architecture.md");

    // What a room answers for. The words are ours, the arrows are the code's.
    private static readonly Dictionary<string, string> Concerns = new()
    {
        ["Errors"] = "error ids with their kind, the exception, the messages",
        ["Primitives"] = "canonical JSON, digests, ids, the clock, secret bytes, random, HKDF",
        ["Markup"] = "pages, pictures and Markdown in which no text becomes markup",
        ["Asn1"] = "DER with positions, OIDs, PEM, the parts of certificates and requests",
        ["Keys"] = "public keys that compare canonically, signature encodings, the one verifier, weak keys",
        ["Names"] = "distinguished names and their equality, name constraints",
        ["Certificates"] = "which bytes: specification, template, links, requests, issuance rules",
        ["Lints"] = "rules with their clauses",
        ["Custody"] = "where keys are: sealers, protectors, keys in software, PKCS#8",
        ["Statements"] = "who signed: the CMS profile, envelopes, people's keys and key files",
        ["Ledger"] = "in which order: Merkle tree, signed note, checkpoint, header; pure",
        ["Shares"] = "sealed keys, Shamir's shares, dealing, releases",
        ["Paths"] = "what relying parties would find",
        ["State"] = "documents and where events put them",
        ["Rosters"] = "who may agree: principals, rosters, policy",
        ["Authorities"] = "what exists: records, lineage, publishing",
        ["Storage"] = "where rows are: folder, unit of work, the queue of writers, SQLite; clients' marks",
        ["Ceremonies"] = "who agreed to what: plan, electorate, gate; operations and what they share; presence, where keys are opened",
        ["History"] = "how it is proved: events, the verified ledger, the connection to a store, the audit",
        ["Health"] = "what has to be done, now and soon",
        ["Reports"] = "what people read afterwards: the record of a ceremony, the hierarchy as a picture",
    };

    [Fact]
    [Trait("Writes", "docs")]
    public void ThePictureOfTheRoomsIsUpToDate()
    {
        var expected = Write();
        if (Environment.GetEnvironmentVariable("TRSTCTL_UPDATE_DOCS") == "1")
        {
            System.IO.File.WriteAllText(File, expected);
        }

        Assert.Equal(expected, System.IO.File.ReadAllText(File).ReplaceLineEndings("\n"));
    }

    private static string Write()
    {
        var rooms = RoomTests.Order.SelectMany(layer => layer).Select(Top).Distinct().ToArray();
        var uses = BuiltCode.Current
            .Uses()
            .Select(use => (From: Top(use.From), To: Top(use.To)))
            .Where(use => use.From != use.To)
            .Distinct()
            .ToLookup(use => use.From, use => use.To);
        var text = new StringBuilder("""
            # Architecture

            Written by `./build.ps1 -Task Docs` from the compiled code; a test holds it to be up to date, and the order of the rooms
            (`tests/unit/Trstctl.Module.Tests/House/RoomTests.cs`).

            `src/Trstctl.PowerShell` has one cmdlet a file in `Commands/`, what turns a script's words into Core's types in `Binding/`,
            and what scripts get in `Objects/`. A cmdlet holds parameters and one call; rules are in `src/Trstctl.Core`, which knows no
            PowerShell.
            `src/Trstctl.Loader` keeps the module's assemblies apart from other modules'.

            ## The rooms of the engine, from the ground up

            A room is a folder of `src/Trstctl.Core` and a namespace, but for what scripts know by an older name (`RoomTests` lists it).
            It may use only rooms above it in this list; Ceremonies and History, which judge each other's words, are one layer.

            | room | answers for | uses |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var room in rooms)
        {
            text.Append($"| `{room}/` | {Concerns[room]} | {string.Join(", ", rooms.Where(uses[room].Contains))} |\n");
        }

        text.Append(
            "\n## The picture\n\nAn arrow says \"uses\"; what is used through another room is left out.\n\n```mermaid\nflowchart BT\n");
        foreach (var room in rooms.Reverse())
        {
            foreach (var used in rooms.Where(used => uses[room].Contains(used) && !Indirectly(room, used, uses, rooms)))
            {
                text.Append($"  {room} --> {used}\n");
            }
        }

        return text.Append("""
            ```

            ## How an act walks through the house

            Calls go one way: cmdlet, service (`CeremonyService`, `ShareReleases`, `Suspension`, ...), operation, unit of work.

            1. `Start-TrstCeremony` asks an operation to resolve the request and to compose bytes, lints them, and has the opener sign
               the plan (`Ceremonies/PlanDraft`); `ceremony.started` holds it whole.
            2. `Approve-TrstCeremony` examines the plan (`Ceremonies/Gate`: signature, place in the ledger, bytes made again from the
               subject), shows it in words rendered from the DER, and records the custodian's signed statement.
            3. The executing cmdlet runs `Ceremonies/CeremonyExecution`: the gate outside the lock, shares and new keys, then under the
               tenant's write lock the gate again, the operation, its events, the checkpoint, and one commit.

            """.ReplaceLineEndings("\n")).ToString();
    }

    private static bool Indirectly(string room, string used, ILookup<string, string> uses, IReadOnlyList<string> rooms) => rooms
        .Where(between => between != used && between != room && uses[room].Contains(between) && !uses[between].Contains(room))
        .Any(between => uses[between].Contains(used) && !uses[used].Contains(between));

    private static string Top(string room) => room.Split('/')[0];
}
