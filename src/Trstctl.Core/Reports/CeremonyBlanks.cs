namespace Trstctl.Reports;

/// <summary>What has to stand in the record of a ceremony and no software can attest (BR 6.1.1.1, WebTrust 4.1, ETSI EN 319 411-1 6.5.1).
/// </summary>
internal static class CeremonyBlanks
{
    public static readonly IReadOnlyList<ReportedBlank> All =
    [
        new("Number of the change, and who approved it as management", 1),
        new("Place and room, how it was secured, who had access", 2),
        new("Begin and end by a clock on the wall, its time source, difference to the host's clock", 1),
        new("People present with role and deputies, and how each was identified", 1),
        new("Machine: make, model, serial number, seals before and after, network", 2),
        new("Software and media: image, where it came from, digests compared by whom", 2),
        new("Smart cards, share files, key files and backups: who took what, bag or seal number", 2),
        new("Video or photographs: where they are kept, and until when", 1),
        new("Digest of the plan read aloud and compared by", 1),
        new("Deviations from the script, or \"none\"", 3),
        new("Opinion of the auditor, or \"pending\"", 3),
    ];
}
