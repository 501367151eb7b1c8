using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Management.Tests.Revisions;

/// <summary>A node whose catalog's grain is within reach: revision 7 runs, edge-1 serves it, and takes whatever comes.</summary>
public abstract class ChangeTests
{
    protected const string Running = "[[endpoint]]\nname = \"a\"\nurl = \"http://a\"\n[[api]]\nname = \"Pets\"\ncontext = \"/pets\"\nversion = \"1\"\nendpoint = \"a\"\n";
    protected const string Next = Running + "[[api]]\nname = \"Cats\"\ncontext = \"/cats\"\nversion = \"1\"\nendpoint = \"a\"\n";

    private protected List<CatalogProposal> Proposals { get; } = [];

    private protected async Task<TestNode> StartAsync(ManagementSettings? settings = null, CatalogSealing? sealing = null)
    {
        var node = await TestNode.StartAsync(settings, services => services.AddSingleton(sealing ?? CatalogSealing.None));
        var running = CatalogReader.Read("x", Running).Value!.Bundle;
        node.Cluster.ReadCatalog = (_, _) => new(new CatalogAnswer(CatalogStatus.Current, 7, running.Hash, running.Text, "edge-2", default, []));
        node.Cluster.Revisions = [.. Enumerable.Range(4, 4).Reverse().Select(number => new RevisionEntry(number, $"h{number}", "edge-1", default, RevisionOrigin.OfFile, number > 4))];
        node.Cluster.Verdicts = _ => [new EdgeVerdict("edge-1", [])];
        node.Cluster.Edges = () => Edges(Proposals.Count == 0 ? 7 : 8);
        node.Cluster.Propose = proposal =>
        {
            Proposals.Add(proposal);
            return new CatalogAnswer(CatalogStatus.Accepted, 8, proposal.Hash, null, proposal.Node, default, []);
        };
        return node;
    }

    protected static EdgesReply Edges(long revision) => new(true, [new EdgeStanding("edge-1", revision, "", 0)]);

    private protected static Task<(int Status, JsonElement Body)> PutAsync(TestNode node, string query, string text) => PutAsync(node, query, Encoding.UTF8.GetBytes(text), "application/toml");

    private protected static Task<(int Status, JsonElement Body)> PutAsync(TestNode node, string query, byte[] body, string type) =>
        SendAsync(node, HttpMethod.Put, $"/v1/config{query}", body, type);

    private protected static Task<(int Status, JsonElement Body)> PostAsync(TestNode node, string path, string body, string type) =>
        SendAsync(node, HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), type);

    private protected static Task<(int Status, JsonElement Body)> PostAsync(TestNode node, string path, byte[] body, string type) =>
        SendAsync(node, HttpMethod.Post, path, body, type);

    private protected static async Task<(int Status, JsonElement Body)> SendAsync(TestNode node, HttpMethod method, string path, byte[] body, string type)
    {
        using var request = new HttpRequestMessage(method, path) { Content = Body(body, type) };
        using var answer = await node.Client.SendAsync(request);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    protected static ByteArrayContent Body(byte[] body, string type) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    protected static string? Text(JsonElement item, string key) => item.GetProperty(key).GetString();

    protected static byte[] Zip(params (string Name, string Text)[] entries)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return packed.ToArray();
    }
}
