using System.Collections.Immutable;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Import;

/// <summary>Resources from operations: those of one path together, as far as they have nothing of their own.</summary>
internal static class ResourceImport
{
    private static readonly ImmutableArray<string> Served = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];

    /// <param name="operations">In the order in which they are to be tried.</param>
    /// <param name="mock">What a resource is answered with in place of a backend, as the value of <c>mock</c>; null: nothing.</param>
    /// <param name="plan">Where is said what becomes of them.</param>
    public static ImmutableArray<PlannedResource> Plan(IEnumerable<ImportedOperation> operations, Func<ImportedOperation, string?> mock,
        ImportPlan plan)
    {
        var resources = new List<PlannedResource>();
        var taken = new HashSet<(string, string)>();
        foreach (var operation in operations)
        {
            if (Path(operation, plan) is not { } path || !IsServed(operation, plan) || !taken.Add((path, operation.Verb)))
            {
                continue;
            }

            var more = operation.Policies.ToImmutableArray();
            if (mock(operation) is { } answer)
            {
                more = more.Add(("mock", answer));
            }

            var same = resources.FindIndex(resource => resource.Path == path && resource.More.SequenceEqual(more));
            if (same >= 0)
            {
                resources[same] = resources[same] with { Methods = resources[same].Methods.Add(operation.Verb) };
            }
            else
            {
                resources.Add(new PlannedResource(path, [operation.Verb]) { More = more });
            }
        }

        return [.. resources];
    }

    private static string? Path(ImportedOperation operation, ImportPlan plan)
    {
        var path = operation.Target.StartsWith('/') || operation.Target.StartsWith("*.", StringComparison.Ordinal) ? operation.Target
            : $"/{operation.Target}";
        if (PlaceholderText.IsIn(path) || path.Any(char.IsControl))
        {
            plan.Report.Problems.Error(operation.Place,
                "this cannot be the path of a resource: it holds a placeholder or a control character", "Write the path itself.");
            return null;
        }

        if (ResourcePattern.TryParse(path, out _, out var error, out var column))
        {
            return path;
        }

        plan.Report.Problems.Error(operation.Place, $"\"{path}\" cannot be the path of a resource: {error}",
            $"Look at character {column} of the path.");
        return null;
    }

    private static bool IsServed(ImportedOperation operation, ImportPlan plan)
    {
        if (Served.Contains(operation.Verb))
        {
            return true;
        }

        plan.Report.Add(ImportVerdict.NotSupported, $"{operation.Verb} {operation.Target}", operation.Place,
            "This method is not served; the resource is left out.");
        return false;
    }
}
