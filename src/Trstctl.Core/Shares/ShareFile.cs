namespace Trstctl.Shares;

/// <summary>A custodian's shares under a passphrase, format <c>trstctl-share-file/1</c>. The file is the only place where such a
/// share is: the store knows its commitment alone.</summary>
internal static class ShareFile
{
    private const string What = "share file";

    /// <inheritdoc cref="SharePassword.New"/>
    public static SecretBytes NewPassword() => SharePassword.New();

    /// <summary>Writes the shares of one custodian and one epoch, and returns only after each was read back from the file and is
    /// the same; otherwise no file is left. Errors: <see cref="ErrorId.FileExists"/>, <see cref="ErrorId.SecretMissing"/> for an
    /// empty password, <see cref="ErrorId.ShareInvalid"/> for shares that do not belong into one file.</summary>
    public static void Create(string path, IReadOnlyList<KeyShare> shares, SecretBytes password)
    {
        DemandOneFile(shares);
        var bytes = Seal(shares, password).ToBytes();
        var file = OwnerOnly.CreateFile(path);
        try
        {
            using (file)
            {
                file.Write(bytes, 0, bytes.Length);
                file.Flush(flushToDisk: true);
            }

            DemandSame(shares, Open(path, password));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>The shares, which the caller disposes. Errors: <see cref="ErrorId.FileUnreadable"/>,
    /// <see cref="ErrorId.PermissionsTooOpen"/>, <see cref="ErrorId.FormatInvalid"/> for what is no share file, and
    /// <see cref="ErrorId.KeyUnavailable"/>, in one wording, for a wrong password and for altered bytes.</summary>
    public static IReadOnlyList<KeyShare> Open(string path, SecretBytes password)
    {
        var content = Read(path);
        using var text = SharePassword.Normalize(password);
        using var key = Protector.Open(new() { Kind = ProtectorKind.Password, Password = text }, content.Kdf, What);
        var shares = new List<KeyShare>();
        try
        {
            foreach (var entry in content.Shares)
            {
                shares.Add(Unseal(content, entry, key));
            }

            return shares;
        }
        catch
        {
            shares.ForEach(share => share.Dispose());
            throw;
        }
    }

    private static ShareFileContent Seal(IReadOnlyList<KeyShare> shares, SecretBytes password)
    {
        using var text = SharePassword.Normalize(password);
        var (kdf, key) = Protector.Create(new() { Kind = ProtectorKind.Password, Password = text }, What);
        using (key)
        {
            var owner = shares[0].Context;
            var content = new ShareFileContent(owner.Tenant, owner.Custodian, owner.Epoch, kdf, []);
            return content with { Shares = [.. shares.Select(share => Seal(content, share, key))] };
        }
    }

    private static ShareFileEntry Seal(ShareFileContent content, KeyShare share, SecretBytes key)
    {
        var (keyId, x) = (share.Context.KeyId, share.Context.X);
        using var plaintext = share.ToContent();
        return new ShareFileEntry(keyId, x, AuthenticatedCipher.Seal(key.Bytes, plaintext.Bytes, content.AssociatedData(keyId, x)));
    }

    private static KeyShare Unseal(ShareFileContent content, ShareFileEntry entry, SecretBytes key)
    {
        using var plaintext = AuthenticatedCipher.Open(key.Bytes, entry.Sealed, content.AssociatedData(entry.KeyId, entry.X))
            ?? throw new TrstException(ErrorId.KeyUnavailable, What, "the password that was given does not open it, or it was altered");
        var share = KeyShare.FromContent(plaintext);
        if (share.Context is var (tenant, keyId, epoch, _, _, custodian, x)
            && (tenant, keyId, epoch, custodian, x) == (content.Tenant, entry.KeyId, content.Epoch, content.Custodian, entry.X))
        {
            return share;
        }

        share.Dispose();
        throw new TrstException(ErrorId.ShareInvalid, content.Custodian, "it is not the share that its file names");
    }

    private static ShareFileContent Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new TrstException(ErrorId.FileUnreadable, path, "it does not exist");
        }

        OwnerOnly.Demand(path);
        return ShareFileContent.FromBytes(BoundedFile.Read(path, ShareFileContent.MaxBytes));
    }

    private static void DemandOneFile(IReadOnlyList<KeyShare> shares)
    {
        if (shares.Count is 0 or > ShareFileContent.MaxShares)
        {
            throw new TrstException(ErrorId.FormatInvalid, What, $"it holds 1 to {ShareFileContent.MaxShares} shares, not {shares.Count}");
        }

        var owner = shares[0].Context;
        if (shares.Any(
            share => (share.Context.Tenant, share.Context.Custodian, share.Context.Epoch) != (owner.Tenant, owner.Custodian, owner.Epoch))
            || shares.Select(share => share.Context.KeyId).Distinct(StringComparer.Ordinal).Count() != shares.Count)
        {
            throw new TrstException(
                ErrorId.ShareInvalid, owner.Custodian, "a file holds shares of different keys, of one tenant, custodian and roster epoch");
        }
    }

    private static void DemandSame(IReadOnlyList<KeyShare> written, IReadOnlyList<KeyShare> read)
    {
        var same = written.Count == read.Count && written.Zip(read, (one, other) =>
            one.Context == other.Context && FixedTime.Equals(one.Value.Bytes, other.Value.Bytes)).All(equal => equal);
        foreach (var share in read)
        {
            share.Dispose();
        }

        if (!same)
        {
            throw new TrstException(
                ErrorId.ShareInvalid, written[0].Context.Custodian, "what was read back from its file is not what was written");
        }
    }
}
