using System.CommandLine;
using Gateway.Core.Configuration.Reference;

namespace Gateway.Cli;

/// <summary><c>gateway reference [TABLE]</c>: the keys of <c>deployment.toml</c>, as this very version reads them.</summary>
internal static class ReferenceCommand
{
    public static Command Create(TextWriter output)
    {
        var table = new Argument<string?>("TABLE")
        {
            Description = "A table, such as '[server]', 'suspend' or '[[endpoint]] failover'; without one, the names of all", Arity = ArgumentArity.ZeroOrOne,
        };
        table.CompletionSources.Add([.. ConfigurationReference.Tables]);
        table.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var name }] && ConfigurationReference.Table(name) is null)
            {
                result.AddError($"'{name}' is no table. It may be: {string.Join(", ", ConfigurationReference.Tables.Select(known => $"'{known}'"))}.");
            }
        });
        var command = new Command("reference", "Show the keys of deployment.toml with forms, defaults and meaning") { table };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(table) is { } name)
            {
                output.Write(ConfigurationReference.Table(name));
            }
            else
            {
                foreach (var known in ConfigurationReference.Tables)
                {
                    output.WriteLine(known);
                }
            }

            return ExitCodes.Good;
        });
        return command;
    }
}
