using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Net;
using System.Numerics;
using System.Text;
using Trstctl.Core.Tests.Certificates;

namespace Trstctl.Core.Tests.Names;

/// <summary>
/// A naive reading of RFC 5280 4.2.1.10 over a small universe of names, written without the product's code: constraints
/// are made of the letters a and b, names of a, b and z too, so that each subtree has a name that no smaller one holds.
/// </summary>
internal static class NameModel
{
    public static readonly string[] Forms = ["DNS", "IP", "email", "URI", "dirName", "UPN"];

    private static readonly string[] Hosts = [.. Words(["a", "b"], 2)];
    private static readonly string[] NameHosts = [.. Words(["a", "b", "z"], 3)];
    private static readonly string[] Blocks =
        [.. new[] { "10.0.0.", "fd00::" }.SelectMany(start => Enumerable.Range(0, 4).SelectMany(bits => Enumerable.Range(0, 1 << bits)
            .Select(i => $"{start}{i << (3 - bits)}/{(start[0] == '1' ? 29 : 125) + bits}"))), "0.0.0.0/0", "::/0"];

    // The second is the first in other letters; the values keep their case and spaces when encoded.
    private static readonly string[] Rdns = ["O=a", "O= A ", "OU=b c", "O=a+OU=b c"];

    public static IReadOnlyList<string> Constraints(string form) => form switch
    {
        "DNS" => [.. Hosts, .. Hosts.Select(host => "." + host), string.Empty],
        "IP" => Blocks,
        "email" => [.. Hosts, .. Hosts.Select(host => "." + host), .. Hosts.Select(host => "x@" + host), "X@a"],
        "URI" => [.. Hosts, .. Hosts.Select(host => "." + host)],
        "UPN" => [.. Hosts.SelectMany(host => new[] { "." + host, "@" + host, "x@" + host })],
        _ => [string.Empty, .. Words(Rdns, 2, "/")],
    };

    public static IReadOnlyList<string> Names(string form) => form switch
    {
        "DNS" => NameHosts,
        "IP" => [.. Enumerable.Range(0, 9).SelectMany(i => new[] { $"10.0.0.{i}", $"fd00::{i}" })],
        "email" => [.. NameHosts.SelectMany(host => new[] { "x@" + host, "X@" + host, "z@" + host })],
        "URI" => [.. NameHosts.Select(host => $"https://me@{host}:8443/x"), "https://10.0.0.1/", "urn:x"],
        "UPN" => [.. NameHosts.SelectMany(host => new[] { "x@" + host, "X@" + host.ToUpperInvariant(), "z@" + host }), "x"],
        _ => [.. Words([.. Rdns, "CN=z"], 3, "/")],
    };

    private static readonly ConcurrentDictionary<(string, string, string), bool> Known = new();

    public static bool Matches(string form, string constraint, string name) =>
        Known.GetOrAdd((form, constraint, name), key => Compare(key.Item1, key.Item2, key.Item3));

    private static bool Compare(string form, string constraint, string name) => form switch
    {
        "DNS" => constraint.Length == 0 || name == constraint || name.EndsWith(constraint[0] == '.' ? constraint : "." + constraint),
        "IP" => IPNetwork.Parse(constraint).Contains(IPAddress.Parse(name)),
        "email" when constraint.Contains('@') => name == constraint,
        "email" => HostMatches(constraint, name[(name.IndexOf('@') + 1)..]),
        "URI" => HostMatches(constraint, new Uri(name).Host),
        "UPN" => constraint[0] is '@' or '.' ? UpnMatches(constraint, name.ToLowerInvariant()) : name.ToLowerInvariant() == constraint,
        _ => Canonical(constraint) is var subtree && Canonical(name).Take(subtree.Length).SequenceEqual(subtree),
    };

    private static bool HostMatches(string constraint, string host) =>
        constraint[0] == '.' ? host.EndsWith(constraint) : host == constraint;

    private static bool UpnMatches(string constraint, string name) =>
        constraint[0] == '@' ? name.EndsWith(constraint) : name[name.IndexOf('@')..].EndsWith(constraint);

    /// <summary>Whether a URI or UPN has no domain: it is refused as soon as there is any constraint on its form.</summary>
    public static bool IsHostless(string form, string name) =>
        (form == "URI" && (name.StartsWith("urn:") || name.Contains("10.0.0.1"))) || (form == "UPN" && !name.Contains('@'));

