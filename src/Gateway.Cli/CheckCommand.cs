using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Core.Configuration;
using Gateway.Management.Configuration;
using Gateway.Management.Tls;

namespace Gateway.Cli;

/// <summary><c>gateway check FILE</c>: everything that is wrong with a configuration, without starting anything.</summary>
internal static class CheckCommand
{
    public static Command Create(TextWriter output, TextWriter errors)
    {
        var file = new Argument<string>("FILE") { Description = "The deployment.toml to check" };
        var strict = new Option<bool>("--strict") { Description = "Let warnings count as errors" };
        var set = new Option<string[]>("--set")
        {
            Description = "Set a key of the node's own tables, as the node's own --set does; any number of times",
            HelpName = "KEY=VALUE",
        };
        var node = new Option<string>("--node") { Description = "The kind of node to check for", DefaultValueFactory = _ => "edge" };
        node.AcceptOnlyFromAmong("edge", "silo");
        var format = new Option<string>("--output") { Description = "How to print", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");

        var command = new Command("check", "Check a configuration, and print everything that is wrong with it") { file, strict, set, node, format };
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(file);
            var kind = parsed.GetRequiredValue(node) == "silo" ? NodeKind.Silo : NodeKind.Edge;
            var result = NodeCertificates.Check(
                await DeploymentFile.ReadAsync(
                    name, kind, [.. parsed.GetValue(set) ?? []], parsed.GetValue(strict), cancellation: cancellation).ConfigureAwait(false),
                kind, TimeProvider.System.GetUtcNow());
            if (parsed.GetRequiredValue(format) == "json")
            {
                output.WriteLine(ProblemJson.Write(result.Problems));
            }
            else
            {
                Print(name, result, output, errors);
            }

            return result.Value is null ? ExitCodes.Invalid : ExitCodes.Good;
        });
        return command;
    }

    // As compilers do: problems on standard error, the result on standard output.
    private static void Print(string file, ReadResult<Deployment> result, TextWriter output, TextWriter errors)
    {
        foreach (var problem in result.Problems)
        {
            errors.WriteLine(problem);
        }

        output.WriteLine($"{file}: {(result.Value is { } deployment ? Good(deployment, result.Problems) : Bad(result.Problems))}");
    }

    private static string Good(Deployment deployment, ImmutableArray<Problem> warnings)
    {
        var environment = deployment.Node.Environment;
        var but = warnings.IsEmpty ? "" : $" ({Count(warnings.Length, "warning")})";
        return $"good{but}: {Count(deployment.Catalog.Endpoints.Count, "endpoint")}, {Count(deployment.Catalog.Apis.Length, "API")}, "
            + $"environment {environment.Name} ({environment.Type.ToString().ToLowerInvariant()}), server endpoint {environment.ServerEndpoint}";
    }

    private static string Bad(ImmutableArray<Problem> problems)
    {
        var errors = problems.Count(problem => problem.Severity == Severity.Error);
        var warnings = problems.Length - errors;
        return $"refused: {Count(errors, "error")}{(warnings > 0 ? $", {Count(warnings, "warning")}" : "")}";
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
