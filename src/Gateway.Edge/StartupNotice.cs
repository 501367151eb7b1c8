using System.Text;
using Gateway.Core.Configuration;
using Gateway.Edge.Demo;

namespace Gateway.Edge;

/// <summary>What the console says when the edge is up: what runs where, and what to try.</summary>
internal static class StartupNotice
{
    public static string For(ICollection<string> listeners, Deployment deployment, DemoBackends? demo)
    {
        var node = deployment.Node;
        var text = new StringBuilder();
        var environment = node.Environment;
        text.AppendLine($"Gateway edge, {(node.Cluster.Mode == ClusterMode.Embedded ? "with its own silo" : "node of a cluster")}");
        text.AppendLine($"  listening    {string.Join("  ", listeners)}");
        text.AppendLine($"  management   http://{node.Management.Listen}  (/health/ready  /metrics  /v1/groups  /v1/nodes)");
        text.AppendLine($"  environment  {environment.Name} ({environment.Type.ToString().ToLowerInvariant()}), known as {environment.ServerEndpoint}");
        if (node.Server.Certificates.IsEmpty)
        {
            text.AppendLine("  warning      HTTPS uses a development certificate that nobody trusts; set [[server.certificate]]");
        }

        if (demo is not null)
        {
            text.AppendLine($"  backends     {string.Join("  ", demo.Addresses)}");
            text.AppendLine();
            text.AppendLine("Try:");
            foreach (var line in Examples(listeners, deployment))
            {
                text.AppendLine($"  {line}");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Examples(ICollection<string> listeners, Deployment deployment)
    {
        var api = deployment.Catalog.Apis.FirstOrDefault(api => api.Resources.Any(resource => resource.Methods.Contains("GET")));
        if (api is null)
        {
            yield break;
        }

        var path = api.Resources.First(resource => resource.Methods.Contains("GET")).Path;
        var filled = System.Text.RegularExpressions.Regex.Replace(path, "{[^}]*}", "1").Replace("*", "", StringComparison.Ordinal);
        var http = listeners.FirstOrDefault(url => url.StartsWith("http:", StringComparison.Ordinal)) is { } plain ? Local(plain) : null;
        var https = listeners.FirstOrDefault(url => url.StartsWith("https:", StringComparison.Ordinal)) is { } tls ? Local(tls) : null;
        if (http is not null)
        {
            yield return $"curl -i {http}{api.FullContext}{filled}";
        }

        if (https is not null)
        {
            yield return $"curl -ik {https}{api.FullContext}{filled}";
        }

        yield return $"curl http://{deployment.Node.Management.Listen}/v1/groups/{api.Endpoint}";
    }

    private static string Local(string url) => $"{new Uri(url.Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)).GetLeftPart(UriPartial.Authority)}";
}
