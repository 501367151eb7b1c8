using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Mediation;

/// <summary>An edge with one API whose sequences a test writes, over a backend that echoes.</summary>
internal sealed class MediatedEdge : IAsyncDisposable
{
    private MediatedEdge(TestEdge edge, ScriptedBackend backend, ScriptedBackend other)
    {
        Edge = edge;
        Backend = backend;
        Other = other;
    }

    public TestEdge Edge { get; }

    /// <summary>The API's endpoint.</summary>
    public ScriptedBackend Backend { get; }

    /// <summary>Another one, named <c>other</c>.</summary>
    public ScriptedBackend Other { get; }

    public HttpClient Http => Edge.Http;

    /// <summary>Starts them.</summary>
    /// <param name="inFlow">The In flow; empty: none.</param>
    /// <param name="outFlow">The Out flow; empty: none.</param>
    /// <param name="fault">The Fault flow; empty: none.</param>
    /// <param name="keys">Further keys of the API.</param>
    /// <param name="streams">Whether the backend reads bodies itself.</param>
    /// <param name="group">Whether the API's endpoint is a failover group of both.</param>
    public static async Task<MediatedEdge> StartAsync(
        string inFlow = "", string outFlow = "", string fault = "", string keys = "", bool streams = false, bool group = false)
    {
        var backend = await ScriptedBackend.StartAsync(options: new ScriptedBackendOptions { Name = "one", StreamRequests = streams });
        var other = await ScriptedBackend.StartAsync("other");
        var flows = "";
        foreach (var (key, text) in new[] { ("in", inFlow), ("out", outFlow), ("fault", fault) })
        {
            flows += text.Length > 0 ? $"{key}_sequence = \"{key}.xml\"\n" : "";
        }

        var edge = await TestEdge.StartAsync(
            Toml.Endpoint("one", backend.Url, Toml.NeverSuspended) + Toml.Endpoint("other", other.Url, Toml.NeverSuspended)
            + "[[endpoint]]\nname = \"both\"\ntype = \"failover\"\nmembers = [\"one\", \"other\"]\n\n"
            + Toml.Api("a", group ? "both" : "one", flows + keys),
            prepare: folder =>
            {
                foreach (var (key, text) in new[] { ("in", inFlow), ("out", outFlow), ("fault", fault) })
                {
                    File.WriteAllText(Path.Combine(folder, key + ".xml"), text);
                }
            });
        return new MediatedEdge(edge, backend, other);
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Backend.DisposeAsync();
        await Other.DisposeAsync();
    }
}
