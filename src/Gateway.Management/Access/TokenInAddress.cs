using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Gateway.Management.Access;

/// <summary>Addresses end up in histories, logs and Referer headers; a token there is as good as published.</summary>
internal static class TokenInAddress
{
    private static readonly FrozenSet<string> Keys =
        new[] { "token", "read_token", "access_token", "bearer", "authorization" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static Refusal? Check(IQueryCollection query)
    {
        foreach (var key in query.Keys)
        {
            if (Keys.Contains(key))
            {
                return new Refusal(
                    StatusCodes.Status400BadRequest,
                    "A token must not stand in the address. Send it as the header Authorization: Bearer TOKEN, and consider this one known to others.");
            }
        }

        return null;
    }
}
