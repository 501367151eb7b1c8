using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// A backend's answer of unknown or considerable length, or the two directions of an upgraded connection: read so that the threads
/// that wait for sockets are given back after each <see cref="FairShare"/>.
/// </summary>
internal sealed class FairContent(HttpContent content) : HttpContent
{
    /// <summary>Whether an answer is one: all others are over before they have used up a share.</summary>
    public static bool Suits(HttpResponseMessage answer) => answer.Content.Headers.ContentLength is not <= FairShare.Bytes;

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new FairStream(await content.ReadAsStreamAsync(cancellationToken));

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => content.CopyToAsync(stream, context);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class FairStream(Stream stream) : Stream
    {
        private FairShare _read;
        private FairShare _written;

        public override bool CanRead => stream.CanRead;

        public override bool CanSeek => false;

        public override bool CanWrite => stream.CanWrite;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (_read.IsUsedUpBy(read))
            {
                await FairShare.LeaveAsync();
            }

            return read;
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await stream.WriteAsync(buffer, cancellationToken);
            if (_written.IsUsedUpBy(buffer.Length))
            {
                await FairShare.LeaveAsync();
            }
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException("Bodies are moved asynchronously.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are moved asynchronously.");

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are moved asynchronously.");

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
