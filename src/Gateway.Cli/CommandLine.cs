using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using Gateway.Cli.Revisions;
using Gateway.Cli.Server;

namespace Gateway.Cli;

/// <summary>The operator's command line: which commands there are, and what happens to a line that is none.</summary>
internal static class CommandLine
{
    private static readonly ImmutableArray<(string Name, string Description)> NotYet =
    [
        ("status", "Show groups and members"),
        ("explain", "Say where a request would go, and why"),
        ("suspend", "Take a member out of its group"),
        ("resume", "Bring a member back"),
        ("drain", "Let a member finish what it has, and give it nothing new"),
        ("drain-node", "Let a node finish what it has"),
    ];

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
        };
        foreach (var (name, description) in NotYet)
        {
            root.Add(Placeholder(name, description, errors));
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
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

    /// <summary>A command that the finished product has: known, so that nobody looks for a slip of the pen.</summary>
    private static Command Placeholder(string name, string description, TextWriter errors)
    {
        var command = new Command(name, $"{description} (not yet supported)") { new Argument<string[]>("ARGUMENTS") { Hidden = true } };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(_ =>
        {
            errors.WriteLine($"gateway: '{name}' is not yet supported.");
            return ExitCodes.WrongUsage;
        });
        return command;
    }
}
