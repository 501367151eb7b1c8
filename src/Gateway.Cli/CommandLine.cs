using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using Gateway.Cli.Explain;
using Gateway.Cli.Members;
using Gateway.Cli.Nodes;
using Gateway.Cli.Revisions;
using Gateway.Cli.Server;
using Gateway.Cli.Status;

namespace Gateway.Cli;

/// <summary>The operator's command line: which commands there are, and what happens to a line that is none.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">The line's words.</param>
    /// <param name="output">Takes the result.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="environment">Reads an environment variable; null: the process's.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors, Func<string, string?>? environment = null)
    {
        var server = new ServerOptions(environment ?? Environment.GetEnvironmentVariable);
        var root = new RootCommand("The gateway's command line.")
        {
            CheckCommand.Create(output, errors),
            PlanCommand.Create(server, output, errors),
            ApplyCommand.Create(server, output, errors),
            RollbackCommand.Create(server, output, errors),
            RevisionsCommand.Create(server, output, errors),
            ImportCommand.Create(server, output, errors),
            LifecycleCommand.Create(server, output, errors),
            KeysCommand.Create(output, errors),
            ReferenceCommand.Create(output),
            StatusCommand.Create(server, output, errors),
            ExplainCommand.Create(server, output, errors),
            DrainNodeCommand.Create(server, output, errors),
        };
        foreach (var word in WordCommand.All(server, output, errors))
        {
            root.Add(word);
        }

        // A word that begins with @ is not read as a file of further words: it may be a body. And a shell asks what can follow on a line
        // that is not whole yet.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var completes = root.Directives.OfType<SuggestDirective>().Any(suggest => parsed.GetResult(suggest) is not null);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction || completes)
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }

        foreach (var error in parsed.Errors)
        {
            errors.WriteLine($"gateway: {error.Message}");
        }

        errors.WriteLine($"Try 'gateway {(parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ")}--help'.");
        return ExitCodes.WrongUsage;
    }
}
