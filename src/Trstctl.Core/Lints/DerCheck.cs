namespace Trstctl.Lints;

/// <summary>Whether bytes are one element in the distinguished encoding of X.690, without recursion and for any bytes.</summary>
internal static class DerCheck
{
    // Certificates need a dozen levels; hostile ones must not cost more.
    private const int Deepest = 64;

    /// <summary>What is not DER and where, or null.</summary>
    public static string? Fault(byte[] der)
    {
        try
        {
            Walk(DerElement.Read(der, "DER"));
            return null;
        }
        catch (TrstException e)
        {
            return e.Message;
        }
    }

    private static void Walk(DerElement root)
    {
        var open = new Stack<(DerElement Node, int Depth)>();
        open.Push((root, 0));
        while (open.Count > 0)
        {
            var (node, depth) = open.Pop();
            CheckTag(node);
            if ((node.Tag & 0x20) == 0)
            {
                CheckPrimitive(node);
                continue;
            }

            if (depth == Deepest)
            {
                throw node.Fault($"elements are nested deeper than {Deepest}");
            }

            foreach (var child in node.Children)
            {
                open.Push((child, depth + 1));
            }

            // X.690 11.6.
            if (node.Tag == Der.SetTag
                && node.Children
                    .Zip(node.Children.Skip(1), (one, next) => ByteOrder.Instance.Compare(one.Encoded, next.Encoded))
                    .Any(order => order > 0))
            {
                throw node.Fault("the elements of a set are not in ascending order");
            }
        }
    }

    // X.690 8.1.5, 10.2: strings are primitive, sequences and sets constructed; the end of contents does not occur.
    private static void CheckTag(DerElement node)
    {
        if (node.Tag < 0x40
            && (node.Tag is 0x00 or 0x10 or 0x11 || (node.Tag & 0x20) != 0 && node.Tag is not (Der.SequenceTag or Der.SetTag)))
        {
            throw node.Fault($"the tag 0x{node.Tag:X2} does not occur in DER");
        }
    }

    private static void CheckPrimitive(DerElement node)
    {
        var reason = node.Tag switch
        {
            Der.BooleanTag => node.Length == 1 && node.Content[0] is 0x00 or 0xFF ? null : "a boolean is neither 00 nor FF",
            Der.IntegerTag or 0x0A => IsMinimal(node) ? null : "an integer is not in its shortest form",
            Der.BitStringTag => IsBitString(node.Content) ? null : "the unused bits of a bit string are not zero",
            0x05 => node.Length == 0 ? null : "a null has content",
            Der.OidTag => IsOid(node.Content) ? null : "an object identifier is not in its shortest form",
            _ => null,
        };
        if (reason is not null)
        {
            throw node.Fault(reason);
        }
    }

    private static bool IsMinimal(DerElement node) => node.Length == 1
        || (node.Length > 1 && node.Content is var content && (content[0], content[1]) is not (0x00, < 0x80) and not (0xFF, >= 0x80));

    private static bool IsBitString(byte[] content) => content.Length > 0 && content[0] <= 7
        && (content.Length == 1 ? content[0] == 0 : (content[content.Length - 1] & ((1 << content[0]) - 1)) == 0);

    private static bool IsOid(byte[] content)
    {
        if (content.Length == 0 || content[content.Length - 1] >= 0x80)
        {
            return false;
        }

        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == 0x80 && (i == 0 || content[i - 1] < 0x80))
            {
                return false;
            }
        }

        return true;
    }
}
