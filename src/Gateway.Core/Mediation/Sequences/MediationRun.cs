using System.Xml.Linq;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Routing;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>
/// A sequence under way over one message. It does what needs no waiting itself, and yields the rest as effects; it is not in a hurry and
/// can be asked to go on at any time later. For one request, by one at a time.
/// </summary>
public sealed partial class MediationRun : IMessageFacts
{
    // A program runs forward only: it cannot take longer than it is long. What it may log is bounded by that, too.
    private SequenceProgram _program;
    private int _at;
    private MediationFailure? _failure;

    /// <param name="program">What runs.</param>
    /// <param name="message">What it runs over.</param>
    /// <param name="body">The message's body, which may be known already.</param>
    public MediationRun(SequenceProgram program, IMediatedMessage message, MessageBody body)
    {
        _program = program;
        Message = message;
        Body = body;
    }

    /// <summary>What it runs over.</summary>
    public IMediatedMessage Message { get; private set; }

    /// <summary>The body of what it runs over.</summary>
    public MessageBody Body { get; private set; }

    /// <summary>Where the message is sent, as far as a sequence has said so.</summary>
    public TargetAddress? To { get; internal set; }

    /// <summary>The verb it is sent with, when a sequence has set one.</summary>
    public string? Method { get; internal set; }

    /// <summary>Whether a sequence has changed what goes behind the endpoint's address.</summary>
    public bool IsPostfixChanged { get; private set; }

    /// <summary>What goes behind the endpoint's address, path and query, when it was changed; empty: nothing.</summary>
    public string Postfix { get; private set; } = "";

    /// <summary>
    /// <see cref="Postfix"/> as it may be put behind an address: it begins a path or a query, whatever a message has put into it; it leads nowhere
    /// up, and holds nothing that a URL cannot hold.
    /// </summary>
    public string OutgoingPostfix
    {
        get
        {
            if (Postfix.Length == 0)
            {
                return "";
            }

            var legal = PercentEncoding.EscapeIllegal(Postfix).Replace("#", "%23", StringComparison.Ordinal);
            var question = legal.IndexOf('?', StringComparison.Ordinal);
            var path = question < 0 ? legal : legal[..question];
            if (path.Length > 0)
            {
                path = path[0] == '/' ? path : "/" + path;
                path = DotSegments.Contain(path) ? DotSegments.Remove(path) : path;
            }

            return question < 0 ? path : string.Concat(path, legal.AsSpan(question));
        }
    }

    /// <summary>The status of the answer, when a sequence has set one.</summary>
    public int? Status { get; private set; }

    /// <summary>Whether the body is to be left out.</summary>
    public bool IsWithoutBody { get; private set; }

    /// <summary>What the message is to be sent as, when a sequence has said so: a media type.</summary>
    public string? MessageType { get; private set; }

    /// <inheritdoc />
    public XElement Envelope => Body.Envelope;

    /// <summary>Does what can be done, and says what has to be done next.</summary>
    public MediationEffect Next()
    {
        if (_failure is { } failure)
        {
            return new MediationEffect.Failed(failure);
        }

        var steps = _program.Steps;
        while (_at < steps.Length)
        {
            var step = steps[_at];
            if (step.NeedsBody(this) && !Body.IsKnown)
            {
                return MediationEffect.ReadBody.Instance;
            }

            _at++;
            try
            {
                if (step.Run(this) is { } effect)
                {
                    return effect;
                }
            }
            catch (Exception fault) when (fault is ExpressionException or System.Text.RegularExpressions.RegexMatchTimeoutException)
            {
                return Failed(new MediationFailure(
                    "0", fault is ExpressionException ? fault.Message : "A regular expression took too long.", step.Place.ToString()));
            }
        }

        // What is sent as another kind than it came has to be known for that.
        return !Body.IsKnown && MustBeMade() ? MediationEffect.ReadBody.Instance : MediationEffect.Done.Instance;
    }

    /// <summary>The body that was asked for: it is of the type that the message came with.</summary>
    /// <param name="bytes">All of it, not coded.</param>
    public void GiveBody(ArraySegment<byte> bytes) => Body.Give(bytes, _cameAs is null ? Message.Header("Content-Type") : _cameAs);

    /// <summary>What was to be done has failed: the sequence ends.</summary>
    public void Fail(MediationFailure failure) => _failure = failure;

    /// <summary>The answer to a call: it is the message from now on.</summary>
    /// <param name="answer">Its status and headers.</param>
    /// <param name="body">Its body, known.</param>
    public void TakeAnswer(IMediatedMessage answer, MessageBody body)
    {
        Message = answer;
        Body = body;
        (MessageType, Status, _cameAs) = (null, null, null);
    }

    /// <summary>The body has been made XML, or JSON, by others: where the message was to be sent as another kind, it is sent as this.</summary>
    public void BecomeXml() => Become(BodyKind.Xml, ContentTypes.Xml);

    /// <inheritdoc cref="BecomeXml"/>
    public void BecomeJson() => Become(BodyKind.Json, ContentTypes.Json);

    /// <summary>Says where the message is sent, as computed from it.</summary>
    /// <param name="url">The address; null: nowhere.</param>
    public void SendTo(string? url) => To = url is null ? null : new TargetAddress(url, IsComputed: true);

    /// <summary>Goes on with another sequence over another message of the same request, with the properties that there are.</summary>
    /// <param name="program">What runs.</param>
    /// <param name="message">What it runs over.</param>
    /// <param name="body">The message's body.</param>
    public void Continue(SequenceProgram program, IMediatedMessage message, MessageBody body)
    {
        _program = program;
        (_at, _failure) = (0, null);
        TakeAnswer(message, body);
        (IsWithoutBody, Method) = (false, null);
    }

    /// <summary>What was said of the message before <see cref="Continue"/> holds on: it is still the same message.</summary>
    /// <param name="type">What it is to be sent as; null: as it is.</param>
    /// <param name="status">Its status; null: none was said.</param>
    public void Resume(string? type, int? status) => (MessageType, Status) = (type, status);

    /// <summary>The type that the message is to be sent with.</summary>
    public string OutgoingMedia => MessageType ?? (ContentTypes.MediaOf(Message.Header("Content-Type")) is { Length: > 0 } media ? media
        : Body.Kind switch { BodyKind.Json => ContentTypes.Json, BodyKind.Text => ContentTypes.Text, _ => ContentTypes.Xml });

    /// <summary>Whether the body has to be written anew: it was changed, or is to be sent as another kind than it is.</summary>
    public bool MustWriteBody => Body.IsKnown && Body.Kind != BodyKind.None
        && (Body.IsChanged || (MessageType is { } type && Body.Kind != ContentTypes.KindOf(type) && Body.Kind != BodyKind.Other));

    /// <summary>Whether the message has become a fault: sent back without a status, it has 500.</summary>
    public bool IsFault { get; private set; }

    internal void JumpTo(int step) => _at = step;

    internal void BecomeFault() => IsFault = true;

    private void Become(BodyKind kind, string media)
    {
        if (ContentTypes.KindOf(OutgoingMedia) != kind)
        {
            SetType(media);
        }
    }

    private MediationEffect.Failed Failed(MediationFailure failure)
    {
        _failure = failure;
        return new MediationEffect.Failed(failure);
    }

    private bool MustBeMade() => MessageType is { } type && !IsWithoutBody && _cameAs is { Length: > 0 } came
        && ContentTypes.KindOf(came) is not BodyKind.Other and var kind && kind != ContentTypes.KindOf(type);
}
