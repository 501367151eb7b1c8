using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Cli.Server;

namespace Gateway.Cli.Explain;

/// <summary><c>gateway explain METHOD URL</c>: where a request would go and why, without sending it.</summary>
internal sealed class ExplainCommand
{
    private readonly Argument<string> _method = new("METHOD") { Description = "The request's method" };
    private readonly Argument<string> _url = new("URL") { Description = "Its address, or only path and query" };

    private readonly Option<string[]> _headers = new("--header", "-H") { Description = "A header; any number of times", HelpName = "NAME: VALUE" };
    private readonly Option<string> _body = new("--data", "-d") { Description = "The body; @FILE reads it from a file", HelpName = "TEXT" };

    private readonly ServerOptions _server;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;

    private ExplainCommand(ServerOptions server, TextWriter output, TextWriter errors) => (_server, _output, _errors) = (server, output, errors);

    public static Command Create(ServerOptions server, TextWriter output, TextWriter errors) => new ExplainCommand(server, output, errors).Create();

    private Command Create()
    {
        _headers.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf(':', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"'{token.Value}' is no header; write it as -H 'Name: value'.");
            }
        });
        var command = new Command("explain", "Say where a request would go, and why; nothing is sent, nothing changes") { _method, _url, _headers, _body };
        _server.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        using var client = _server.Connect(parsed, out var fault);
        var (body, unread) = ReadBody(parsed.GetValue(_body));
        if (client is null || unread.Length > 0)
        {
            await _errors.WriteLineAsync($"gateway: {(client is null ? fault : unread)}").ConfigureAwait(false);
            return ExitCodes.WrongUsage;
        }

        var answer = await client.PostAsync("v1/explain", Wish(parsed, body), cancellation).ConfigureAwait(false);
        if (_server.WantsJson(parsed))
        {
            await _output.WriteLineAsync(answer.Body).ConfigureAwait(false);
        }
        else if (answer.Detail.Length > 0)
        {
            await _errors.WriteLineAsync($"gateway: {answer.Detail}").ConfigureAwait(false);
        }
        else
        {
            using var told = JsonDocument.Parse(answer.Body);
            Terminal.On(_output).Write(ExplainTree.Draw($"{parsed.GetRequiredValue(_method)} {parsed.GetRequiredValue(_url)}", told.RootElement));
        }

        return answer.ExitCode;
    }

    private string Wish(ParseResult parsed, string? body)
    {
        var headers = new JsonObject();
        foreach (var header in parsed.GetValue(_headers) ?? [])
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (header[..colon].Trim(), header[(colon + 1)..].Trim());
            if (headers[name] is JsonArray more)
            {
                more.Add(value);
            }
            else
            {
                headers[name] = new JsonArray(value);
            }
        }

        var wish = new JsonObject
        {
            ["method"] = parsed.GetRequiredValue(_method).ToUpperInvariant(), ["url"] = parsed.GetRequiredValue(_url), ["headers"] = headers,
        };
        if (body is not null)
        {
            wish["body"] = body;
        }

        return wish.ToJsonString();
    }

    private static (string? Body, string Fault) ReadBody(string? text)
    {
        if (text is not ['@', .. var file])
        {
            return (text, "");
        }

        try
        {
            return (File.ReadAllText(file), "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"{file} cannot be read: {fault.Message}");
        }
    }
}
