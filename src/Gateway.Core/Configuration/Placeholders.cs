using System.Text;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>Whose part of the file a value belongs to.</summary>
internal enum Scope
{
    /// <summary>A node's own tables: the node's environment and secrets may stand in them.</summary>
    Node,

    /// <summary>The cluster's tables: they mean the same on every node, and are stored and shown.</summary>
    Catalog,

    /// <summary>A credential in the cluster's tables: what each edge has to resolve by itself stays as written.</summary>
    Credential,
}

/// <summary>
/// Resolves WSO2's placeholders in a value: first <c>$secret{}</c>, <c>$sys{}</c>, <c>$env{}</c>, then <c>$ref{}</c>, and
/// last <c>${…}</c>, which WSO2 leaves for run time. What a secret stands for is never looked at again, nor shown.
/// </summary>
internal sealed class Placeholders(
    TableNode root, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> system, ProblemList problems)
{
    private readonly Dictionary<string, string> _runtime = new(StringComparer.Ordinal);

    // The keys being resolved, outermost first, to find $ref{} that go round in a circle.
    private readonly List<string> _references = [];

    private readonly HashSet<string> _referenced = new(StringComparer.Ordinal);

    // Where the value stands that is being resolved, however far a $ref{} has led from it.
    private SourcePlace _use;

    /// <summary>Whether anything that was read refers to a top-level table.</summary>
    public bool IsReferenced(string table) => _referenced.Contains(table);

    /// <summary>Defines what <c>${name}</c> stands for.</summary>
    public void Define(string name, string value) => _runtime[name] = value;

    /// <summary>The value without placeholders, or null when one could not be resolved, which has then been reported.</summary>
    public TomlNode? Resolve(TomlNode value, Scope scope)
    {
        _use = value.Place;
        return ResolveAny(value, scope);
    }

    private TomlNode? ResolveAny(TomlNode value, Scope scope) =>
        value is ScalarNode { Kind: ScalarKind.Text } text && text.Text.Contains('$', StringComparison.Ordinal) ? ResolveText(text, scope) : value;

    private TomlNode? ResolveText(ScalarNode value, Scope scope)
    {
        var text = value.Text;
        if (Placeholder.At(text, 0) is { Kind: PlaceholderKind.Ref } whole && whole.End == text.Length)
        {
            return Reference(whole.Argument, value.Place, scope)?.At(value.Place);
        }

        var result = new StringBuilder();
        var failed = false;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '$' && Placeholder.At(text, i) is { } found)
            {
                var replacement = Replace(found, text[i..found.End], value.Place, scope);
                failed |= replacement is null;
                result.Append(replacement);
                i = found.End;
            }
            else
            {
                result.Append(text[i++]);
            }
        }

        return failed ? null : new ScalarNode(value.Place, ScalarKind.Text, result.ToString()) { FromText = true };
    }

    private string? Replace(Placeholder placeholder, string written, SourcePlace place, Scope scope)
    {
        if (placeholder.Kind != PlaceholderKind.Runtime && placeholder.Argument.Contains('$', StringComparison.Ordinal))
        {
            problems.Error(place, "a placeholder stands inside another one", "Give the inner one a key of its own, and use $ref{} to that key.");
            return null;
        }

        return placeholder.Kind switch
        {
            PlaceholderKind.Secret => Secret(placeholder.Argument, place, scope),
            PlaceholderKind.Env => FromEnvironment(placeholder.Argument, place, scope),
            PlaceholderKind.Sys => SystemProperty(placeholder.Argument, place),
            PlaceholderKind.Ref => ReferenceText(placeholder.Argument, place, scope),
            _ => Runtime(placeholder.Argument, written, place, scope),
        };
    }

    private string? FromEnvironment(string name, SourcePlace place, Scope scope)
    {
        if (scope == Scope.Catalog)
        {
            problems.Error(_use, $"$env{{{name}}} cannot stand here: endpoints and APIs are the same on every node, environments are not",
                "Write the value itself. An environment variable may stand in the credentials of 'security' and 'tls'.");
            return null;
        }

        if (scope == Scope.Credential)
        {
            return $"$env{{{name}}}";
        }

        if (!environment.TryGetValue(name, out var value))
        {
            problems.Error(place, $"the environment variable {name} is not set", $"Set {name}, or write the value in place of $env{{{name}}}.");
            return null;
        }

        return InRuntimeWords(value);
    }

    private string? SystemProperty(string name, SourcePlace place)
    {
        if (system.TryGetValue(name, out var value) || _runtime.TryGetValue(name, out value))
        {
            return InRuntimeWords(value);
        }

        problems.Error(place, $"$sys{{{name}}} is not a property that this gateway has",
            $"Use an environment variable, $env{{…}}, or one of: {string.Join(", ", system.Keys.Concat(_runtime.Keys).Distinct().Order(StringComparer.Ordinal))}.");
        return null;
    }

    private string? Secret(string alias, SourcePlace place, Scope scope)
    {
        if (scope == Scope.Catalog)
        {
            problems.Error(_use, $"$secret{{{alias}}} cannot stand here: only credentials may be secret",
                "Write the value itself. A secret may stand in the credentials of 'security' and 'tls'.");
            return null;
        }

        if (scope == Scope.Credential)
        {
            return $"$secret{{{alias}}}";
        }

        if (!root.TryFind(["secrets", alias], out var node) || node is not ScalarNode { Kind: ScalarKind.Text } secret)
        {
            problems.Error(place, $"there is no '{alias}' in [secrets]", $"Add {alias} = \"[the value]\" to [secrets], in square brackets.");
            return null;
        }

        if (secret.Text is not ['[', .., ']'])
        {
            problems.Error(secret.Place, $"the secret '{alias}' is not in square brackets: WSO2's encryption cannot be read here",
                $"Write it as plain text in square brackets, {alias} = \"[the value]\", or use $env{{…}} instead of $secret{{{alias}}}.");
            return null;
        }

        return secret.Text[1..^1];
    }

    private TomlNode? Reference(string path, SourcePlace place, Scope scope)
    {
        if (_references.Contains(path))
        {
            problems.Error(place, $"$ref{{{path}}} leads back to itself: {string.Join(" -> ", _references.SkipWhile(key => key != path))} -> {path}",
                "Set one of these keys to a value.");
            return null;
        }

        var keys = path.Split('.');
        _referenced.Add(keys[0]);
        if (scope != Scope.Node && IsSecret(keys))
        {
            problems.Error(_use, $"$ref{{{path}}} cannot stand here: it names a secret, and endpoints and APIs are shown to whoever may look",
                scope == Scope.Credential ? "Write $env{…} or $secret{…}, which stay as written." : "Write the value itself.");
            return null;
        }

        if (!root.TryFind(keys, out var target))
        {
            problems.Error(place, $"$ref{{{path}}} names a key that the file does not have", $"Set {path}, or write the value in place of $ref{{{path}}}.");
            return null;
        }

        _references.Add(path);
        var resolved = ResolveAny(target, scope);
        _references.RemoveAt(_references.Count - 1);
        return resolved;
    }

    private static bool IsSecret(string[] keys) =>
        keys[0] == "secrets" || keys[^1] is "token" or "read_token" or "redis" || (keys[0] == "cluster" && keys[^1] == "key")
        || keys[^1].Contains("password", StringComparison.OrdinalIgnoreCase) || keys[^1].Contains("secret", StringComparison.OrdinalIgnoreCase);

    private string? ReferenceText(string path, SourcePlace place, Scope scope)
    {
        switch (Reference(path, place, scope))
        {
            case null:
                return null;
            case ScalarNode { Kind: ScalarKind.Text } text:
                return text.Text;
            case ScalarNode { Kind: ScalarKind.Integer } number:
                return number.Integer.ToString();
            case ScalarNode { Kind: ScalarKind.Boolean } truth:
                return truth.Integer == 0 ? "false" : "true";
            case { } other:
                problems.Error(place, $"$ref{{{path}}} stands in a longer text, but names {other.Description}", "Let it be the whole value, or name a text.");
                return null;
        }
    }

    private string? Runtime(string name, string written, SourcePlace place, Scope scope)
    {
        if (scope != Scope.Node && name.EndsWith("password", StringComparison.Ordinal))
        {
            problems.Error(_use, $"{written} cannot stand here: only credentials may be secret",
                scope == Scope.Credential ? "Write $env{…} or $secret{…}, which stay as written." : "Write the value itself.");
            return null;
        }

        return _runtime.GetValueOrDefault(name, system.GetValueOrDefault(name, written));
    }

    /// <summary>Resolves <c>${…}</c> in what came from outside the file: WSO2 replaces these last of all.</summary>
    private string InRuntimeWords(string value)
    {
        if (!value.Contains("${", StringComparison.Ordinal))
        {
            return value;
        }

        var result = new StringBuilder();
        for (var i = 0; i < value.Length;)
        {
            if (value[i] == '$' && Placeholder.At(value, i) is { Kind: PlaceholderKind.Runtime } found)
            {
                result.Append(_runtime.GetValueOrDefault(found.Argument, system.GetValueOrDefault(found.Argument, value[i..found.End])));
                i = found.End;
            }
            else
            {
                result.Append(value[i++]);
            }
        }

        return result.ToString();
    }
}
