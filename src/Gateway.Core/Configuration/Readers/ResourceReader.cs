using System.Collections.Immutable;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[api.resource]]</c>.</summary>
internal static class ResourceReader
{
    private const string Form = "It is \"/pets\", \"/pets/*\", \"*.html\", or a template such as \"/pets/{petId}\".";

    private static readonly ImmutableArray<string> Verbs = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("[[api.resource]]",
    [
        Key.Required("path", "path",
            """`"/pets"` exactly; `"/pets/*"` and all below; `"*.html"`; a template such as `"/pets/{petId}"` or `"/find?name={name}"`; `"/*"` for whatever is left"""),
        Key.Required("methods", "list of methods", $"of `{string.Join(' ', Verbs)}`"),
        MockReader.Key, .. SoapOperationReader.Keys, .. SequenceFilesReader.ResourceKeys,
    ]);

    public static ResourceDefinition Read(TableReader table)
    {
        Keys.Check(table);

        // Operations of a service have one address and one method between them.
        var (action, operation) = SoapOperationReader.Read(table);
        var isOperation = action.Length > 0 || operation.Length > 0;
        var path = table.TextOrNull("path") ?? (isOperation && !table.Has("path") ? "/*" : null);
        if (path is null && !table.Has("path"))
        {
            table.Problems.Error(table.Place, $"{table.What} has no path", "Add one: path = \"/pets/{petId}\", or path = \"/*\" for everything.");
        }
        else if (path is not null && !ResourcePattern.TryParse(path, out _, out var error, out var column))
        {
            var place = table.PlaceIn("path", column, out var exact);
            table.Problems.Error(place, $"\"{path}\" cannot be the path of a resource: {error}",
                exact ? Form : $"Look at character {column} of the path. {Form}");
        }

        var methods = isOperation && !table.Has("methods") ? ["POST"] : Methods(table, path ?? "");
        return new ResourceDefinition(path ?? "", methods, table.Place)
        {
            SoapAction = action,
            SoapOperation = operation,
            Mock = MockReader.Read(table, path ?? "", methods),
        };
    }

    public static void Write(ResourceDefinition resource, CanonicalToml toml)
    {
        toml.Header("api.resource");
        toml.Text("path", resource.Path);
        toml.Texts("methods", resource.Methods);
        toml.Word("soap_action", resource.SoapAction, "");
        toml.Word("soap_operation", resource.SoapOperation, "");
        MockReader.Write(resource.Mock, toml);
        SequenceFilesReader.Write(resource.Policies, SequenceFilesReader.ResourceKeys, toml);
    }

    private static ImmutableArray<string> Methods(TableReader table, string path)
    {
        var methods = ImmutableArray.CreateBuilder<string>();
        foreach (var text in table.Texts("methods", "methods"))
        {
            var method = text.Text;
            if (!Verbs.Contains(method))
            {
                var upper = method.ToUpperInvariant();
                table.Problems.Error(text.Place, $"\"{method}\" in 'methods' of {path} is not a method that can be served",
                    Verbs.Contains(upper) ? $"Write \"{upper}\"." : $"It may be: {string.Join(", ", Verbs)}.");
            }
            else if (methods.Contains(method))
            {
                table.Problems.Error(text.Place, $"\"{method}\" is listed twice in 'methods' of {path}", "List it once.");
            }
            else
            {
                methods.Add(method);
            }
        }

        if (table.Node.Find("methods") is null or Toml.ArrayNode { Items.Count: 0 })
        {
            table.Problems.Error(table.PlaceOf("methods"), $"{table.What} has no methods", "List them: methods = [\"GET\"].");
        }

        return methods.ToImmutable();
    }
}
