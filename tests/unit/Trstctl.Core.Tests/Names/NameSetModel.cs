using System.Formats.Asn1;
using CsCheck;
using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Names;

namespace Trstctl.Core.Tests.Names;

/// <summary>A set of name constraints in the naive model, its extension in DER, and random ones.</summary>
internal sealed record NameSetModel((string Form, string Value)[] Permitted, (string Form, string Value)[] Excluded)
{
    public static readonly (string Form, string Name)[] Universe =
        [.. NameModel.Forms.SelectMany(form => NameModel.Names(form).Select(name => (form, name)))];

    /// <summary>Up to three subtrees of each kind in each of the forms.</summary>
    public static Gen<NameSetModel> Of(params string[] forms)
    {
        Gen<(string, string)[]> Subtrees(string form)
        {
            var all = NameModel.Constraints(form);
            return Gen.Int[0, all.Count - 1].Select(i => (form, all[i])).Array[0, 3];
        }

        var lists = forms.Select(form => Gen.Select(Subtrees(form), Subtrees(form))).ToArray();
        return Gen.Select(lists[0], lists[^1]).Select((first, last) => forms.Length == 1
            ? new NameSetModel(first.Item1, first.Item2)
            : new NameSetModel([.. first.Item1, .. last.Item1], [.. first.Item2, .. last.Item2]));
    }

    public bool Limits(string form) => Permitted.Any(p => p.Form == form);

    /// <summary>RFC 5280 4.2.1.10 and 6.1.3 b, c.</summary>
    public bool Allows(string form, string name)
    {
        bool Among((string Form, string Value)[] list) => list.Any(c => c.Form == form && NameModel.Matches(form, c.Value, name));
        return NameModel.IsHostless(form, name)
            ? !Limits(form) && Excluded.All(c => c.Form != form)
            : (!Limits(form) || Among(Permitted)) && !Among(Excluded);
    }

    public NameConstraintSet ToProduct() =>
        NameConstraintSet.From(CertificateParts.Of(new CertificateForge { Extensions = Extension() }.Tbs()));

    public Dictionary<string, byte[]> Extension() => Permitted.Length + Excluded.Length == 0 ? [] : new() { ["2.5.29.30"] = ToDer() };

    public static NameSetModel FromProduct(NameConstraintSet set)
    {
        if (set.ToDer() is not { } der)
        {
            return new NameSetModel([], []);
        }

        var reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        (string, string)[] Subtrees(int tag)
        {
            var found = new List<(string, string)>();
            var context = new Asn1Tag(TagClass.ContextSpecific, tag, true);
            if (reader.HasData && reader.PeekTag() == context)
            {
                for (var list = reader.ReadSequence(context); list.HasData;)
                {
                    found.Add(NameModel.Decode(list.ReadSequence().ReadEncodedValue().ToArray()));
                }
            }

            return [.. found];
        }

        return new NameSetModel(Subtrees(0), Subtrees(1));
    }

    public override string ToString() => $"only {string.Join(" ", Permitted)} never {string.Join(" ", Excluded)}";

    private byte[] ToDer() => CertificateForge.Write(w =>
    {
        using (w.PushSequence())
        {
            Subtrees(w, 0, Permitted);
            Subtrees(w, 1, Excluded);
        }
    });

    private static void Subtrees(AsnWriter w, int tag, (string Form, string Value)[] list)
    {
        if (list.Length > 0)
        {
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag, true)))
            {
                foreach (var (form, value) in list)
                {
                    using (w.PushSequence())
                    {
                        w.WriteEncodedValue(NameModel.Encode(form, value, isName: false));
                    }
                }
            }
        }
    }
}
