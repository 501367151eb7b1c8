using Gateway.Core.Attempts;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Forwarding;

/// <summary>Puts .NET's and YARP's words for the end of a try into ours.</summary>
internal static class ForwardOutcome
{
    /// <summary>Tells how a try ended.</summary>
    /// <param name="error">YARP's word.</param>
    /// <param name="exception">What was thrown, if anything.</param>
    /// <param name="clientGone">Whether the client's connection is closed.</param>
    public static AttemptOutcome Of(ForwarderError error, Exception? exception, bool clientGone)
    {
        switch (error)
        {
            case ForwarderError.None:
                return AttemptOutcome.Answered;
            case ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled
                or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient:
                return AttemptOutcome.ClientGone;

            // After an upgrade the two sides talk as they like; either may end it at any time.
            case ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination
                or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient
                or ForwarderError.UpgradeResponseDestination or ForwarderError.UpgradeActivityTimeout:
                return AttemptOutcome.Answered;

            // Reading from the backend failed. Asked before the client's connection, which YARP has closed by now for that reason.
            case ForwarderError.ResponseBodyDestination:
                return new AttemptOutcome(AttemptEnd.BrokenOff, ErrorCodes.ConnectionClosed);
        }

        if (clientGone)
        {
            return AttemptOutcome.ClientGone;
        }

        return error switch
        {
            // The handler reports its own connect timeout as a cancellation that wraps a TimeoutException; our clock's is a plain one.
            ForwarderError.RequestTimedOut when exception?.InnerException is TimeoutException =>
                new(AttemptEnd.NotSent, ErrorCodes.ConnectTimeout),
            ForwarderError.RequestTimedOut => new(AttemptEnd.Unanswered, ErrorCodes.Timeout),
            ForwarderError.RequestBodyDestination => new(AttemptEnd.Unanswered, ErrorCodes.ConnectionClosed),
            ForwarderError.ResponseHeaders => new(AttemptEnd.BrokenOff, ErrorCodes.ProtocolViolation),
            _ => OfRequest(Find<HttpRequestException>(exception)?.HttpRequestError ?? HttpRequestError.Unknown),
        };
    }

    private static AttemptOutcome OfRequest(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.VersionNegotiationError => new(AttemptEnd.NotSent, ErrorCodes.ConnectionFailed),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded =>
            new(AttemptEnd.Unanswered, ErrorCodes.ProtocolViolation),
        _ => new(AttemptEnd.Unanswered, ErrorCodes.ConnectionClosed),
    };

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return (T?)exception;
    }
}
