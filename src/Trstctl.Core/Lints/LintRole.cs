namespace Trstctl.Lints;

/// <summary>What the bytes are meant to be.</summary>
internal enum LintRole
{
    Root,
    Intermediate,

    /// <summary>Also a CA's certificate under its own name and another of its keys.</summary>
    CrossCertificate,
    EndEntity,

    /// <summary>A PKCS#10 request (RFC 2986).</summary>
    Request,

    /// <summary>A certificate revocation list (RFC 5280 section 5).</summary>
    Crl,
}

/// <summary>Who answers for the bytes. What others have issued is not refused for a habit that RFC 5280 allows.</summary>
internal enum LintOrigin
{
    /// <summary>Made here, or about to be.</summary>
    Own,

    /// <summary>Imported, or shown from outside.</summary>
    Foreign,
}

[Flags]
internal enum LintTargets
{
    Root = 1,
    Intermediate = 2,
    CrossCertificate = 4,
    EndEntity = 8,
    Request = 16,
    Crl = 32,
    Subordinates = Intermediate | CrossCertificate,
    Cas = Root | Subordinates,
    NotRoots = Subordinates | EndEntity,
    AnyCertificate = Cas | EndEntity,
    AnyKey = AnyCertificate | Request,
    Issued = AnyCertificate | Crl,
    Anything = AnyKey | Crl,
}
