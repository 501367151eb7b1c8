using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary><c>enrich</c> over JSON.</summary>
internal static class EnrichJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Apply(EnrichEnd source, EnrichEnd target, EnrichAction action, MediationRun run)
    {
        if (action == EnrichAction.Remove)
        {
            Remove(source.JsonPath!, target, run);
            return;
        }

        var value = Take(source, run);
        switch (target.Part)
        {
            case EnrichPart.Property:
                PutInProperty(target.Property, value, action, run);
                break;
            case EnrichPart.Body when value is JsonObject or JsonArray:
                run.Body.SetJson(Text(value));
                run.SetType(ContentTypes.Json);
                break;
            case EnrichPart.Body:
                throw new ExpressionException("Only a JSON object or array can be the body.");
            case EnrichPart.Key:
                Rename(target.JsonPath!, value, run);
                break;
            default:
                PutAt(target.JsonPath!, value, action, run);
                break;
        }
    }

    private static JsonNode? Take(EnrichEnd source, MediationRun run)
    {
        switch (source.Part)
        {
            case EnrichPart.Custom:
                var path = source.JsonPath!;
                var found = path.IsDefinite
                    ? path.TryFindOne(run.Body.Json, out var one) ? ToNode(one) : throw new ExpressionException("The source of enrich is not in the message.")
                    : JsonNode.Parse(path.TextIn(run.Body.Json)!);
                if (!source.IsCloned)
                {
                    Remove(path, new EnrichEnd(EnrichPart.Body), run);
                }

                return found;
            case EnrichPart.Body:
                return ToNode(run.Body.Json);
            case EnrichPart.Inline:
                return Parse(source.Text) ?? JsonValue.Create(source.Text.Trim());
            default:
                var value = run.Property(PropertyScope.Default, source.Property)
                    ?? throw new ExpressionException($"enrich takes the property {source.Property}, which is not set.");
                return value is JsonElement json ? ToNode(json) : Parse(MediationRun.TextOf(value)!) ?? JsonValue.Create(MediationRun.TextOf(value));
        }
    }

    private static void PutInProperty(string name, JsonNode? value, EnrichAction action, MediationRun run)
    {
        if (action == EnrichAction.Child && run.Property(PropertyScope.Default, name) is { } kept && Parse(MediationRun.TextOf(kept)!) is JsonArray list)
        {
            list.Add(value);
            run.SetProperty(PropertyScope.Default, name, Text(list));
            return;
        }

        run.SetProperty(PropertyScope.Default, name, value is JsonValue text && text.TryGetValue(out string? plain) ? plain : Text(value));
    }

    private static void PutAt(JsonPath path, JsonNode? value, EnrichAction action, MediationRun run)
    {
        var root = ToNode(run.Body.Json) ?? new JsonObject();
        if (action == EnrichAction.Child)
        {
            Add(Follow(root, path, path.Steps.Length) ?? throw Missing(), value);
        }
        else
        {
            // What cannot be found is made, when only the last name is missing.
            var parent = Follow(root, path, path.Steps.Length - 1) ?? throw Missing();
            Set(parent, path.Steps[^1], value);
        }

        run.Body.SetJson(Text(root));
    }

    private static void Add(JsonNode to, JsonNode? value)
    {
        switch (to)
        {
            case JsonArray list:
                list.Add(value);
                break;
            case JsonObject members when value is JsonObject more:
                foreach (var (name, member) in more.ToList())
                {
                    more.Remove(name);
                    members[name] = member;
                }

                break;
            default:
                throw new ExpressionException("A child can only be added to a JSON array, or members to an object.");
        }
    }

    private static void Rename(JsonPath path, JsonNode? name, MediationRun run)
    {
        var root = ToNode(run.Body.Json);
        var last = path.Steps[^1];
        if (root is null || last.Kind != JsonStepKind.Name || Follow(root, path, path.Steps.Length - 1) is not JsonObject parent || !parent.ContainsKey(last.Name))
        {
            throw Missing();
        }

        // In its place: the order of the members stays.
        var members = parent.ToList();
        parent.Clear();
        foreach (var (key, member) in members)
        {
            parent[key == last.Name ? (string?)name ?? "" : key] = member;
        }

        run.Body.SetJson(Text(root));
    }

    private static void Remove(JsonPath path, EnrichEnd target, MediationRun run)
    {
        var isBody = target.Part == EnrichPart.Body;
        var root = isBody ? ToNode(run.Body.Json) : Parse(MediationRun.TextOf(run.Property(PropertyScope.Default, target.Property)) ?? "");
        if (root is null || Follow(root, path, path.Steps.Length - 1) is not { } parent)
        {
            return;
        }

        var last = path.Steps[^1];
        if (last.Kind == JsonStepKind.Name)
        {
            (parent as JsonObject)?.Remove(last.Name);
        }
        else if (parent is JsonArray list && IndexIn(list, last.Index) is { } index)
        {
            list.RemoveAt(index);
        }

        if (isBody)
        {
            run.Body.SetJson(Text(root));
        }
        else
        {
            run.SetProperty(PropertyScope.Default, target.Property, Text(root));
        }
    }

    private static JsonNode? Follow(JsonNode root, JsonPath path, int steps)
    {
        JsonNode? at = root;
        for (var i = 0; i < steps; i++)
        {
            var step = path.Steps[i];
            at = step.Kind == JsonStepKind.Name ? (at as JsonObject)?[step.Name]
                : at is JsonArray list && IndexIn(list, step.Index) is { } index ? list[index]
                : null;
        }

        return at;
    }

    private static void Set(JsonNode parent, JsonStep last, JsonNode? value)
    {
        switch (parent)
        {
            case JsonObject members when last.Kind == JsonStepKind.Name:
                members[last.Name] = value;
                break;
            case JsonArray list when last.Kind == JsonStepKind.Index && IndexIn(list, last.Index) is { } index:
                list[index] = value;
                break;
            default:
                throw Missing();
        }
    }

    private static int? IndexIn(JsonArray list, int index)
    {
        var at = index < 0 ? index + list.Count : index;
        return at >= 0 && at < list.Count ? at : null;
    }

    private static JsonNode? ToNode(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(json.GetRawText());

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonNode? node) => node?.ToJsonString(Plain) ?? "null";

    private static ExpressionException Missing() => new("The target of enrich is not in the message.");
}
