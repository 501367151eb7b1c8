using System.Text;
using Microsoft.Extensions.Primitives;

namespace Gateway.Management.Access;

/// <summary>The token that a request carries in its header <c>Authorization</c>.</summary>
internal static class GivenToken
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>Finds it.</summary>
    /// <param name="header">The header.</param>
    /// <param name="takesBasic">Whether it may be the password of Basic (RFC 7617); the name before it says nothing.</param>
    /// <returns>Null when there is none.</returns>
    public static string? In(StringValues header, bool takesBasic)
    {
        if (header.Count != 1)
        {
            return null;
        }

        var text = header[0]!;
        return text.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? text[Bearer.Length..].Trim()
            : takesBasic && text.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? Password(text[Basic.Length..].Trim())
            : null;
    }

    private static string? Password(string encoded)
    {
        // Kestrel has limited the header already.
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}
