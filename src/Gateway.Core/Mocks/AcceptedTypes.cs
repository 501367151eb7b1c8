using System.Globalization;

namespace Gateway.Core.Mocks;

/// <summary>The field <c>Accept</c> (RFC 9110, 12.5.1): how welcome a media type is.</summary>
public static class AcceptedTypes
{
    /// <summary>The quality that a list of ranges gives a media type, from 0 (not acceptable) to 1; the most specific range counts.</summary>
    /// <param name="accept">The field's value; empty: everything is welcome.</param>
    /// <param name="mediaType">The media type, its parameters not looked at.</param>
    public static double Quality(ReadOnlySpan<char> accept, string mediaType)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        if (accept.Trim().IsEmpty)
        {
            return 1;
        }

        var type = mediaType.AsSpan();
        type = (type.IndexOf(';') is >= 0 and var end ? type[..end] : type).Trim();
        var slash = type.IndexOf('/');
        var (best, quality) = (-1, 0.0);
        foreach (var range in accept.Split(','))
        {
            var each = accept[range].Trim();
            var semicolon = each.IndexOf(';');
            var name = (semicolon < 0 ? each : each[..semicolon]).Trim();
            var specific = name.Equals(type, StringComparison.OrdinalIgnoreCase) ? 2
                : slash > 0 && name.EndsWith("/*") && name[..^2].Equals(type[..slash], StringComparison.OrdinalIgnoreCase) ? 1
                : name is "*/*" or "*" ? 0 : -1;
            if (specific > best)
            {
                (best, quality) = (specific, semicolon < 0 ? 1 : Weight(each[(semicolon + 1)..]));
            }
        }

        return quality;
    }

    private static double Weight(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                return double.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) ? Math.Clamp(weight, 0, 1) : 0;
            }
        }

        return 1;
    }
}
