using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Configuration;

namespace Gateway.Management.Tls;

/// <summary>The files of <c>[cluster.tls]</c>, read: what a node shows, and whose certificates it accepts.</summary>
/// <param name="Own">The node's certificate with its key and those that lead to it.</param>
/// <param name="Authorities">How certificates of others are looked at: no root but the files', nothing asked of anybody.</param>
public sealed record NodeCertificates(SslStreamCertificateContext Own, X509ChainPolicy Authorities)
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const string Readable = "It wants a PEM file that this process may read.";

    /// <summary>Reads the files, and looks whether other nodes would accept what this one would show.</summary>
    /// <param name="tls">The files.</param>
    /// <param name="kind">The kind of node: an edge calls silos, a silo is called as well.</param>
    /// <param name="now">The time of day.</param>
    /// <returns>Nothing, and all that is wrong with them; or the files, and no problem.</returns>
    public static ReadResult<NodeCertificates> Read(ClusterTls tls, NodeKind kind, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tls);
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var authorities = ReadAuthorities(tls, problems);
        var own = ReadOwn(tls, problems);
        if (own is not null)
        {
            CheckTime(tls, own.TargetCertificate, now, problems);
            CheckUse(tls, kind, own.TargetCertificate, problems);
            if (authorities is not null && problems.Count == 0)
            {
                CheckChain(tls, own, authorities, now, problems);
            }
        }

        return problems.Count == 0 ? new(new NodeCertificates(own!, authorities!), []) : new(null, problems.ToImmutable());
    }

    /// <summary>Adds to what was read of a deployment what is wrong with the files by which its node would speak with others.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="kind">The kind of node.</param>
    /// <param name="now">The time of day.</param>
    public static ReadResult<Deployment> Check(ReadResult<Deployment> read, NodeKind kind, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(read);
        return read.Value?.Node.Cluster.Tls is { } tls && Read(tls, kind, now).Problems is { IsEmpty: false } problems
            ? new ReadResult<Deployment>(null, read.Problems.AddRange(problems))
            : read;
    }

    private static X509ChainPolicy? ReadAuthorities(ClusterTls tls, ImmutableArray<Problem>.Builder problems)
    {
        try
        {
            var authorities = CertificateFile.LoadAuthorities(tls.Authorities);
            authorities.RevocationMode = X509RevocationMode.NoCheck;
            return authorities;
        }
        catch (CertificateFileException fault)
        {
            problems.Add(Wrong(tls.AuthoritiesPlace, $"'ca' in [cluster.tls]: {fault.Message}", "It wants a PEM file of the cluster's own authority that this process may read."));
            return null;
        }
    }

    private static SslStreamCertificateContext? ReadOwn(ClusterTls tls, ImmutableArray<Problem>.Builder problems)
    {
        var certificate = Unreadable(tls.Certificate);
        if (certificate is not null)
        {
            problems.Add(Wrong(tls.CertificatePlace, $"'cert' in [cluster.tls]: {certificate}", Readable));
        }

        var key = Unreadable(tls.Key);
        if (key is not null)
        {
            problems.Add(Wrong(tls.KeyPlace, $"'key' in [cluster.tls]: {key}", Readable));
        }

        if (certificate is not null || key is not null)
        {
            return null;
        }

        try
        {
            return CertificateFile.Load(tls.Certificate, tls.Key, "");
        }
        catch (CertificateFileException fault)
        {
            problems.Add(Wrong(tls.CertificatePlace, $"'cert' in [cluster.tls]: {fault.Message}",
                "It wants a PEM certificate, and 'key' the PEM key that belongs to it, not encrypted."));
            return null;
        }
    }

    private static string? Unreadable(string file)
    {
        try
        {
            using var opened = File.OpenRead(file);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"the file '{file}' cannot be read: {fault.Message.TrimEnd('.')}";
        }
    }

    private static void CheckTime(ClusterTls tls, X509Certificate2 own, DateTimeOffset now, ImmutableArray<Problem>.Builder problems)
    {
        if (own.NotAfter.ToUniversalTime() < now.UtcDateTime)
        {
            problems.Add(Wrong(tls.CertificatePlace, $"'cert' in [cluster.tls]: the certificate has expired at {own.NotAfter.ToUniversalTime():u}", "Make a new one; no node would accept it."));
        }
        else if (own.NotBefore.ToUniversalTime() > now.UtcDateTime)
        {
            problems.Add(Wrong(tls.CertificatePlace, $"'cert' in [cluster.tls]: the certificate is not valid before {own.NotBefore.ToUniversalTime():u}", "Look at this machine's clock, or make another one."));
        }
    }

    private static void CheckUse(ClusterTls tls, NodeKind kind, X509Certificate2 own, ImmutableArray<Problem>.Builder problems)
    {
        string[] uses =
        [
            .. own.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(use => use.Value ?? ""),
        ];
        if (uses.Length == 0 || (uses.Contains(ForClients) && (kind == NodeKind.Edge || uses.Contains(ForServers))))
        {
            return;
        }

        problems.Add(kind == NodeKind.Edge
            ? Wrong(tls.CertificatePlace, "'cert' in [cluster.tls]: the certificate is not one for clients, and an edge calls silos", "Make one with extendedKeyUsage = clientAuth.")
            : Wrong(tls.CertificatePlace, "'cert' in [cluster.tls]: the certificate is not one for servers and clients, and silos call each other", "Make one with extendedKeyUsage = serverAuth, clientAuth."));
    }

    private static void CheckChain(
        ClusterTls tls, SslStreamCertificateContext own, X509ChainPolicy authorities, DateTimeOffset now, ImmutableArray<Problem>.Builder problems)
    {
        using var chain = new X509Chain { ChainPolicy = authorities.Clone() };
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        foreach (var between in own.IntermediateCertificates)
        {
            chain.ChainPolicy.ExtraStore.Add(between);
        }

        if (!chain.Build(own.TargetCertificate))
        {
            problems.Add(Wrong(tls.CertificatePlace, $"'cert' in [cluster.tls]: the certificate is none of 'ca': {ChainFaults.Of(chain)}",
                "The nodes of a cluster show certificates of one authority, and each names it in 'ca'; what lies between stands in the file of 'cert'."));
        }
    }

    private static Problem Wrong(SourcePlace place, string message, string hint) => new(place, Severity.Error, message, hint);
}
