using Trstctl.Authorities;
using Trstctl.Certificates;
using Trstctl.Core.Tests.Custody;
using Trstctl.Custody;
using Trstctl.Keys;
using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Certificates;

/// <summary>RSA-2048: keys of others have it and sign with it, and no new key gets it.</summary>
public sealed class ImportedKeyTests
{
    private static CASpec Imported
    {
        get
        {
            var json = new JsonObject();
            foreach (var member in TestCA.Input(algorithm: "RSA-4096").Build().ToJson().Members)
            {
                json.Add(member.Key, member.Key == "keyAlgorithm" ? "RSA-2048" : member.Value);
            }

            return CASpec.FromJson(json);
        }
    }

    [Fact]
    public void RefusesToSpecifyANewOneAndNamesWhatCanBeMade()
    {
        var error = Assert.Throws<TrstException>(() => TestCA.Input(algorithm: "rsa-2048").Build());
        Assert.Equal(ErrorId.SpecInvalid, error.Id);
        Assert.Contains("RSA-3072, RSA-4096, ML-DSA-44, ML-DSA-65, ML-DSA-87, SLH-DSA-SHA2-128s", error.Message);
        Assert.Contains("RSA-2048, which only imported keys have", error.Message);
    }

    [Fact]
    public void AnUnknownNameIsAnsweredWithWhatCanBeMadeAlone()
    {
        var error = Assert.Throws<TrstException>(() => TestCA.Input(algorithm: "RSA-1024").Build());
        Assert.Contains("SLH-DSA-SHAKE-256f", error.Message);
        Assert.DoesNotContain("RSA-2048", error.Message);
    }

    [Fact]
    public void TheSpecificationOfAnExistingOneIsRead() => Assert.Equal("RSA-2048", Imported.KeyAlgorithm);

    [Fact]
    public void RefusesATemplateForANewOne()
    {
        var error = Assert.Throws<TrstException>(
            () => TemplateBuilder.Root(Imported, TestCA.Serial(), TestCA.Start, TestCA.Start.AddYears(10)));
        Assert.Equal(ErrorId.TemplateInvalid, error.Id);
    }

    [Fact]
    public void AnExistingOneSigns()
    {
        using var key = TestKeys.Make(KeyAlgorithm.Rsa2048);
        Assert.Equal("RSA-2048", PublicKey.Describe(key.SubjectPublicKeyInfo));
        Assert.True(SignatureCheck.Verify(KeyAlgorithm.Rsa2048, [1], key.Sign([1]), key.SubjectPublicKeyInfo));
    }
}
