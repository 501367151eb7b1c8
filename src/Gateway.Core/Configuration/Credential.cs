using System.Text;
using System.Text.Json.Serialization;

namespace Gateway.Core.Configuration;

/// <summary>
/// A name or password as the catalog holds it: <c>$env{}</c> and <c>$secret{}</c> stay as written, travel so in the bundle, and are
/// resolved by each edge from its own environment and its own <c>[secrets]</c>.
/// </summary>
/// <param name="Written">The text. May be a password: never shown.</param>
public sealed record Credential([property: JsonIgnore] string Written)
{
    /// <summary>No credential.</summary>
    public static Credential None { get; } = new("");

    /// <summary>Whether nothing is written.</summary>
    public bool IsEmpty => Written.Length == 0;

    /// <summary>Whether it is the value itself, without a placeholder.</summary>
    [JsonIgnore]
    public bool IsLiteral
    {
        get
        {
            for (var i = Written.IndexOf('$', StringComparison.Ordinal); i >= 0; i = Written.IndexOf('$', i + 1))
            {
                if (Placeholder.At(Written, i) is { Kind: PlaceholderKind.Env or PlaceholderKind.Secret })
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Whether it is one placeholder and nothing besides: each edge brings the whole of it.</summary>
    [JsonIgnore]
    public bool IsBrought =>
        Written.Length > 0 && Placeholder.At(Written, 0) is { Kind: PlaceholderKind.Env or PlaceholderKind.Secret } whole && whole.End == Written.Length;

    /// <summary>What it stands for.</summary>
    /// <param name="source">Where placeholders lead.</param>
    /// <param name="fault">Why it stands for nothing; empty otherwise. Holds names, never values.</param>
    /// <returns>Null when a placeholder leads nowhere.</returns>
    public string? Resolve(CredentialSource source, out string fault)
    {
        ArgumentNullException.ThrowIfNull(source);
        fault = "";
        var result = new StringBuilder();
        for (var i = 0; i < Written.Length;)
        {
            if (Written[i] != '$' || Placeholder.At(Written, i) is not { Kind: PlaceholderKind.Env or PlaceholderKind.Secret } found)
            {
                result.Append(Written[i++]);
                continue;
            }

            var known = found.Kind == PlaceholderKind.Env ? source.Environment : source.Secrets;
            if (!known.TryGetValue(found.Argument, out var value))
            {
                fault = found.Kind == PlaceholderKind.Env
                    ? $"the environment variable {found.Argument} is not set"
                    : $"[secrets] has no plain text for '{found.Argument}'";
                return null;
            }

            // What a secret stands for is never looked at again.
            result.Append(value);
            i = found.End;
        }

        return result.ToString();
    }

    /// <summary>Leaves the text out.</summary>
    public override string ToString() => IsEmpty ? "none" : "a credential";
}

/// <summary>What the placeholders of credentials stand for on one node. Both hold secrets.</summary>
/// <param name="Environment">Environment variables.</param>
/// <param name="Secrets">The texts of <c>[secrets]</c> by alias, without their brackets.</param>
public sealed record CredentialSource(IReadOnlyDictionary<string, string> Environment, IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>Leaves everything out.</summary>
    public override string ToString() => "a node's credentials";
}
