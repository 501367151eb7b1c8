using System.CommandLine;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gateway.Core.Configuration.Import;
using Gateway.Management.Configuration;

namespace Gateway.Cli.Revisions;

/// <summary><c>gateway import PATH --server URL</c>: sends what is to be imported to a node, which puts it into the running catalog.</summary>
internal sealed class RemoteImport(ServerCommand server)
{
    public async Task<int> RunAsync(
        ParseResult parsed, string path, (string Name, bool Value)[] flags, bool isPlan, CancellationToken cancellation)
    {
        var (source, problem) = ImportFolder.Open(path);
        if (source is null)
        {
            server.Errors.WriteLine(problem);
            server.Errors.WriteLine("gateway: nothing was imported.");
            return ExitCodes.Invalid;
        }

        using var client = server.Connect(parsed);
        if (client is null)
        {
            return ExitCodes.WrongUsage;
        }

        var query = string.Join('&', flags.Where(flag => flag.Value).Select(flag => $"{flag.Name}=true").Append($"name={Uri.EscapeDataString(NameOf(path))}"));
        var (body, type) = source.IsProject ? (Pack(source), "application/zip") : (Encoding.UTF8.GetBytes(source.Files[0].Text), TypeOf(source.Files[0].Text));
        var answer = await client.SendAsync(
            HttpMethod.Post, $"v1/apis/import?{query}{(isPlan ? "&dryRun=plan" : "")}", body, type, cancellation).ConfigureAwait(false);
        return server.Tell(parsed, answer, (done, text) => Told(done, isPlan, text));
    }

    private static void Told(JsonElement done, bool isPlan, StringBuilder text)
    {
        foreach (var line in done.GetProperty("import").GetProperty("report").EnumerateArray()
            .Where(line => line.GetProperty("verdict").GetString() is "decision" or "not supported"))
        {
            text.Append($"{line.GetProperty("verdict").GetString()}: {line.GetProperty("key").GetString()}: {line.GetProperty("text").GetString()}\n");
        }

        if (isPlan)
        {
            text.Append($"Revision {done.GetProperty("revision").GetInt64()} runs; the import would change:\n");
            ChangeText.Difference(done.GetProperty("difference"), text);
        }
        else
        {
            ServerCommand.Changed(done, text);
        }
    }

    // Only what an import reads: pictures and certificates stay where they are.
    private static byte[] Pack(ImportSource source)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in source.Files)
            {
                using var entry = archive.CreateEntry(file.Path).Open();
                entry.Write(Encoding.UTF8.GetBytes(file.Text));
            }
        }

        return packed.ToArray();
    }

    private static string TypeOf(string text) => text.AsSpan().TrimStart('\uFEFF').TrimStart() switch
    {
        ['<', ..] => "application/xml",
        ['{', ..] => "application/json",
        _ => "application/yaml",
    };

    private static string NameOf(string path)
    {
        var name = Path.GetFileName(path.TrimEnd('/', '\\'));
        var plain = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-'));
        return plain.Length is > 0 and <= 128 ? plain : "import";
    }
}
