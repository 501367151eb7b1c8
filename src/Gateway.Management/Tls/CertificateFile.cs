using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Management.Tls;

/// <summary>Certificates as files: PEM, or PFX by the file's name.</summary>
public static class CertificateFile
{
    /// <summary>A certificate with its key and, as far as the file holds them, the certificates that lead to it.</summary>
    /// <param name="certificate">The PEM or PFX file.</param>
    /// <param name="key">The PEM file of the key; empty: the certificate's file holds it.</param>
    /// <param name="password">What opens the PFX file or an encrypted key; empty: nothing has to.</param>
    /// <exception cref="CertificateFileException">It cannot be used.</exception>
    public static SslStreamCertificateContext Load(string certificate, string key, string password)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            return SslStreamCertificateContext.Create(Load(certificate, key, password, chain), chain, offline: true);
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw new CertificateFileException($"the certificate '{certificate}' cannot be used: {fault.Message.TrimEnd('.')}", fault);
        }
    }

    /// <summary>The authorities of a PEM file; a chain ends with one that has signed itself, and the others lead there.</summary>
    /// <exception cref="CertificateFileException">It cannot be used, or holds none.</exception>
    public static X509ChainPolicy LoadAuthorities(string file)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(file);
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, DisableCertificateDownloads = true };
            foreach (var authority in all)
            {
                (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? policy.CustomTrustStore : policy.ExtraStore).Add(authority);
            }

            return policy.CustomTrustStore.Count > 0
                ? policy
                : throw new CertificateFileException($"the authorities '{file}' cannot be used: the file holds no PEM certificate that has signed itself");
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw new CertificateFileException($"the authorities '{file}' cannot be used: {fault.Message.TrimEnd('.')}", fault);
        }
    }

    /// <summary>When a file was last written; changes with every change of it.</summary>
    public static DateTime WrittenAt(string file)
    {
        // A mounted secret is a link: turned to another target, the link itself stays as old as it was.
        try
        {
            return File.GetLastWriteTimeUtc(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Missing, or links in a circle: loading it will say so.
            return default;
        }
    }

    private static X509Certificate2 Load(string certificate, string key, string password, X509Certificate2Collection chain)
    {
        if (Path.GetExtension(certificate).ToUpperInvariant() is ".PFX" or ".P12")
        {
            // The collection holds the key's certificate and those that lead to it.
            chain.AddRange(X509CertificateLoader.LoadPkcs12CollectionFromFile(certificate, password.Length == 0 ? null : password));
            var own = chain.FirstOrDefault(candidate => candidate.HasPrivateKey)
                ?? throw new CryptographicException("The file holds no certificate with its key.");
            chain.Remove(own);
            return own;
        }

        var keyFile = key.Length > 0 ? key : null;
        var loaded = password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPemFile(certificate, password, keyFile)
            : X509Certificate2.CreateFromPemFile(certificate, keyFile);
        chain.ImportFromPemFile(certificate);
        return loaded;
    }

    private static bool IsOfFile(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;
}

/// <summary>A certificate's file cannot be used. The message says which, and why; nothing of a password.</summary>
public sealed class CertificateFileException(string message, Exception? cause = null) : Exception(message, cause);
