namespace Gateway.Core.Configuration.Import;

/// <summary>An API's state.</summary>
internal static class LifecycleImport
{
    private const string Published = "PUBLISHED";
    private const string Prototyped = "PROTOTYPED";

    /// <param name="api">The API.</param>
    /// <param name="is3x">Whether the key is the old one.</param>
    /// <param name="isMock">Whether mocks answer it: they may do so only before it is published.</param>
    public static string Read(Fields api, bool is3x, bool isMock)
    {
        var item = is3x ? api.Of("status", "lifeCycleStatus") : api.Of("lifeCycleStatus", "lifecycleStatus", "status");
        var written = item.TextOrNull()?.ToUpperInvariant().Replace('_', '-');
        var state = written switch
        {
            null => Published,
            "PRE-RELEASED" => Prototyped,
            "CREATED" or Prototyped or Published or "BLOCKED" or "DEPRECATED" or "RETIRED" => written,
            _ => "",
        };
        if (state.Length == 0)
        {
            item.Told(ImportVerdict.Decision, $"The state {item.Text} is not one of WSO2's six; CREATED is written, in which it is not served.");
            return "CREATED";
        }

        if (isMock && state is not ("CREATED" or Prototyped))
        {
            item.Told(written is null ? ImportVerdict.Changed : ImportVerdict.Decision,
                $"lifecycle = \"{Prototyped}\"{(written is null ? "" : $" in place of {state}")}: mocks answer only before an API is published. Give it an endpoint to publish it.");
            return Prototyped;
        }

        if (written is null)
        {
            item.Changed("lifecycle = \"PUBLISHED\", the default, so that it is served: none is set.");
        }
        else if (state != item.Text)
        {
            item.Changed($"lifecycle = \"{state}\".");
        }

        if (state == "CREATED" && !isMock)
        {
            item.Told(ImportVerdict.Decision, "In the state CREATED consumers get 404, as in WSO2. Write lifecycle = \"PUBLISHED\" to serve it.");
        }

        return state;
    }

    /// <summary>A prototype's backend is a prototype endpoint.</summary>
    public static EndpointSides Prototype(EndpointSides sides, string state, ImportPlan plan)
    {
        if (state == Prototyped)
        {
            plan.Change(0, leaf => leaf.Type == "http" && (leaf.Name == sides.Production || leaf.Name == sides.Sandbox)
                ? leaf with { Type = "prototype" } : leaf);
        }

        return sides;
    }
}
