using Gateway.Core.Attempts;
using Gateway.Edge.Addresses;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Forwarding;

/// <summary>Puts .NET's and YARP's words for the end of a try into ours.</summary>
internal static class ForwardOutcome
{
    // RFC 9113, 7: what an HTTP/2 server says when it did not understand, rather than when it did not want to go on.
    private static readonly long[] Misunderstandings = [1, 3, 6, 9];

    /// <summary>Tells how a try ended.</summary>
    /// <param name="error">YARP's word.</param>
    /// <param name="exception">What was thrown, if anything.</param>
    /// <param name="clientGone">Whether the client's connection is closed.</param>
    public static AttemptFact Of(ForwarderError error, Exception? exception, bool clientGone)
    {
        switch (error)
        {
            case ForwarderError.None:
                return AttemptFact.Answered;

            // No token of ours is given to YARP: what is cancelled was cancelled by the client. A write to the client that took too
            // long is its fault, too.
            case ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled
                or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient:
                return AttemptFact.ClientGone;

            // After an upgrade the two sides talk as they like; either may end it at any time.
            case ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestDestination
                or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient
                or ForwarderError.UpgradeResponseDestination or ForwarderError.UpgradeActivityTimeout:
                return AttemptFact.Answered;

            // Reading from the backend failed. Asked before the client's connection, which YARP has closed by now for that reason.
            case ForwarderError.ResponseBodyDestination:
                return OfAnswer(exception);
        }

        if (clientGone)
        {
            return AttemptFact.ClientGone;
        }

        return error switch
        {
            // The handler reports its own connect timeout as a cancellation that wraps a TimeoutException; our clock's is a plain one.
            ForwarderError.RequestTimedOut when exception?.InnerException is TimeoutException => AttemptFact.ConnectTimeout,
            ForwarderError.RequestTimedOut => AttemptFact.Silent,
            ForwarderError.RequestBodyDestination => OfAnswer(exception),
            ForwarderError.ResponseHeaders => AttemptFact.BadAnswer,
            ForwarderError.RequestCreation => AttemptFact.NoAddress,
            _ => OfRequest(exception),
        };
    }

    private static AttemptFact OfRequest(Exception? exception) => Find<HttpRequestException>(exception)?.HttpRequestError switch
    {
        // That it could not have another connection is how we know that its first one ended.
        HttpRequestError.ConnectionError when Find<SecondConnectionException>(exception) is not null => AttemptFact.Closed,
        HttpRequestError.ConnectionError when Find<ReservedAddressException>(exception) is not null => AttemptFact.AddressRefused,
        HttpRequestError.NameResolutionError => AttemptFact.NameUnknown,
        HttpRequestError.ConnectionError => AttemptFact.Unreachable,
        HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError => AttemptFact.TlsRefused,
        HttpRequestError.ExtendedConnectNotSupported => AttemptFact.NoAddress,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => AttemptFact.BadAnswer,
        HttpRequestError.HttpProtocolError => OfStream(exception),
        _ => AttemptFact.Closed,
    };

    // Our clock ends a silent exchange by a cancellation.
    private static AttemptFact OfAnswer(Exception? exception) =>
        Find<OperationCanceledException>(exception) is not null ? AttemptFact.Silent
        : Find<HttpIOException>(exception) is { HttpRequestError: HttpRequestError.InvalidResponse } ? AttemptFact.BadAnswer
        : OfStream(exception);

    private static AttemptFact OfStream(Exception? exception) =>
        Find<HttpProtocolException>(exception) is { } stream && Misunderstandings.Contains(stream.ErrorCode)
            ? AttemptFact.BadAnswer
            : AttemptFact.Closed;

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
