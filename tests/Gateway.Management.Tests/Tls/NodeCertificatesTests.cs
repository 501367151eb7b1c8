using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Configuration;
using Gateway.Management.Tls;
using Gateway.Testing;

namespace Gateway.Management.Tests.Tls;

/// <summary>What is said of the files of <c>[cluster.tls]</c> before a node starts with them.</summary>
public sealed class NodeCertificatesTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-node-tls-").FullName;
    private readonly TestAuthority _own = new("Own");
    private readonly TestAuthority _other = new("Other");

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(NodeKind.Silo, "both")]
    [InlineData(NodeKind.Edge, "both")]
    [InlineData(NodeKind.Edge, "clients")]
    public void Files_that_belong_together_are_good(NodeKind kind, string use)
    {
        Write(use);

        var read = NodeCertificates.Read(Files, kind, Now);

        Assert.Empty(read.Problems);
        Assert.Equal("CN=node", read.Value!.Own.TargetCertificate.Subject);
        Assert.Equal(X509ChainTrustMode.CustomRootTrust, read.Value.Authorities.TrustMode);
        Assert.Equal(X509RevocationMode.NoCheck, read.Value.Authorities.RevocationMode);
    }

    [Theory]
    [InlineData("no cert", "f:2:1: error: 'cert' in [cluster.tls]: the file '/node.pem' cannot be read: Could not find file '/node.pem'\n    hint: It wants a PEM file that this process may read.")]
    [InlineData("no key", "f:3:1: error: 'key' in [cluster.tls]: the file '/node.key' cannot be read: Could not find file '/node.key'\n    hint: It wants a PEM file that this process may read.")]
    [InlineData("no ca", "f:4:1: error: 'ca' in [cluster.tls]: the authorities '/ca.pem' cannot be used: Could not find file '/ca.pem'\n    hint: It wants a PEM file of the cluster's own authority that this process may read.")]
    [InlineData("ca is none", "f:4:1: error: 'ca' in [cluster.tls]: the authorities '/ca.pem' cannot be used: the file holds no PEM certificate that has signed itself\n    hint: It wants a PEM file of the cluster's own authority that this process may read.")]
    [InlineData("other key", "f:2:1: error: 'cert' in [cluster.tls]: the certificate '/node.pem' cannot be used: The provided key does not match the public key for this certificate. (Parameter 'privateKey')\n    hint: It wants a PEM certificate, and 'key' the PEM key that belongs to it, not encrypted.")]
    [InlineData("other ca", "f:2:1: error: 'cert' in [cluster.tls]: the certificate is none of 'ca': it leads to no known authority\n    hint: The nodes of a cluster show certificates of one authority, and each names it in 'ca'; what lies between stands in the file of 'cert'.")]
    [InlineData("servers", "f:2:1: error: 'cert' in [cluster.tls]: the certificate is not one for servers and clients, and silos call each other\n    hint: Make one with extendedKeyUsage = serverAuth, clientAuth.")]
    [InlineData("clients", "f:2:1: error: 'cert' in [cluster.tls]: the certificate is not one for servers and clients, and silos call each other\n    hint: Make one with extendedKeyUsage = serverAuth, clientAuth.")]
    public void What_is_wrong_with_a_silos_files_is_said_with_place_and_remedy(string fault, string said)
    {
        Write(fault is "servers" or "clients" ? fault : "both");
        switch (fault)
        {
            case "no cert":
                File.Delete(At("node.pem"));
                break;
            case "no key":
                File.Delete(At("node.key"));
                break;
            case "no ca":
                File.Delete(At("ca.pem"));
                break;
            case "ca is none":
                File.Copy(At("node.pem"), At("ca.pem"), overwrite: true);
                break;
            case "other key":
                using (var other = _own.Issue("other", [], isForBoth: true))
                {
                    TestAuthority.Write(_folder, "other", other);
                }

                File.Move(At("other.key"), At("node.key"), overwrite: true);
                break;
            case "other ca":
                File.WriteAllText(At("ca.pem"), _other.Pem);
                break;
        }

        Assert.Equal(said, Said(NodeKind.Silo, Now));
    }

    [Fact]
    public void An_edge_needs_a_certificate_for_clients()
    {
        Write("servers");

        Assert.StartsWith("f:2:1: error: 'cert' in [cluster.tls]: the certificate is not one for clients, and an edge calls silos\n", Said(NodeKind.Edge, Now), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, "the certificate has expired at ")]
    [InlineData(-31, "the certificate is not valid before ")]
    public void A_certificate_outside_of_its_time_is_refused(int days, string said)
    {
        Write("both");

        Assert.StartsWith($"f:2:1: error: 'cert' in [cluster.tls]: {said}", Said(NodeKind.Edge, Now.AddDays(days)), StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        Assert.Equal(3, NodeCertificates.Read(Files, NodeKind.Edge, Now).Problems.Length);
    }

    private ClusterTls Files => new(At("node.pem"), At("node.key"), At("ca.pem"))
    {
        CertificatePlace = new("f", 2, 1),
        KeyPlace = new("f", 3, 1),
        AuthoritiesPlace = new("f", 4, 1),
    };

    private void Write(string use)
    {
        using var certificate = _own.Issue("node", [], isForClients: use == "clients", isForBoth: use == "both");
        TestAuthority.Write(_folder, "node", certificate);
        File.WriteAllText(At("ca.pem"), _own.Pem);
    }

    private string Said(NodeKind kind, DateTimeOffset at) =>
        string.Join('\n', NodeCertificates.Read(Files, kind, at).Problems).Replace(_folder, "", StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_folder, name);
}
