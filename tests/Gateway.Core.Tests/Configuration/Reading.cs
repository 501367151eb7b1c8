using System.Collections.Immutable;
using Gateway.Core.Configuration;

namespace Gateway.Core.Tests.Configuration;

/// <summary>Reads texts as a node would that stands in <c>/base</c>.</summary>
internal static class Reading
{
    public const string File = "deployment.toml";

    private static readonly Dictionary<string, string> Properties = new()
    {
        ["carbon.local.ip"] = "10.0.0.7",
        ["java.io.tmpdir"] = "/tmp",
        ["os.name"] = "Unix",
        ["user.dir"] = "/base",
        ["user.home"] = "/home/gateway",
        ["user.name"] = "gateway",
    };

    public static ReadResult<Deployment> Read(
        string text, NodeKind kind = NodeKind.Edge, Dictionary<string, string>? environment = null, ImmutableArray<string>? set = null,
        bool strict = false, string file = File) =>
        DeploymentReader.Read(new DeploymentSource(file, "/base", text, kind, environment ?? [], set ?? [], strict) { SystemProperties = Properties });

    /// <summary>The deployment of a text that must be good, without a warning.</summary>
    public static Deployment Good(
        string text, NodeKind kind = NodeKind.Edge, Dictionary<string, string>? environment = null, ImmutableArray<string>? set = null)
    {
        var result = Read(text, kind, environment, set);
        Assert.Empty(result.Problems);
        return result.Value!;
    }
}
