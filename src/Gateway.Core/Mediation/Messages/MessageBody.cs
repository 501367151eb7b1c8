using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;

namespace Gateway.Core.Mediation.Messages;

/// <summary>
/// The body of the message under way: nothing of it is known until it is given; then it can be looked at, and be replaced, as XML and as
/// JSON, whichever it is. For one request at a time.
/// </summary>
public sealed class MessageBody
{
    private static readonly XNamespace Payload = "http://ws.apache.org/commons/ns/payload";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    private ArraySegment<byte> _bytes;
    private string? _contentType;
    private XElement? _envelope;
    private string? _text;
    private JsonElement? _json;

    /// <summary>Whether it is known: it was given, or replaced.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether it is another one than came.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>What it is; <see cref="BodyKind.Other"/> until it is known.</summary>
    public BodyKind Kind { get; private set; } = BodyKind.Other;

    /// <summary>The bytes that were given; empty when it was replaced before.</summary>
    public ReadOnlyMemory<byte> Original => _bytes;

    /// <summary>Makes it known.</summary>
    /// <param name="bytes">All of it, not coded for transfer.</param>
    /// <param name="contentType">The header <c>Content-Type</c>; null: none.</param>
    public void Give(ArraySegment<byte> bytes, string? contentType)
    {
        _bytes = bytes;
        _contentType = contentType;
        IsKnown = true;
        Kind = bytes.Count == 0 ? BodyKind.None : ContentTypes.KindOf(contentType);
    }

    /// <summary>The body as a SOAP envelope that may be changed in place; <see cref="XmlHasChanged"/> says that it was.</summary>
    /// <exception cref="ExpressionException">It is neither XML, JSON nor text, or is not well-formed.</exception>
    public XElement Envelope => _envelope ??= Kind switch
    {
        BodyKind.None => SoapEnvelope.Around(),
        BodyKind.Xml => SoapEnvelope.Around(Parse()),
        BodyKind.Json => SoapEnvelope.Around(JsonXml.ToXml(Json)),
        BodyKind.Text => SoapEnvelope.Around(new XElement(Payload + "text", Text())),
        _ => throw new ExpressionException($"A body of type \"{ContentTypes.MediaOf(_contentType)}\" cannot be looked at."),
    };

    /// <summary>The body as JSON.</summary>
    /// <exception cref="ExpressionException">It is neither JSON nor XML, or is not well-formed.</exception>
    public JsonElement Json => _json ??= Kind switch
    {
        BodyKind.None => default,
        BodyKind.Xml => ParseJson(SoapEnvelope.PayloadOf(Envelope) is { } payload ? JsonXml.ToJson(payload) : "{}"),
        BodyKind.Json => ParseJson(Text()),
        _ => throw new ExpressionException($"A body of type \"{ContentTypes.MediaOf(_contentType)}\" is no JSON."),
    };

    /// <summary>The body as JSON text: as it stands, when it is JSON.</summary>
    /// <exception cref="ExpressionException">It is neither JSON nor XML, or is not well-formed.</exception>
    public string JsonBody => Kind switch
    {
        BodyKind.None => "",
        BodyKind.Json => Text(),
        _ => JsonText.Compact(Json),
    };

    /// <summary>The body as text.</summary>
    public string Text() => _text ??= Decode();

    /// <summary>Puts XML in its place.</summary>
    /// <param name="element">A payload, or an envelope.</param>
    public void SetXml(XElement element)
    {
        Reset(BodyKind.Xml);
        _envelope = SoapEnvelope.Around(element);
    }

    /// <summary>Puts an element in the place of the payload: what is a SOAP message stays one around it.</summary>
    /// <param name="element">A payload; an envelope takes the place of all.</param>
    public void SetPayload(XElement element)
    {
        if (SoapEnvelope.Is(element) || !IsKnown || Kind != BodyKind.Xml)
        {
            SetXml(element);
            return;
        }

        SoapEnvelope.BodyOf(Envelope).ReplaceNodes(element);
        XmlHasChanged();
    }

    /// <summary>Puts JSON in its place.</summary>
    public void SetJson(string json)
    {
        Reset(BodyKind.Json);
        _text = json;
    }

    /// <summary>Puts text in its place.</summary>
    public void SetText(string text)
    {
        Reset(BodyKind.Text);
        _text = text;
    }

    /// <summary>Takes it away.</summary>
    public void Remove() => Reset(BodyKind.None);

    /// <summary>The envelope was changed in place: from now on it is the body.</summary>
    public void XmlHasChanged()
    {
        var envelope = Envelope;
        Reset(BodyKind.Xml);
        _envelope = envelope;
    }

    /// <summary>The bytes to send for a message of a type: what it is not yet it is made.</summary>
    /// <param name="media">The media type, without parameters.</param>
    /// <exception cref="ExpressionException">It cannot be made such a message.</exception>
    public byte[] Write(string media)
    {
        if (Kind == BodyKind.None)
        {
            return [];
        }

        switch (ContentTypes.KindOf(media))
        {
            case BodyKind.Json:
                return Encoding.UTF8.GetBytes(JsonBody);
            case BodyKind.Xml:
                var element = ContentTypes.IsSoap(media) ? Envelope : SoapEnvelope.PayloadOf(Envelope);
                return element is null ? [] : Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
            default:
                return Encoding.UTF8.GetBytes(
                    Kind == BodyKind.Xml && SoapEnvelope.PayloadOf(Envelope) is { } payload
                        ? payload.Name == Payload + "text" ? payload.Value : payload.ToString(SaveOptions.DisableFormatting)
                        : Text());
        }
    }

    private void Reset(BodyKind kind)
    {
        _bytes = default;
        _contentType = null;
        (_envelope, _text, _json) = (null, null, null);
        (IsKnown, IsChanged, Kind) = (true, true, kind);
    }

    private XElement Parse()
    {
        XDocument? document;
        string error;
        var read = _text is not null ? XmlText.TryRead(_text, out document, out error)
            : IsPlainUtf8 ? XmlText.TryRead(_bytes, out document, out error)
            : XmlText.TryRead(Text(), out document, out error);
        return read ? document!.Root! : throw new ExpressionException($"The body is not well-formed XML: {error}.");
    }

    private static JsonElement ParseJson(string text)
    {
        try
        {
            return JsonElement.Parse(text, Strict);
        }
        catch (JsonException)
        {
            throw new ExpressionException("The body is not well-formed JSON.");
        }
    }

    private bool IsPlainUtf8 => ContentTypes.CharsetOf(_contentType) is "" || ContentTypes.CharsetOf(_contentType).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private string Decode()
    {
        var charset = ContentTypes.CharsetOf(_contentType);
        try
        {
            using var reader = new StreamReader(
                new MemoryStream(_bytes.Array ?? [], _bytes.Offset, _bytes.Count), charset.Length == 0 ? Encoding.UTF8 : Encoding.GetEncoding(charset));
            return reader.ReadToEnd();
        }
        catch (ArgumentException fault)
        {
            throw new ExpressionException($"The character coding \"{charset}\" of the body is not known.", fault);
        }
    }
}
