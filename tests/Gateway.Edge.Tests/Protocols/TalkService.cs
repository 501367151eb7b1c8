using Gateway.Edge.Tests.Grpc;
using global::Grpc.Core;

namespace Gateway.Edge.Tests.Protocols;

internal sealed class TalkService : Talk.TalkBase
{
    public override Task<Words> Say(Words request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("x-said", request.Text.Length.ToString());
        return request.Text.Length > 0
            ? Task.FromResult(new Words { Text = request.Text.ToUpperInvariant() })
            : throw new RpcException(new Status(StatusCode.InvalidArgument, "nothing said"));
    }

    public override async Task Converse(
        IAsyncStreamReader<Words> requestStream, IServerStreamWriter<Words> responseStream, ServerCallContext context)
    {
        await foreach (var words in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new Words { Text = words.Text.ToUpperInvariant() });
        }
    }
}
