using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Readers;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration;

/// <summary>
/// Writes a catalog as canonical TOML. It is written from the model, not from the file, so that neither comments, order of
/// keys, defaults written out, placeholders nor the place where a member is defined make a difference.
/// </summary>
internal static class CatalogWriter
{
    /// <summary>The bundle of these endpoints and APIs, and of the files that they name.</summary>
    public static Bundle Write(IEnumerable<Endpoint> endpoints, IEnumerable<ApiDefinition> apis, IEnumerable<CatalogFile> files)
    {
        var toml = new CanonicalToml();
        foreach (var endpoint in endpoints.OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal))
        {
            var reader = EndpointReaders.For(endpoint);
            toml.Header("endpoint");
            toml.Text("name", endpoint.Name);
            toml.Text("type", reader.Type);
            reader.Write(endpoint, toml);
        }

        foreach (var api in apis)
        {
            ApiReader.Write(api, toml);
        }

        foreach (var file in files)
        {
            BundledFiles.Write(file, toml);
        }

        var text = toml.ToString();
        return new Bundle(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
