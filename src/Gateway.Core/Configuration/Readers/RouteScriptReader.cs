using Acornima;
using Acornima.Ast;
using Gateway.Core.Mediation.Rules;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>script</c> of a dynamic endpoint: that it is JavaScript, has a function <c>route</c>, and what it names.</summary>
internal static class RouteScriptReader
{
    public static RouteScript? Read(TableReader table)
    {
        if (table.File("script") is not { } file)
        {
            return null;
        }

        Script script;
        try
        {
            script = new Parser().ParseScript(file.Text);
        }
        catch (ParseErrorException fault)
        {
            table.Problems.Error(file.At(fault.LineNumber, fault.Column + 1), $"the script of {table.What} cannot be read: {fault.Description}", "");
            return null;
        }
        catch (InsufficientExecutionStackException)
        {
            table.Problems.Error(file.At(0, 0), $"the script of {table.What} is nested too deep", "Write its expressions in smaller parts.");
            return null;
        }

        if (!script.Body.Any(IsRoute))
        {
            table.Problems.Error(file.At(0, 0), $"the script of {table.What} has no function named route",
                "Write function route(ctx) { … } at its top level; it returns an endpoint's name, an address, or null for the default.");
        }

        var texts = new SortedSet<string>(StringComparer.Ordinal);
        var readsBody = false;
        foreach (var node in script.DescendantNodes())
        {
            switch (node)
            {
                case StringLiteral literal when Names.IsName(literal.Value):
                    texts.Add(literal.Value);
                    break;
                case TemplateElement { Value.Cooked: { } cooked } when Names.IsName(cooked):
                    texts.Add(cooked);
                    break;
                case Identifier { Name: "json" or "text" }:
                    readsBody = true;
                    break;
            }
        }

        return new RouteScript(file, [.. texts], readsBody || texts.Contains("json") || texts.Contains("text"));
    }

    private static bool IsRoute(Statement statement) => statement switch
    {
        FunctionDeclaration function => function.Id?.Name == "route",
        VariableDeclaration variables => variables.Declarations.Any(variable => variable.Id is Identifier { Name: "route" }),
        ExpressionStatement { Expression: AssignmentExpression { Left: Identifier { Name: "route" } } } => true,
        _ => false,
    };
}
