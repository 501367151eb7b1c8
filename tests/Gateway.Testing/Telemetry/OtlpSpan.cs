using System.Globalization;

namespace Gateway.Testing;

/// <summary>A span as it was sent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">2: server, 3: client.</param>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
/// <param name="ParentId">As many, or none.</param>
/// <param name="Attributes">Its attributes as texts.</param>
/// <param name="Links">Ids of the spans that it points at.</param>
/// <param name="IsError">Whether its status is an error.</param>
public sealed record OtlpSpan(
    string Name, int Kind, string TraceId, string SpanId, string ParentId, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> Links, bool IsError)
{
    private const ulong StatusOfErrors = 2;

    /// <summary>An attribute; empty when there is none.</summary>
    public string this[string key] => Attributes.GetValueOrDefault(key, "");

    /// <inheritdoc />
    public override string ToString() =>
        $"{Name} kind {Kind} trace {TraceId} span {SpanId} parent {ParentId} links [{string.Join(' ', Links)}] "
        + string.Join(' ', Attributes.Select(static attribute => $"{attribute.Key}={attribute.Value}"));

    internal static OtlpSpan Of(ProtobufMessage span) => new(
        span.Text(5), (int)span.Number(6), Hex(span.Bytes(1)), Hex(span.Bytes(2)), Hex(span.Bytes(4)),
        AttributesOf(span, 9).ToDictionary(), [.. span.Messages(13).Select(static link => Hex(link.Bytes(2)))],
        span.Messages(15).Any(static status => status.Number(3) == StatusOfErrors));

    internal static IEnumerable<KeyValuePair<string, string>> AttributesOf(ProtobufMessage message, int field) =>
        message.Messages(field).Select(static attribute => KeyValuePair.Create(attribute.Text(1), ValueOf(attribute.Messages(2).Single())));

    private static string ValueOf(ProtobufMessage value) =>
        value.Has(1) ? value.Text(1)
        : value.Has(2) ? value.Number(2) == 1 ? "true" : "false"
        : value.Number(3).ToString(CultureInfo.InvariantCulture);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
