using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>One evaluation of a path: how much it has visited and what it has found.</summary>
internal sealed class JsonWalk
{
    /// <summary>The most values that one evaluation visits.</summary>
    public const int MostVisits = 1_000_000;

    private readonly JsonElement _root;
    private int _left = MostVisits;

    public JsonWalk(JsonElement root) => _root = root;

    public List<JsonElement> Found { get; private set; } = [];

    /// <summary>Follows the steps from one on.</summary>
    public void Follow(ImmutableArray<JsonStep> steps, int from, JsonElement value)
    {
        for (; from < steps.Length; from++)
        {
            Visit();
            var step = steps[from];
            if (!step.IsDefinite)
            {
                FollowMany(steps, from, step, value);
                return;
            }

            if (!step.TryStep(value, out value))
            {
                return;
            }
        }

        Found.Add(value);
    }

    /// <summary>What other steps lead to, for a condition: it costs of the same account.</summary>
    public List<JsonElement> Aside(ImmutableArray<JsonStep> steps, JsonElement here, bool fromRoot)
    {
        var outer = Found;
        Found = [];
        Follow(steps, 0, fromRoot ? _root : here);
        var aside = Found;
        Found = outer;
        return aside;
    }

    private void FollowMany(ImmutableArray<JsonStep> steps, int at, JsonStep step, JsonElement value)
    {
        switch (step.Kind)
        {
            case JsonStepKind.Deep:
                Follow(steps, at + 1, value);
                foreach (var child in Children(value))
                {
                    Visit();
                    FollowMany(steps, at, step, child);
                }

                break;
            case JsonStepKind.All:
                foreach (var child in Children(value))
                {
                    Follow(steps, at + 1, child);
                }

                break;
            case JsonStepKind.Filter:
                Filter(steps, at, step.Condition!, value);
                break;
            case var _ when value.ValueKind != JsonValueKind.Array:
                break;
            case JsonStepKind.Indexes:
                foreach (var index in step.Indexes)
                {
                    if (JsonStep.At(value, index) is { } item)
                    {
                        Follow(steps, at + 1, item);
                    }
                }

                break;
            default:
                var length = value.GetArrayLength();
                var end = Math.Min(length, OfEnd(step.To ?? length, length));
                for (var i = Math.Max(0, OfEnd(step.From ?? 0, length)); i < end; i++)
                {
                    Follow(steps, at + 1, value[i]);
                }

                break;
        }
    }

    // Of an array each item is asked, of an object the object itself, as Jayway does.
    private void Filter(ImmutableArray<JsonStep> steps, int at, JsonCondition condition, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Visit();
                if (condition.Holds(item, this))
                {
                    Follow(steps, at + 1, item);
                }
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && condition.Holds(value, this))
        {
            Follow(steps, at + 1, value);
        }
    }

    private static int OfEnd(int index, int length) => index < 0 ? index + length : index;

    private static IEnumerable<JsonElement> Children(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(member => member.Value),
        JsonValueKind.Array => value.EnumerateArray(),
        _ => [],
    };

    private void Visit()
    {
        if (--_left < 0)
        {
            throw new ExpressionException($"The JSONPath visits more than {MostVisits} values of this message.");
        }
    }
}
