using System.Net.Http.Headers;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// Headers that the <c>Connection</c> header names are for this hop only (RFC 9110, 7.6.1). YARP leaves out the ones that
/// everybody knows; these are the ones that the sender made up.
/// </summary>
internal static class ConnectionOptions
{
    /// <summary>Removes what a <c>Connection</c> header names.</summary>
    /// <param name="connection">The header's value; null or empty: none.</param>
    /// <param name="headers">The headers to be sent on.</param>
    public static void Remove(string? connection, HttpHeaders headers)
    {
        if (string.IsNullOrEmpty(connection) || IsOrdinary(connection))
        {
            return;
        }

        foreach (var option in connection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // An upgrade needs its two headers; YARP has written them for this hop already. What cannot be a header's name, or not one
            // of these, is asked for first: removing it would throw, and the failure look like the backend's.
            if (!IsOrdinary(option) && headers.NonValidated.Contains(option))
            {
                headers.Remove(option);
            }
        }
    }

    private static bool IsOrdinary(string option) =>
        option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase) || option.Equals("close", StringComparison.OrdinalIgnoreCase)
        || option.Equals("upgrade", StringComparison.OrdinalIgnoreCase);
}
