using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Configuration.Readers;

namespace Gateway.Core.Configuration.Import;

/// <summary>Name, version, context and transports of an API.</summary>
internal static class ApiIdentity
{
    private const string Placeholder = "{version}";

    public static string Name(Item item)
    {
        var name = item.TextOrNull();
        if (name is null)
        {
            item.Wrong("the API has no name", "Add one: name: PetStore.");
            return "";
        }

        if (name.Length > 128 || name.Any(char.IsControl) || name.Any(char.IsSurrogate))
        {
            item.Wrong("this cannot be the name of an API", "It has up to 128 characters, none of them a control character.");
        }

        return PlaceholderText.Refuse(item, name) ? "" : name;
    }

    public static string Version(Item item)
    {
        var version = item.TextOrNull();
        if (version is null)
        {
            item.Wrong("the API has no version", "Add one: version: 1.0.0.");
        }
        else if (!Names.IsName(version) || version is "." or "..")
        {
            item.Wrong("this cannot be the version of an API: it is one part of the path",
                "Write 1 to 128 letters, digits, dots, underscores, colons or hyphens: 1.0.0.");
        }

        return version ?? "";
    }

    /// <summary>The context without the version: 3.x appends it to the context, and says in a template where it stands.</summary>
    public static string Context(Fields api, string version, bool is3x)
    {
        var (item, template) = (api["context"], api["contextTemplate"]);
        var written = item.TextOrNull() ?? template.TextOrNull();
        if (written is null)
        {
            item.Wrong("the API has no context", "Add the path that it answers under: context: /petstore.");
            return "/";
        }

        var context = template.TextOrNull() ?? written;
        if (context == written && is3x && !context.Contains(Placeholder, StringComparison.Ordinal)
            && context.EndsWith($"/{version}", StringComparison.Ordinal))
        {
            context = context[..^(version.Length + 1)];
        }
        else if (context.EndsWith($"/{Placeholder}", StringComparison.Ordinal))
        {
            context = context[..^(Placeholder.Length + 1)];
        }

        context = context.TrimEnd('/');
        context = context.StartsWith('/') ? context : $"/{context}";
        if (PlaceholderText.Refuse(item, context))
        {
            return "/";
        }

        if (ContextPath.Fault(context) is { } fault)
        {
            item.Wrong($"this cannot be a context: {fault.What}", fault.Remedy);
        }
        else if (context != written)
        {
            item.Changed(is3x && written == $"{context}/{version}"
                ? $"context = \"{context}\": the version goes behind it by itself."
                : $"context = \"{context}\".");
        }

        return context;
    }

    /// <summary>A context made from a title, for a definition that has none.</summary>
    public static string ContextOf(string title)
    {
        var context = new StringBuilder("/");
        return context.Append(Slug.Of(title)).ToString();
    }

    /// <summary>Those it answers on, when they are not both.</summary>
    public static ImmutableArray<string> Transports(Item item)
    {
        var words = item.List().SelectMany(entry => entry.TextOrNull()?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [])
            .Select(word => word.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var (http, https) = (words.Contains("http") || words.Contains("ws"), words.Contains("https") || words.Contains("wss"));
        return http == https ? [] : [http ? "http" : "https"];
    }
}
