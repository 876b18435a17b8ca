using Trstctl.Asn1;

namespace Trstctl.Core.Tests.Fuzz;

/// <summary>Edits one element of a DER structure and fits the lengths around it, so that what reads it comes past them. Knows what hides
/// in OCTET and BIT STRINGs.</summary>
internal sealed class DerMutator
{
    private static readonly byte[] Tags =
    [
        0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x09, 0x0A, 0x0C, 0x13, 0x16, 0x17, 0x18, 0x1E, 0x24, 0x30, 0x31, 0x80, 0x86, 0xA0, 0xA3, 0xBF,
    ];

    private readonly Node root;
    private readonly List<Node> all = [];

    private DerMutator(Node root)
    {
        this.root = root;
        Collect(root);
    }

    /// <summary>Null where it is no DER.</summary>
    public static DerMutator? Of(byte[] der) => Read(der, 0, der.Length, 0) is { } node && node.Size == der.Length
        ? new DerMutator(node) : null;

    public byte[] Edit(Random random)
    {
        var edits = new Dictionary<Node, byte[]?>();
        for (var rounds = random.Next(4) == 0 ? 3 : 1; rounds > 0; rounds--)
        {
            var node = all[random.Next(all.Count)];
            edits[node] = Once(random, node);

            // Null says that something below is edited; all else is written as it was.
            for (var above = node.Above; above is not null && edits.TryAdd(above, null);)
            {
                above = above.Above;
            }
        }

        return Write(root, edits);
    }

    private byte[] Once(Random random, Node node)
    {
        var (whole, other) = (Write(node, []), all[random.Next(all.Count)]);
        switch (random.Next(12))
        {
            case 0:
                return [];
            case 1:
                return [.. whole, .. whole];
            case 2:
                return Write(other, []);
            case 3:
                return [.. whole, .. Write(other, [])];
            case 4:
                return [Tags[random.Next(Tags.Length)], .. whole[1..]];
            case 5:
                return Element(node.Tag, []);
            case 6:
                return Nested(whole, random.Next(3) == 0 ? 2000 : 1 + random.Next(40));
            case 7:
                return Length(random, node.Tag, node.Content);
            case 8:
                return Element(node.Tag, [.. Enumerable.Repeat(whole, random.Next(40)).SelectMany(b => b)]);
            case 9:
                var filled = new byte[random.Next(random.Next(10) == 0 ? 20000 : 40)];
                random.NextBytes(filled);
                return Element(node.Tag, filled);
            default:
                return Element(node.Tag, BytesMutator.Edit(random, node.Content, other.Content));
        }
    }

    // A length that is not the content's, or is not written as DER writes it.
    private static byte[] Length(Random random, byte tag, byte[] content) => random.Next(6) switch
    {
        0 => [tag, 0x80, .. content, 0, 0],
        1 => [tag, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, .. content],
        2 => [tag, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, .. content],
        3 => [tag, 0x82, 0, (byte)content.Length, .. content],
        4 => [tag, 0x83, 0xFF, 0xFF, 0xFF, .. content],
        _ => [tag, (byte)random.Next(256), .. content],
    };

    private static byte[] Nested(byte[] whole, int levels)
    {
        for (var i = 0; i < levels; i++)
        {
            whole = Element(0x30, whole);
        }

        return whole;
    }

    private static byte[] Element(byte tag, byte[] content) => Der.Tlv(tag, content);

    private static byte[] Write(Node node, Dictionary<Node, byte[]?> edits) =>
        !edits.TryGetValue(node, out var edited) ? Element(node.Tag, node.Content)
        : edited ?? Element(node.Tag, [.. node.Prefix, .. node.Children.SelectMany(child => Write(child, edits))]);

    private void Collect(Node node)
    {
        all.Add(node);
        foreach (var child in node.Children)
        {
            child.Above = node;
            Collect(child);
        }
    }

    private static Node? Read(byte[] der, int at, int end, int depth)
    {
        if (depth > 40 || end - at < 2)
        {
            return null;
        }

        int length = der[at + 1], start = at + 2;
        if (length >= 0x80)
        {
            var digits = length & 0x7F;
            if (digits is 0 or > 3 || end - start < digits)
            {
                return null;
            }

            length = 0;
            for (var i = 0; i < digits; i++)
            {
                length = (length << 8) | der[start++];
            }
        }

        if (length > end - start)
        {
            return null;
        }

        var node = new Node(der[at], der.AsSpan(start, length).ToArray(), start + length - at);
        var skip = node.Tag == 0x03 ? 1 : 0;
        if (((node.Tag & 0x20) != 0 || node.Tag is 0x03 or 0x04) && length > skip)
        {
            for (var position = start + skip; position < start + length;)
            {
                if (Read(der, position, start + length, depth + 1) is not { } child)
                {
                    node.Children.Clear();
                    break;
                }

                node.Children.Add(child);
                position += child.Size;
            }
        }

        return node;
    }

    private sealed class Node(byte tag, byte[] content, int size)
    {
        public byte Tag { get; } = tag;

        public byte[] Content { get; } = content;

        public int Size { get; } = size;

        public byte[] Prefix => Tag == 0x03 ? Content[..1] : [];

        public Node? Above { get; set; }

        public List<Node> Children { get; } = [];
    }
}
