using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;
using OrleansCodeGen.Orleans;

namespace Gateway.Silo.Clustering;

/// <summary>
/// Rows of the membership on their way between silos: with Redis' stamps, as in the table. Silos tell one another at once what they have
/// changed, with the whole membership as they see it, and whoever hears of it mixes it with what he has read himself.
/// </summary>
internal sealed class RedisTimeCodec(RedisTime time, ICodecProvider codecs) : IFieldCodec<MembershipEntry>
{
    // Orleans' own: the form on the wire stays.
    private readonly Codec_MembershipEntry _plain = new(codecs);

    /// <inheritdoc />
    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, [AllowNull] Type expectedType, [AllowNull] MembershipEntry value)
        where TBufferWriter : IBufferWriter<byte> =>
        _plain.WriteField(ref writer, fieldIdDelta, expectedType, value?.InRedisTime(time.Offset)!);

    /// <inheritdoc />
    public MembershipEntry ReadValue<TInput>(ref Reader<TInput> reader, Field field) =>
        _plain.ReadValue(ref reader, field)?.InOwnTime(time.Offset)!;
}
