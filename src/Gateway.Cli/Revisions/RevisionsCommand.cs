using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Cli.Server;

namespace Gateway.Cli.Revisions;

/// <summary><c>gateway revisions</c>: the revisions that are remembered, newest first.</summary>
internal static class RevisionsCommand
{
    public static Command Create(ServerOptions options, TextWriter output, TextWriter errors)
    {
        var command = new Command("revisions", "List the revisions");
        options.AddTo(command);
        var server = new ServerCommand(options, output, errors);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = server.Connect(parsed);
            return client is null ? ExitCodes.WrongUsage
                : server.Tell(parsed, await client.GetAsync("v1/config/revisions", cancellation).ConfigureAwait(false), Told);
        });
        return command;
    }

    private static void Told(JsonElement answer, StringBuilder text)
    {
        if (answer.GetProperty("view").GetString() == "local")
        {
            text.Append("The cluster cannot be reached: this is what the node itself serves\n");
        }

        var running = answer.GetProperty("running").GetInt64();
        foreach (var entry in answer.GetProperty("revisions").EnumerateArray())
        {
            var number = entry.GetProperty("revision").GetInt64();
            var at = entry.GetProperty("at") is { ValueKind: JsonValueKind.String } time ? time.GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";
            text.Append(number == running ? "* " : "  ").Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(5)).Append("  ").Append(at.PadRight(20))
                .Append("  ").Append(entry.GetProperty("hash").GetString() is { Length: >= 12 } hash ? hash[..12] : "").Append("  ").Append(By(entry))
                .Append(entry.GetProperty("kept").GetBoolean() || number == running ? "" : "  (no longer kept)").Append('\n');
        }
    }

    private static string By(JsonElement entry)
    {
        if (entry.GetProperty("by") is not { ValueKind: JsonValueKind.Object } by)
        {
            return "";
        }

        var of = by.GetProperty("of") is { ValueKind: JsonValueKind.Number } number ? $" to {number.GetInt64()}" : "";
        var from = by.GetProperty("from").GetString() is { } address ? $" from {address}" : "";
        return $"{by.GetProperty("cause").GetString()}{of}{from} at {entry.GetProperty("node").GetString()}";
    }
}