    /// <summary>The GeneralName of a constraint, or of a name.</summary>
    public static byte[] Encode(string form, string value, bool isName) => CertificateForge.Write(w =>
    {
        Asn1Tag Tag(int number, bool constructed = false) => new(TagClass.ContextSpecific, number, constructed);
        switch (form)
        {
            case "DNS":
                w.WriteCharacterString(UniversalTagNumber.IA5String, value.ToUpperInvariant(), Tag(2));
                break;
            case "email":
                w.WriteCharacterString(UniversalTagNumber.IA5String, value, Tag(1));
                break;
            case "URI":
                w.WriteCharacterString(UniversalTagNumber.IA5String, value, Tag(6));
                break;
            case "UPN":
                using (w.PushSequence(Tag(0, true)))
                {
                    w.WriteObjectIdentifier("1.3.6.1.4.1.311.20.2.3");
                    using (w.PushSequence(Tag(0, true)))
                    {
                        w.WriteCharacterString(UniversalTagNumber.UTF8String, value);
                    }
                }

                break;
            case "IP":
                w.WriteOctetString(isName ? IPAddress.Parse(value).GetAddressBytes() : Block(value), Tag(7));
                break;
            default:
                using (w.PushSequence(Tag(4, true)))
                {
                    w.WriteEncodedValue(EncodeName(value));
                }

                break;
        }
    });

    /// <summary>RDNs divided by slashes, least specific first, as a Name.</summary>
    public static byte[] EncodeName(string text) => CertificateForge.Write(w =>
    {
        using (w.PushSequence())
        {
            foreach (var rdn in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                using (w.PushSetOf())
                {
                    foreach (var part in rdn.Split('+').Select(part => part.Split('=')))
                    {
                        using (w.PushSequence())
                        {
                            w.WriteObjectIdentifier(part[0] switch { "O" => "2.5.4.10", "OU" => "2.5.4.11", _ => "2.5.4.3" });
                            w.WriteCharacterString(
                                part[0] == "OU" ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String, part[1]);
                        }
                    }
                }
            }
        }
    });

    /// <summary>A constraint out of its GeneralName.</summary>
    public static (string Form, string Value) Decode(byte[] generalName)
    {
        var reader = new AsnReader(generalName, AsnEncodingRules.DER);
        var tag = reader.PeekTag();
        string Text() => reader.ReadCharacterString(UniversalTagNumber.IA5String, tag);
        return tag.TagValue switch
        {
            0 => ("UPN", UpnText(reader.ReadSequence(tag))),
            1 => ("email", Text()),
            2 => ("DNS", Text()),
            6 => ("URI", Text()),
            7 => ("IP", BlockText(reader.ReadOctetString(tag))),
            _ => ("dirName", NameText(reader.ReadSequence(tag))),
        };
    }

    private static IEnumerable<string> Words(string[] letters, int longest, string separator = ".") => Enumerable.Range(1, longest)
        .SelectMany(length => Enumerable.Range(0, (int)Math.Pow(letters.Length, length))
            .Select(i => string.Join(
                separator, Enumerable.Range(0, length).Select(k => letters[i / (int)Math.Pow(letters.Length, k) % letters.Length]))));

    // RFC 5280 7.1: case and surplus spaces do not count, nor the order within a multi-valued part.
    private static string[] Canonical(string name) => [.. name.Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Select(rdn => string.Join("+", rdn.Split('+').Select(part => part.Replace("= ", "=").TrimEnd().ToLowerInvariant()).Order()))];

    private static byte[] Block(string text)
    {
        var network = IPNetwork.Parse(text);
        var address = network.BaseAddress.GetAddressBytes();
        var ones = (BigInteger.One << (address.Length * 8)) - (BigInteger.One << ((address.Length * 8) - network.PrefixLength));
        var mask = ones.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. address, .. new byte[address.Length - mask.Length], .. mask];
    }

    private static string BlockText(byte[] bytes)
    {
        var half = bytes.Length / 2;
        var ones = bytes[half..].Sum(b => BitOperations.PopCount(b));
        return $"{new IPAddress(bytes[..half])}/{ones}";
    }

    private static string UpnText(AsnReader otherName)
    {
        otherName.ReadObjectIdentifier();
        return otherName.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadCharacterString(UniversalTagNumber.UTF8String);
    }

    private static string NameText(AsnReader choice)
    {
        var text = new StringBuilder();
        for (var rdns = choice.ReadSequence(); rdns.HasData;)
        {
            var parts = new List<string>();
            for (var rdn = rdns.ReadSetOf(); rdn.HasData;)
            {
                var part = rdn.ReadSequence();
                var type = part.ReadObjectIdentifier() switch { "2.5.4.10" => "O", "2.5.4.11" => "OU", _ => "CN" };
                parts.Add($"{type}={part.ReadCharacterString((UniversalTagNumber)part.PeekTag().TagValue)}");
            }

            text.Append('/').AppendJoin('+', parts);
        }

        return text.ToString();
    }
}
