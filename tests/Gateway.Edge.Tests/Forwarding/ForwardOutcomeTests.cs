using Gateway.Core.Attempts;
using Gateway.Edge.Forwarding;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Edge.Tests.Forwarding;

public sealed class ForwardOutcomeTests
{
    private static readonly OperationCanceledException Clock = new();

    public static TheoryData<ForwarderError, Exception?, AttemptFact> Words => new()
    {
        { ForwarderError.None, null, AttemptFact.Answered },
        { ForwarderError.Request, Failed(HttpRequestError.NameResolutionError), AttemptFact.NameUnknown },
        { ForwarderError.Request, Failed(HttpRequestError.ConnectionError), AttemptFact.Unreachable },
        { ForwarderError.Request, Failed(HttpRequestError.ConnectionError, new SecondConnectionException()), AttemptFact.Closed },
        { ForwarderError.Request, Failed(HttpRequestError.SecureConnectionError), AttemptFact.TlsRefused },
        { ForwarderError.Request, Failed(HttpRequestError.VersionNegotiationError), AttemptFact.TlsRefused },
        { ForwarderError.Request, Failed(HttpRequestError.ExtendedConnectNotSupported), AttemptFact.NoAddress },
        { ForwarderError.Request, Failed(HttpRequestError.InvalidResponse), AttemptFact.BadAnswer },
        { ForwarderError.Request, Failed(HttpRequestError.ConfigurationLimitExceeded), AttemptFact.BadAnswer },
        { ForwarderError.Request, Failed(HttpRequestError.ResponseEnded), AttemptFact.Closed },
        { ForwarderError.Request, Failed(HttpRequestError.Unknown, new IOException("reset by peer")), AttemptFact.Closed },
        { ForwarderError.Request, Failed(HttpRequestError.HttpProtocolError, new HttpProtocolException(2, "", null)), AttemptFact.Closed },
        { ForwarderError.Request, Failed(HttpRequestError.HttpProtocolError, new HttpProtocolException(1, "", null)), AttemptFact.BadAnswer },
        { ForwarderError.Request, null, AttemptFact.Closed },
        { ForwarderError.RequestCreation, new HttpRequestException("no upgrade there"), AttemptFact.NoAddress },
        { ForwarderError.RequestTimedOut, Clock, AttemptFact.Silent },
        { ForwarderError.RequestTimedOut, new OperationCanceledException("", new TimeoutException()), AttemptFact.ConnectTimeout },
        { ForwarderError.RequestCanceled, Clock, AttemptFact.ClientGone },
        { ForwarderError.RequestBodyCanceled, Clock, AttemptFact.ClientGone },
        { ForwarderError.RequestBodyClient, new IOException(), AttemptFact.ClientGone },
        { ForwarderError.RequestBodyDestination, new AggregateException(new IOException(), new IOException()), AttemptFact.Closed },
        { ForwarderError.RequestBodyDestination, new AggregateException(Clock, new IOException()), AttemptFact.Silent },
        { ForwarderError.ResponseHeaders, new InvalidOperationException(), AttemptFact.BadAnswer },
        { ForwarderError.ResponseBodyDestination, new HttpIOException(HttpRequestError.ResponseEnded), AttemptFact.Closed },
        { ForwarderError.ResponseBodyDestination, new HttpIOException(HttpRequestError.InvalidResponse), AttemptFact.BadAnswer },
        { ForwarderError.ResponseBodyDestination, Clock, AttemptFact.Silent },
        { ForwarderError.ResponseBodyDestination, new TaskCanceledException("", new IOException()), AttemptFact.Silent },
        { ForwarderError.ResponseBodyCanceled, Clock, AttemptFact.ClientGone },
        { ForwarderError.ResponseBodyClient, Clock, AttemptFact.ClientGone },
        { ForwarderError.UpgradeRequestClient, new IOException(), AttemptFact.Answered },
        { ForwarderError.UpgradeResponseDestination, new IOException(), AttemptFact.Answered },
        { ForwarderError.UpgradeActivityTimeout, Clock, AttemptFact.Answered },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void Every_word_of_the_forwarder_is_put_into_ours(ForwarderError error, Exception? exception, AttemptFact fact) =>
        Assert.Equal(fact, ForwardOutcome.Of(error, exception, clientGone: false));

    [Theory]
    [InlineData(ForwarderError.Request, AttemptFact.ClientGone)]
    [InlineData(ForwarderError.RequestTimedOut, AttemptFact.ClientGone)]
    [InlineData(ForwarderError.RequestBodyDestination, AttemptFact.ClientGone)]
    [InlineData(ForwarderError.ResponseBodyDestination, AttemptFact.Closed)]
    public void A_client_that_is_gone_explains_everything_but_what_was_read_from_the_backend(ForwarderError error, AttemptFact fact) =>
        Assert.Equal(fact, ForwardOutcome.Of(error, null, clientGone: true));

    private static HttpRequestException Failed(HttpRequestError error, Exception? inner = null) => new(error, "", inner);
}
