using System.CommandLine;
using System.CommandLine.Parsing;

namespace Gateway.Cli.Server;

/// <summary>The options of every command that asks a node: which one, with which token, and how to print.</summary>
internal sealed class ServerOptions
{
    private const string Usual = "http://127.0.0.1:9480";

    private readonly Func<string, string?> _environment;
    private readonly Option<string> _server;
    private readonly Option<string> _token;
    private readonly Option<string> _format;

    /// <param name="environment">Reads an environment variable.</param>
    public ServerOptions(Func<string, string?> environment)
    {
        // Neither has a default value of the parser's: help would show it.
        _environment = environment;
        _server = new Option<string>("--server") { Description = $"A node's management listener (GATEWAY_SERVER; else {Usual})", HelpName = "URL" };
        _token = new Option<string>("--token") { Description = "The token of [management] (GATEWAY_TOKEN, which no process list shows)" };
        _format = new Option<string>("--output") { Description = "How to print", DefaultValueFactory = _ => "text" };
        _format.AcceptOnlyFromAmong("text", "json");
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_token);
        command.Add(_format);
    }

    /// <summary>Whether a node is named on the line itself.</summary>
    public bool IsNamed(SymbolResult result) => result.GetValue(_server) is not null;

    /// <summary>Whether the answer is for a program.</summary>
    public bool WantsJson(ParseResult parsed) => parsed.GetRequiredValue(_format) == "json";

    /// <summary>The node that is meant; null when the address is none, or the token cannot stand in a header.</summary>
    public ManagementClient? Connect(ParseResult parsed, out string fault)
    {
        // An empty variable counts as none, as an empty token does in [management].
        var server = parsed.GetValue(_server) ?? (_environment("GATEWAY_SERVER") is { Length: > 0 } named ? named : Usual);
        var token = parsed.GetValue(_token) ?? _environment("GATEWAY_TOKEN") ?? "";
        fault = !Uri.TryCreate(server, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0
            ? $"\"{server}\" is no address of a management listener; write --server {Usual}."
            : token.AsSpan().ContainsAnyExceptInRange('!', '~') ? "the token holds characters that no token has."
            : "";
        return fault.Length == 0 ? new ManagementClient(address!, token) : null;
    }
}
