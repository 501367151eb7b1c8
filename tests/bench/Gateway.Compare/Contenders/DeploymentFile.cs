using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Compare.Contenders;

/// <summary>Writes the deployment.toml of a gateway before the backends: one API, one group, one turn.</summary>
internal static class DeploymentFile
{
    /// <summary>The group that the API leads to.</summary>
    public const string Group = "all";

    /// <param name="ground">Whose backends are the members.</param>
    /// <param name="folder">Where the file goes.</param>
    /// <param name="turn">How the group deals.</param>
    /// <param name="offset"><c>[server] offset</c>.</param>
    /// <param name="cluster">The keys of <c>[cluster]</c>, TOML.</param>
    public static async Task<string> WriteAsync(Ground ground, string folder, Turn turn, int offset, string cluster)
    {
        WriteCertificate(folder);
        var members = string.Concat(ground.Backends.Urls.Select((url, i) => $"""
            [[endpoint]]
            name = "b{i}"
            type = "http"
            url = "{url}"


            """));
        var names = string.Join(", ", ground.Backends.Urls.Select((_, i) => $"\"b{i}\""));
        var sequence = "";
        if (turn.Sequence.Length > 0)
        {
            sequence = "in_sequence = \"in.xml\"";
            await File.WriteAllTextAsync(Path.Combine(folder, "in.xml"), turn.Sequence);
        }

        var (endpoint, routed) = turn.Rule.Length == 0 ? (Group, "") : ("routed", $$"""
            [[endpoint]]
            name = "routed"
            type = "dynamic"
            default = "b0"
            [[endpoint.route]]
            when = { {{turn.Rule}} }
            to = "{{Group}}"


            """);
        if (turn.Mock.Length > 0)
        {
            await MockFiles.WriteAsync(folder);
        }

        var file = Path.Combine(folder, "deployment.toml");
        await File.WriteAllTextAsync(file, $"""
            [server]
            offset = {offset}
            bind = "127.0.0.1"

            [[server.certificate]]
            cert = "tls.pem"
            key = "tls.key"

            [cluster]
            {cluster}

            {members}[[endpoint]]
            name = "{Group}"
            type = "load_balance"
            members = [{names}]
            algorithm = "round_robin"
            cursor = "{turn.Cursor}"
            lookahead = {turn.Lookahead}

            {routed}[[api]]
            name = "Bench"
            context = "/bench"
            version = "1.0.0"
            {(turn.Mock.Length == 0 ? $"lifecycle = \"PUBLISHED\"\nendpoint = \"{endpoint}\"" : "lifecycle = \"PROTOTYPED\"")}
            {sequence}

            [[api.resource]]
            path = "{(turn.Mock.Length == 0 ? "/*" : "/item")}"
            methods = ["{(turn.Body.Length == 0 ? "GET" : "POST")}"]
            {(turn.Mock.Length == 0 ? "" : $"mock = {turn.Mock}")}

            """);
        return file;
    }

    // Nobody connects by TLS here, but a clustered edge does not start its HTTPS listener without a certificate.
    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Path.Combine(folder, "tls.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
