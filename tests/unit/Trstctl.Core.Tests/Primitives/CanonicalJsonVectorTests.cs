using Trstctl.Primitives;

namespace Trstctl.Core.Tests.Primitives;

[Trait("Conformance", "N17")]
public class CanonicalJsonVectorTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "vectors", "canonical-json");

    public static TheoryData<string, string> Expected(string kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadAllLines(Path.Combine(Folder, "expected.tsv")).Where(line => line.StartsWith(kind)))
        {
            data.Add(line.Split('\t')[0], line.Split('\t')[1]);
        }

        return data;
    }

    [Fact]
    public void EveryFileIsExpectedAndEveryExpectedFileIsThere()
    {
        var files = Directory
            .GetFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'));
        var expected = File.ReadAllLines(Path.Combine(Folder, "expected.tsv")).Select(line => line.Split('\t')[0]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Expected), "valid/")]
    public void AcceptsAndReproduces(string file, string digest)
    {
        var bytes = Bytes(file);
        var value = CanonicalJson.Read(bytes, "vector", 4096);
        Assert.Equal(bytes, CanonicalJson.Write(value));
        Assert.Equal(digest, Digest.Of(value).Hex);
    }

    [Theory]
    [MemberData(nameof(Expected), "invalid/")]
    public void Refuses(string file, string reason)
    {
        var refusal = Assert.Throws<TrstException>(() =>
        {
            var reader = new ObjectReader(CanonicalJson.Read(Bytes(file), "vector", 4096), "vector", "trstctl-vector/1");
            reader.OptionalText("name");
            reader.End();
        });
        Assert.Equal(ErrorId.FormatInvalid, refusal.Id);
        Assert.Contains(reason, refusal.Message);
    }

    private static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));
}
