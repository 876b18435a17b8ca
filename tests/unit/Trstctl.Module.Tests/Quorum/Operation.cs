using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Trstctl.Module.Tests.Quorum;

/// <summary>
/// What the operations have in common, so that a rule is proved for each: Open-It starts one, Run-It runs it by its own cmdlet.
/// </summary>
internal static class Operation
{
    private const string Quorum = "Quorum";

    // Made once a process: an RSA key takes long.
    private static readonly Lazy<byte[]> KeyElsewhere = new(() =>
    {
        using var key = RSA.Create(3072);
        return key.ExportPkcs8PrivateKey();
    });

    public static TheoryData<string> All => [
        "Root", "Intermediate", "Rotation", "CrossSign", "RootQuorum", "IntermediateQuorum", "RotationQuorum", "CrossSignQuorum",
        "Import", "Request", "Answer", "Renewal", "RenewalQuorum", "Retire", "Revoke"];

    /// <summary>Those whose keys one secret opens; the others' need the shares of three.</summary>
    public static TheoryData<string> Operational => ["Root", "Intermediate", "Rotation", "CrossSign"];

    public static Founded Prepare(string operation, Func<DateTime>? clock = null)
    {
        var founded = new Founded(clock, given: Given(operation));
        if (Given(operation).Length > 0)
        {
            founded.Run("$parent = Get-TrstCA Parent; $other = Get-TrstCA Other");
        }

        if (operation == "Import")
        {
            MakeRootElsewhere(founded);
        }

        founded.Run(Functions(operation));
        if (operation == "Answer")
        {
            AnswerElsewhere(founded);
        }

        return founded;
    }

    public static string Functions(string operation) => IsQuorum(operation)
        ? "$present = @{ ShareHolder = $custodians[0], $custodians[1], $custodians[2] }; $custody = 'Quorum'\n"
            + FunctionsOf(operation[..^Quorum.Length])
        : "$present = @{}; $custody = 'Operational'\n" + FunctionsOf(operation);

    // By .NET and not by OpenSSL, so that the rules are proved wherever the tests run.
    private static void MakeRootElsewhere(Founded founded)
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(KeyElsewhere.Value, out _);
        using var root = RootElsewhere(key);
        File.WriteAllText(founded.PathOf("old.pem"), root.ExportCertificatePem());
        File.WriteAllText(founded.PathOf("old.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 RootElsewhere(RSA key)
    {
        var request = new CertificateRequest("CN=Old Root,O=Elsewhere", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddYears(10));
    }

    // A request that names no issuer, and the certificate that a CA elsewhere made for it, which the store does not know.
    private static void AnswerElsewhere(Founded founded)
    {
        var asked = founded.Get<string>("(Approved Request (New-TrstCASpec 'CN=New' -Validity 5y) | New-TrstCARequest).Pem");
        var request = CertificateRequest.LoadSigningRequestPem(
            asked, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(KeyElsewhere.Value, out _);
        using var root = RootElsewhere(key);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        using var answer = request.Create(
            root.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), DateTimeOffset.UtcNow,
            DateTimeOffset.UtcNow.AddYears(1), [1, .. RandomNumberGenerator.GetBytes(8)]);
        File.WriteAllText(founded.PathOf("answer.pem"), answer.ExportCertificatePem());
    }

    private static string Given(string operation) => operation.StartsWith("Root", StringComparison.Ordinal) ? string.Empty
        : IsQuorum(operation) ? "$null = Make-QuorumRoot 'CN=Parent'; $null = Make-QuorumRoot 'CN=Other'"
        : "$null = Make-Root 'CN=Parent'; $null = Make-Root 'CN=Other'";

    private static bool IsQuorum(string operation) => operation.EndsWith(Quorum, StringComparison.Ordinal);

    private static string FunctionsOf(string operation) => operation switch
    {
        "Root" => """
            function Open-It([hashtable] $More = @{}) { Start-It Root (New-TrstCASpec 'CN=New' -Validity 5y -Custody $custody) $More }
            function Run-It($Ceremony) { $Ceremony | New-TrstRootCA @present }
            """,
        "Intermediate" => """
            function Open-It([hashtable] $More = @{}) {
                Start-It Intermediate (New-TrstCASpec 'CN=New' -Validity 5y) (@{ Issuer = 'Parent' } + $More)
            }
            function Run-It($Ceremony) { $Ceremony | New-TrstIntermediateCA @present }
            """,
        "Rotation" => """
            function Open-It([hashtable] $More = @{}) { Start-It Rotation 'Parent' $More }
            function Run-It($Ceremony) { $Ceremony | Invoke-TrstCARotation @present }
            """,
        "Import" => """
            function Open-It([hashtable] $More = @{}) { Start-It Import "$folder/old.pem" (@{ Custody = 'Quorum' } + $More) }
            function Run-It($Ceremony) { $Ceremony | Import-TrstCA -Path "$folder/old.key" -WarningAction SilentlyContinue }
            """,
        "Request" => """
            function Open-It([hashtable] $More = @{}) { Start-It Request (New-TrstCASpec 'CN=New' -Validity 5y) $More }
            function Run-It($Ceremony) { $Ceremony | New-TrstCARequest }
            """,
        "Answer" => """
            function Open-It([hashtable] $More = @{}) { Start-It Answer "$folder/answer.pem" $More }
            function Run-It($Ceremony) { ($Ceremony | Complete-TrstCeremony).Result }
            """,
        "Renewal" => """
            function Open-It([hashtable] $More = @{}) { Start-It Rotation 'Parent' (@{ SameKey = $true } + $More) }
            function Run-It($Ceremony) { $Ceremony | Invoke-TrstCARotation @present }
            """,
        "Retire" => """
            function Open-It([hashtable] $More = @{}) { Start-It Retire 'Parent' $More }
            function Run-It($Ceremony) { $Ceremony | Complete-TrstCeremony }
            """,
        "Revoke" => """
            function Open-It([hashtable] $More = @{}) { Start-It Revoke 'Parent' (@{ RevocationReason = 'Superseded' } + $More) }
            function Run-It($Ceremony) { $Ceremony | Complete-TrstCeremony }
            """,
        _ => """
            function Open-It([hashtable] $More = @{}) { Start-It CrossSign $other (@{ Issuer = 'Parent' } + $More) }
            function Run-It($Ceremony) { $Ceremony | Add-TrstCrossSignature @present }
            """,
    };
}
