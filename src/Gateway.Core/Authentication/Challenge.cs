using System.Collections.Immutable;

namespace Gateway.Core.Authentication;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110, 11.3).</summary>
/// <param name="Scheme">As sent: <c>Digest</c>, <c>Basic</c>, <c>Bearer</c> or another; compared without regard to case.</param>
/// <param name="Parameters">Names and values in their order, quoting undone.</param>
public sealed record Challenge(string Scheme, ImmutableArray<(string Name, string Value)> Parameters)
{
    /// <summary>The value of a parameter, the first of that name; null: there is none.</summary>
    /// <param name="name">Compared without regard to case.</param>
    public string? this[string name]
    {
        get
        {
            foreach (var (known, value) in Parameters)
            {
                if (known.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether the scheme is this one.</summary>
    public bool Is(string scheme) => Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);
}
