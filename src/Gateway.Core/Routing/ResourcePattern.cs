using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Routing;

/// <summary>The kinds of a resource's path, in the order in which they are tried.</summary>
public enum PatternKind
{
    /// <summary><c>/a/b</c>: this path, with or without a slash at its end.</summary>
    Exact,

    /// <summary><c>/a/*</c>: <c>/a</c> and everything below it; of several the longest.</summary>
    Prefix,

    /// <summary><c>*.ext</c> (written <c>/*.ext</c>): every path that ends so.</summary>
    Extension,

    /// <summary>With <c>{x}</c>, a query, or a <c>*</c> elsewhere: in the order written.</summary>
    Template,

    /// <summary><c>/*</c>: whatever is left.</summary>
    Everything,
}

/// <summary>A resource's path, read once.</summary>
public sealed class ResourcePattern
{
    private ResourcePattern(PatternKind kind, string text, PathTemplate? template)
    {
        (Kind, Text, Template) = (kind, text, template);
    }

    /// <summary>How it is compared.</summary>
    public PatternKind Kind { get; }

    /// <summary>
    /// What it is compared with, in canonical form: the path, the prefix without its <c>/*</c>, the extension with its dot; else empty.
    /// </summary>
    internal string Text { get; }

    internal PathTemplate? Template { get; }

    /// <summary>Reads a resource's path, as written in the configuration.</summary>
    /// <param name="path">Begins with <c>/</c>, or is <c>*.ext</c>.</param>
    /// <param name="pattern">The pattern; null when it cannot be read.</param>
    /// <param name="error">What is wrong, without place and final full stop; empty when nothing is.</param>
    /// <param name="errorColumn">Where in <paramref name="path"/>, counted from 1.</param>
    public static bool TryParse(string path, [NotNullWhen(true)] out ResourcePattern? pattern, out string error, out int errorColumn)
    {
        pattern = null;
        (error, errorColumn) = ("", 0);
        if (path.Contains('#'))
        {
            (error, errorColumn) = ("a path cannot hold '#': no request does", path.IndexOf('#') + 1);
            return false;
        }

        var extension = path.StartsWith("/*.", StringComparison.Ordinal) ? path[2..]
            : path.StartsWith("*.", StringComparison.Ordinal) ? path[1..]
            : "";
        if (extension.Length > 1 && extension.AsSpan().IndexOfAny("/*{}?") < 0)
        {
            pattern = new ResourcePattern(PatternKind.Extension, PercentEncoding.Canonical(extension), null);
            return true;
        }

        if (!path.StartsWith('/'))
        {
            (error, errorColumn) = ("a path must begin with '/'", 1);
            return false;
        }

        pattern = ReadMapping(path);
        if (pattern is not null)
        {
            return true;
        }

        var parser = new PathTemplateParser(path);
        var template = parser.Parse();
        (error, errorColumn) = (parser.Error, parser.Column);
        pattern = template is null ? null : new ResourcePattern(PatternKind.Template, "", template);
        return pattern is not null;
    }

    /// <summary>Whether a request's path is one of those that it means. A table of routes has quicker ways.</summary>
    /// <param name="path">Canonical, not empty.</param>
    /// <param name="rawQuery">As it stands in the request.</param>
    internal bool Matches(ReadOnlySpan<char> path, ReadOnlySpan<char> rawQuery)
    {
        switch (Kind)
        {
            case PatternKind.Exact:
                var trimmed = path.TrimEnd('/');
                return (trimmed.IsEmpty ? "/" : trimmed).SequenceEqual(Text);
            case PatternKind.Prefix:
                return path.StartsWith(Text, StringComparison.Ordinal) && (path.Length == Text.Length || path[Text.Length] == '/');
            case PatternKind.Extension:
                return path.EndsWith(Text, StringComparison.Ordinal);
            case PatternKind.Template:
                return Template!.Matches(path, rawQuery);
            default:
                return true;
        }
    }

    private static ResourcePattern? ReadMapping(string path)
    {
        if (path == "/*")
        {
            return new ResourcePattern(PatternKind.Everything, "", null);
        }

        var star = path.IndexOf('*');
        if (path.AsSpan().IndexOfAny("{}?") >= 0 || (star >= 0 && (star != path.Length - 1 || path[star - 1] != '/')))
        {
            return null;
        }

        if (star >= 0)
        {
            return new ResourcePattern(PatternKind.Prefix, PercentEncoding.Canonical(path[..^2]), null);
        }

        var trimmed = path.TrimEnd('/');
        return new ResourcePattern(PatternKind.Exact, trimmed.Length == 0 ? "/" : PercentEncoding.Canonical(trimmed), null);
    }
}
