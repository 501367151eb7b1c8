using Gateway.Core.Attempts;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Addresses;

/// <summary>Says what changes of computed addresses. Per request it says nothing.</summary>
internal sealed partial class AddressLog(ILogger<AddressLog> logger)
{
    /// <summary>This edge leaves an address alone from now on.</summary>
    public void LeftAlone(string authority, string endpoint, int errorCode) =>
        LogLeftAlone(logger, authority, endpoint, errorCode, ErrorCodes.Describe(errorCode));

    /// <summary>An address that was left alone answers.</summary>
    public void Back(string authority, string endpoint) => LogBack(logger, authority, endpoint);

    /// <summary>An address was refused.</summary>
    public void Refused(string endpoint, string reason) => LogRefused(logger, endpoint, reason);

    [LoggerMessage(EventId = 3131, EventName = "AddressLeftAlone", Level = LogLevel.Warning,
        Message = "{Authority}, an address of endpoint {Endpoint}, is left alone by this edge: {ErrorCode} {Cause}")]
    private static partial void LogLeftAlone(ILogger logger, string authority, string endpoint, int errorCode, string cause);

    [LoggerMessage(EventId = 3132, EventName = "AddressBack", Level = LogLevel.Information,
        Message = "{Authority}, an address of endpoint {Endpoint}, answers again")]
    private static partial void LogBack(ILogger logger, string authority, string endpoint);

    [LoggerMessage(EventId = 3133, EventName = "AddressRefused", Level = LogLevel.Warning,
        Message = "An address computed for a request to endpoint {Endpoint} was refused: {Reason}. This is said once a minute at most; gateway.addresses.refused counts them")]
    private static partial void LogRefused(ILogger logger, string endpoint, string reason);
}
