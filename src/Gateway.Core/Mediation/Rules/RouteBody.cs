using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Rules;

/// <summary>A request's whole body, as rules look at it: parsed when the first condition asks, and at most once for each form.</summary>
/// <param name="bytes">The body; stays as it is for as long as this is used.</param>
public sealed class RouteBody(ReadOnlyMemory<byte> bytes) : IDisposable
{
    private JsonDocument? _json;
    private XDocument? _xml;
    private bool _jsonTried;
    private bool _xmlTried;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>It without a byte order mark.</summary>
    internal ReadOnlySpan<byte> JsonText => bytes.Span.StartsWith("\uFEFF"u8) ? bytes.Span[3..] : bytes.Span;

    /// <summary>It as JSON; null when it is none.</summary>
    public JsonElement? Json
    {
        get
        {
            if (!_jsonTried)
            {
                _jsonTried = true;
                try
                {
                    _json = JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
                }
                catch (JsonException)
                {
                    // It is the backend's to say so: no condition over it holds.
                }
            }

            return _json?.RootElement;
        }
    }

    /// <summary>It as XML, read without a document type and within limits; null when it is none.</summary>
    public XDocument? Xml
    {
        get
        {
            if (!_xmlTried)
            {
                _xmlTried = true;
                var array = MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : new ArraySegment<byte>(bytes.ToArray());
                XmlText.TryRead(array, out _xml, out _);
            }

            return _xml;
        }
    }

    /// <summary>Whether a message of this type may be looked at so, without reading it: a picture is no JSON, however large.</summary>
    /// <param name="source">How it is looked at.</param>
    /// <param name="contentType">The header <c>Content-Type</c>; null: it says nothing, and may be anything.</param>
    public static bool Suits(RouteSource source, string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return true;
        }

        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var media = (end < 0 ? contentType.AsSpan() : contentType.AsSpan(0, end)).Trim();
        var sub = media[(media.IndexOf('/') + 1)..];
        ReadOnlySpan<char> wanted = source == RouteSource.Json ? "json" : "xml";
        return sub.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            || (sub.EndsWith(wanted, StringComparison.OrdinalIgnoreCase) && sub[^(wanted.Length + 1)] == '+');
    }

    /// <inheritdoc />
    public void Dispose() => _json?.Dispose();
}
