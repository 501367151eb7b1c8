using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Sequences.Steps;

/// <summary>What <c>rewrite</c> does with a part of an address.</summary>
internal enum RewriteAction
{
    Set,
    Append,
    Prepend,
    Replace,
    Remove,
}

/// <summary>One action of a <c>rewrite</c>.</summary>
/// <param name="Part">The part of the address: an index into <see cref="AddressParts"/>, or -1 for all of it.</param>
/// <param name="Action">What is done.</param>
/// <param name="Value">With what; null for a removal.</param>
/// <param name="Pattern">What is replaced.</param>
internal sealed record Rewriting(int Part, RewriteAction Action, MessageExpression? Value, Regex? Pattern);

/// <summary><c>rewrite</c>: changes parts of an address that stands in a property, or of <c>To</c>.</summary>
internal sealed class RewriteStep(SourcePlace place, string from, string to, ImmutableArray<Rewriting> actions) : Step(place)
{
    public override bool NeedsBody(MediationRun run)
    {
        foreach (var action in actions)
        {
            if (action.Value?.ReadsBody ?? false)
            {
                return true;
            }
        }

        return false;
    }

    public override MediationEffect? Run(MediationRun run)
    {
        var address = MediationRun.TextOf(run.Property(PropertyScope.Default, from.Length > 0 ? from : "To")) ?? "";
        var isComputed = from.Length > 0 ? run.IsComputed(PropertyScope.Default, from) : run.To?.IsComputed ?? true;
        foreach (var action in actions)
        {
            address = Apply(action, address, run);
            isComputed = (isComputed && !(action is { Part: -1, Action: RewriteAction.Set })) || (action.Value?.IsComputed(run) ?? false);
        }

        if (to.Length > 0)
        {
            run.SetProperty(PropertyScope.Default, to, address, isComputed);
        }
        else
        {
            run.To = new TargetAddress(address, isComputed);
        }

        return null;
    }

    private static string Apply(Rewriting action, string address, MediationRun run)
    {
        var parts = action.Part < 0 ? null : AddressParts.Split(address);
        var old = parts is null ? address : parts[action.Part] ?? "";
        var value = action.Value?.TextIn(run) ?? "";
        var changed = action.Action switch
        {
            RewriteAction.Set => value,
            RewriteAction.Append => old + value,
            RewriteAction.Prepend => value + old,
            RewriteAction.Replace => action.Pattern!.Replace(old, value),
            _ => "",
        };
        if (parts is null)
        {
            return changed;
        }

        parts[action.Part] = changed.Length > 0 ? changed : null;
        return AddressParts.Join(parts);
    }
}

/// <summary>An address in parts; those that it does not have are null.</summary>
internal static class AddressParts
{
    /// <summary>WSO2's names of the parts, in the order of the array.</summary>
    public static readonly ImmutableArray<string> Names = ["protocol", "user", "host", "port", "path", "query", "ref"];

    public static string?[] Split(string address)
    {
        var parts = new string?[7];
        var rest = Cut(address, '#', out parts[6]);
        rest = Cut(rest, '?', out parts[5]);
        var scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            parts[0] = rest[..scheme];
            rest = rest[(scheme + 3)..];
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            var authority = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? "" : rest[slash..];
            var at = authority.LastIndexOf('@');
            parts[1] = at < 0 ? null : authority[..at];
            authority = authority[(at + 1)..];
            var colon = authority.LastIndexOf(':');
            var hasPort = colon > authority.LastIndexOf(']');
            parts[2] = hasPort ? authority[..colon] : authority;
            parts[3] = hasPort ? authority[(colon + 1)..] : null;
        }

        parts[4] = rest.Length > 0 ? rest : null;
        return parts;
    }

    public static string Join(string?[] parts)
    {
        var authority = parts[2] is null ? "" : $"{parts[0] ?? "http"}://{(parts[1] is null ? "" : parts[1] + "@")}{parts[2]}{(parts[3] is null ? "" : ":" + parts[3])}";
        var path = parts[4] is null ? "" : authority.Length > 0 && !parts[4]!.StartsWith('/') ? "/" + parts[4] : parts[4];
        return $"{authority}{path}{(parts[5] is null ? "" : "?" + parts[5])}{(parts[6] is null ? "" : "#" + parts[6])}";
    }

    private static string Cut(string text, char at, out string? behind)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        behind = index < 0 ? null : text[(index + 1)..];
        return index < 0 ? text : text[..index];
    }
}
