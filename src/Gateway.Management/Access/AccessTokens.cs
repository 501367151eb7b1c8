using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gateway.Management.Access;

/// <summary>Who is asking: an operator, one who may look, or, where no token is configured, anybody on this machine.</summary>
internal sealed class AccessTokens(string token, string readToken)
{
    // Hashes are of one length, so that comparing them tells nothing about the tokens', and they are all that is kept.
    private readonly byte[]? _operator = HashOf(token);
    private readonly byte[]? _reader = HashOf(readToken);

    /// <param name="context">The request.</param>
    /// <param name="needsOperator">Whether the right to look is not enough.</param>
    /// <param name="takesBasic">Whether the token may be the password of Basic.</param>
    public Refusal? Check(HttpContext context, bool needsOperator, bool takesBasic)
    {
        if (_operator is null && _reader is null)
        {
            return IsOnThisMachine(context.Connection.RemoteIpAddress)
                ? null
                : new Refusal(StatusCodes.Status403Forbidden, "Without a token only this machine may ask. Set token in [management].");
        }

        if (GivenToken.In(context.Request.Headers.Authorization, takesBasic) is not { } token)
        {
            return new Refusal(
                StatusCodes.Status401Unauthorized, takesBasic
                    ? "Give the operator's token of [management] as the password, or send it as the header Authorization: Bearer TOKEN."
                    : "Send the token of [management] as the header Authorization: Bearer TOKEN.");
        }

        // Both are compared whatever the first comes to, so that time does not tell which it was.
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var mayOperate = Matches(_operator, given);
        var mayLook = Matches(_reader, given) | mayOperate;
        if (!mayLook)
        {
            return new Refusal(StatusCodes.Status401Unauthorized, "The token is not one of this node's.");
        }

        return mayOperate || !needsOperator
            ? null
            : new Refusal(StatusCodes.Status403Forbidden, "This token may look, not touch. Use the operator's token.");
    }

    private static bool Matches(byte[]? expected, byte[] given) =>
        expected is not null && CryptographicOperations.FixedTimeEquals(expected, given);

    private static byte[]? HashOf(string token) => token.Length == 0 ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static bool IsOnThisMachine(IPAddress? remote) =>
        remote is not null && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);
}
