using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Configuration.Readers;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Import;

/// <summary>Writes what was planned as TOML for people: no defaults, and above each table what they should know of it.</summary>
internal static class ImportToml
{
    private const int Width = 120;

    /// <param name="plan">What to write.</param>
    /// <param name="from">What it was made from.</param>
    public static string Write(ImportPlan plan, string from)
    {
        var text = new StringBuilder();
        Comment(text, $"Imported from {from} by 'gateway import'.");
        foreach (var endpoint in plan.Endpoints)
        {
            var toml = new CanonicalToml();
            toml.Header("endpoint");
            toml.Text("name", endpoint.Name);
            if (endpoint is PlannedGroup group)
            {
                Write(group, toml);
            }
            else
            {
                Write((PlannedLeaf)endpoint, toml);
            }

            Append(text, endpoint.Notes, toml);
        }

        if (plan.Api is { } api)
        {
            Append(text, api.Notes, Write(api));
        }

        return text.ToString();
    }

    private static void Write(PlannedLeaf leaf, CanonicalToml toml)
    {
        toml.Word("type", leaf.Type, "http");
        if (leaf.Url.Length > 0)
        {
            toml.Text("url", leaf.Url);
        }

        foreach (var (key, value) in leaf.OfItsKind)
        {
            toml.Raw(key, value);
        }

        // In WSO2 the rest of the path goes behind every address.
        toml.Flag("append_path", true, leaf.Url.Length == 0 || EndpointUrl.AppendsPath(leaf.Url) || leaf.AppendsNothing);
        toml.Integer("weight", leaf.Weight, 1);
        var timeout = new InlineToml();
        timeout.Word("duration", Duration.Text(leaf.Timeout));
        if (leaf.Discards)
        {
            timeout.Word("action", "discard");
        }

        toml.Raw("timeout", leaf.Discards ? timeout.ToString() : CanonicalToml.Quoted(Duration.Text(leaf.Timeout)));
        SuspensionReader.Write(leaf.Suspend, toml);
        MarkReader.Write(leaf.Mark, toml);
        RetryReader.Write(leaf.Retry, toml);
        if (leaf.Security.Length > 0)
        {
            toml.Raw("security", leaf.Security);
        }
    }

    private static void Write(PlannedGroup group, CanonicalToml toml)
    {
        toml.Text("type", group.IsFailover ? "failover" : "load_balance");
        toml.Texts("members", group.Members);
        toml.Word("algorithm", group.Algorithm, "");
        toml.Word("order", group.IsFailover ? "listed" : "", "");
        toml.Flag("return_to_primary", group.ReturnsToPrimary, true);
        toml.Duration("total_timeout", group.TotalTimeout, GroupSettings.OfLoadBalance.TotalTimeout);
        if (group.Session.Length > 0)
        {
            toml.Raw("session", group.Session);
        }
    }

    private static CanonicalToml Write(PlannedApi api)
    {
        var toml = new CanonicalToml();
        toml.Header("api");
        toml.Text("name", api.Name);
        toml.Text("context", api.Context);
        toml.Text("version", api.Version);
        toml.Flag("default_version", api.DefaultVersion, false);
        toml.Word("lifecycle", api.Lifecycle, "PUBLISHED");
        toml.Word("endpoint", api.Endpoint, "");
        toml.Word("sandbox_endpoint", api.SandboxEndpoint, "");
        toml.Word("security", api.Required ? "required" : "none", "none");
        if (!api.Transports.IsEmpty)
        {
            toml.Texts("transports", api.Transports);
        }

        Further(api.More, toml);
        foreach (var resource in api.Resources)
        {
            toml.Header("api.resource");
            toml.Text("path", resource.Path);
            toml.Texts("methods", resource.Methods);
            Further(resource.More, toml);
        }

        return toml;
    }

    private static void Further(ImmutableArray<(string Key, string Toml)> keys, CanonicalToml toml)
    {
        foreach (var (key, value) in keys)
        {
            toml.Raw(key, value);
        }
    }

    private static void Append(StringBuilder text, ImmutableArray<string> notes, CanonicalToml toml)
    {
        text.Append('\n');
        foreach (var note in notes)
        {
            Comment(text, note);
        }

        text.Append(toml);
    }

    /// <summary>A comment in lines of a bearable length. Control characters, which could end it, become blanks.</summary>
    private static void Comment(StringBuilder text, string comment)
    {
        var line = new StringBuilder("#");
        foreach (var word in comment.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 1 && line.Length + word.Length >= Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append('#');
            }

            line.Append(' ');
            foreach (var c in word)
            {
                line.Append(char.IsControl(c) ? ' ' : c);
            }
        }

        text.Append(line).Append('\n');
    }
}
