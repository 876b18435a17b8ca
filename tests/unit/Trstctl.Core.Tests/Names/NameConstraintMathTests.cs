using CsCheck;
using Trstctl.Asn1;
using Trstctl.Core.Tests.Certificates;
using Trstctl.Names;

namespace Trstctl.Core.Tests.Names;

public sealed class NameConstraintMathTests
{
    private static readonly int Samples = LongForm.Times(800, 3000);

    public static TheoryData<string[]> Forms => [.. NameModel.Forms.Select(form => new[] { form }), ["DNS", "email"], ["IP", "dirName"]];

    [Theory]
    [MemberData(nameof(Forms))]
    [Trait("Conformance", "A03")]
    [Trait("Conformance", "A05")]
    public void IntersectionAllowsExactlyWhatBothAllowAndRefusesAFormLeftEmpty(string[] forms) =>
        Gen.Select(NameSetModel.Of(forms), NameSetModel.Of(forms)).Sample(
            (one, other) =>
            {
                bool Both((string Form, string Name) n) => one.Allows(n.Form, n.Name) && other.Allows(n.Form, n.Name);
                var empty = forms.Any(
                    form => (one.Limits(form) || other.Limits(form)) && !NameSetModel.Universe.Any(n => n.Form == form && Both(n)));
                var refused = Refusal(() => NameConstraintMath.Intersect(one.ToProduct(), other.ToProduct()), out var result);
                return refused
                    ? empty
                    : !empty
                        && NameSetModel.FromProduct(result!) is var both
                        && NameSetModel.Universe.All(n => both.Allows(n.Form, n.Name) == Both(n));
            },
            iter: Samples);

    [Theory]
    [MemberData(nameof(Forms))]
    [Trait("Conformance", "A03")]
    public void AChildIsWithinItsIssuerExactlyWhenItPermitsNoNameThatItsIssuerDoesNot(string[] forms) =>
        Gen.Select(NameSetModel.Of(forms), NameSetModel.Of(forms)).Sample(
            (child, issuer) =>
            {
                // Forms that the child does not limit are inherited.
                var within = forms.Where(child.Limits).All(form =>
                {
                    var permitted = NameSetModel.Universe.Where(n => n.Form == form && child.Allows(n.Form, n.Name)).ToArray();
                    return permitted.Length > 0 && permitted.All(n => issuer.Allows(n.Form, n.Name));
                });
                return within != Refusal(() => { NameConstraintMath.CheckWithin(child.ToProduct(), issuer.ToProduct()); return 0; }, out _);
            },
            iter: Samples);

    [Theory]
    [MemberData(nameof(Forms))]
    [Trait("Conformance", "A03")]
    public void AnExampleIsFoundExactlyWhereANameIsLeft(string[] forms) =>
        Gen.Select(NameSetModel.Of(forms), NameSetModel.Of(forms)).Sample(
            (one, other) =>
            {
                var allowance = NameAllowance.Everything.And(one.ToProduct()).And(other.ToProduct());
                return forms.Where(form => one.Limits(form) || other.Limits(form)).All(form =>
                {
                    var left = NameSetModel.Universe.Any(n => n.Form == form && one.Allows(n.Form, n.Name) && other.Allows(n.Form, n.Name));
                    var example =
                        allowance.Example(ConstrainedNameReader.Read(DerElement.Read(
                            NameModel.Encode(form, NameModel.Constraints(form)[0], false), "test")));
                    return example is null ? !left : left && allowance.Allows(example);
                });
            },
            iter: Samples);

    [Fact]
    [Trait("Conformance", "A03")]
    public void NamesInACertificateAreJudgedAsTheStandardReads() =>
        Gen.Select(NameSetModel.Of("DNS", "URI"), NameSetModel.Of("email", "dirName"), NameSetModel.Of("IP")).Sample(
            (one, two, three) =>
            {
                var all = new NameSetModel(
                    [.. one.Permitted, .. two.Permitted, .. three.Permitted], [.. one.Excluded, .. two.Excluded, .. three.Excluded]);
                var allowance = NameAllowance.Everything.And(all.ToProduct());
                return NameSetModel.Universe.All(n => allowance.Allows(SingleNames[n]) == all.Allows(n.Form, n.Name));
            },
            iter: Samples / 10);

    private static readonly Dictionary<(string, string), ConstrainedName> SingleNames = NameSetModel.Universe.ToDictionary(
        n => n, n => CertificateNames.Of(
        CertificateParts.Of(new CertificateForge
        {
            SubjectDer = [0x30, 0],
            Extensions = new() { ["2.5.29.17"] = [0x30, .. LengthAnd(NameModel.Encode(n.Form, n.Name, isName: true))] },
        }.Tbs())).Single());

    private static byte[] LengthAnd(byte[] content) => [(byte)content.Length, .. content];

    private static bool Refusal<T>(Func<T> act, out T? result)
    {
        try
        {
            result = act();
            return false;
        }
        catch (TrstException e) when (e.Id == ErrorId.ConstraintViolation)
        {
            result = default;
            return true;
        }
    }
}
