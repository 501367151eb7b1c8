using System.Xml;
using Gateway.Core.Endpoints;
using Gateway.Core.Soap;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Soap;

/// <summary>
/// The form in which one backend wants its messages: verb, SOAP version, packaging. What is in that form already goes out as it came, unread.
/// </summary>
internal sealed class MessageForm
{
    private readonly MessageFormat _format;
    private readonly MessageOptimize _optimize;
    private readonly HttpMethod? _method;

    private MessageForm(BackendSettings settings)
    {
        _format = settings.Format;
        _optimize = settings.Optimize;
        _method = settings.Method.Length > 0 ? new HttpMethod(settings.Method)
            : _format is MessageFormat.Soap11 or MessageFormat.Soap12 ? HttpMethod.Post
            : _format == MessageFormat.Get ? HttpMethod.Get
            : null;
    }

    /// <summary>The form that an endpoint asks for; null: none, its messages are left alone.</summary>
    public static MessageForm? Of(BackendSettings settings) =>
        settings is { Format: MessageFormat.LeaveAsIs, Optimize: MessageOptimize.None, Method: "" } ? null : new MessageForm(settings);

    /// <summary>Puts a request into the form; <see cref="MessageTurn.End"/> is the caller's to call after the try.</summary>
    /// <returns>False when it cannot be: <see cref="GatewayRequest.Refusal"/> says why, and it is the client's fault.</returns>
    public async ValueTask<bool> TakeAsync(GatewayRequest request)
    {
        var http = request.Http.Request;
        var turn = request.Turn = new MessageTurn(http) { Method = _method };
        request.SentMethod = _method?.Method;
        var spoken = SoapSpeech.OfHeaders(http);
        try
        {
            request.Refusal = await ChangeAsync(request, turn, spoken);
        }
        catch (XmlException fault)
        {
            request.Refusal = Fault.BadMessage(fault.LineNumber, fault.LinePosition);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            request.Refusal = Fault.BadBody(fault);
        }

        return request.Refusal is null;
    }

    private async ValueTask<Fault?> ChangeAsync(GatewayRequest request, MessageTurn turn, SoapVersion spoken)
    {
        var fault = _format switch
        {
            MessageFormat.Soap11 => await ToSoapAsync(request, turn, spoken, SoapVersion.Soap11),
            MessageFormat.Soap12 => await ToSoapAsync(request, turn, spoken, SoapVersion.Soap12),
            MessageFormat.Pox or MessageFormat.Rest => await ToPlainAsync(request, turn, spoken),
            MessageFormat.Get => await ToQueryAsync(request, turn, spoken),
            _ => null,
        };
        if (fault is null && (_method == HttpMethod.Get || _method == HttpMethod.Head) && request.HasBody)
        {
            turn.SendNothing();
        }

        if (fault is null && _optimize != MessageOptimize.None)
        {
            MessagePackage.Wrap(request.Http.Request, turn, _optimize);
        }

        return fault;
    }

    private static async ValueTask<Fault?> ToSoapAsync(GatewayRequest request, MessageTurn turn, SoapVersion spoken, SoapVersion wanted)
    {
        var http = request.Http.Request;
        if (spoken == wanted)
        {
            return null;
        }

        var action = SoapSpeech.Action(http);
        var into = new MemoryStream();
        if (!request.HasBody)
        {
            SoapMessage.Empty(wanted, into);
        }
        else if (!IsReadable(http, spoken))
        {
            return Fault.WrongMessage;
        }
        else if (await ReadAsync(request) is not { } message)
        {
            return Fault.TooLarge;
        }
        else
        {
            if (SoapStart.Read(message, isWhole: true, out var start) is var _ && start.Version != SoapVersion.None)
            {
                spoken = start.Version;
            }

            SoapMessage.ToSoap(message, CharsetOf(http), wanted, into);
        }

        into.Position = 0;
        turn.Send(into, into.Length, TypeOf(wanted, action));
        turn.NameAction(wanted == SoapVersion.Soap11 ? action : null);
        if (spoken != wanted)
        {
            turn.ChangeAnswer(spoken);
        }

        return null;
    }

    private static async ValueTask<Fault?> ToPlainAsync(GatewayRequest request, MessageTurn turn, SoapVersion spoken)
    {
        var http = request.Http.Request;
        if (spoken == SoapVersion.None || !request.HasBody)
        {
            return null;
        }

        if (!IsReadable(http, spoken))
        {
            return Fault.WrongMessage;
        }

        if (await ReadAsync(request) is not { } message)
        {
            return Fault.TooLarge;
        }

        var into = new MemoryStream();
        if (SoapMessage.ToPlain(message, CharsetOf(http), into))
        {
            into.Position = 0;
            turn.Send(into, into.Length, "application/xml; charset=utf-8");
        }
        else
        {
            turn.SendNothing();
        }

        turn.NameAction(null);
        turn.ChangeAnswer(spoken);
        return null;
    }

    private static async ValueTask<Fault?> ToQueryAsync(GatewayRequest request, MessageTurn turn, SoapVersion spoken)
    {
        var http = request.Http.Request;
        if (!request.HasBody)
        {
            return null;
        }

        if (!IsReadable(http, spoken))
        {
            return Fault.WrongMessage;
        }

        if (await ReadAsync(request) is not { } message)
        {
            return Fault.TooLarge;
        }

        var parameters = SoapMessage.ToParameters(message, CharsetOf(http));
        turn.SendNothing(string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}")));
        turn.NameAction(null);
        if (spoken != SoapVersion.None)
        {
            turn.ChangeAnswer(spoken);
        }

        return null;
    }

    private static string TypeOf(SoapVersion version, string action) =>
        version == SoapVersion.Soap12 && action.Length > 0
            ? $"{SoapNames.Media12}; charset=utf-8; action={MediaType.Quoted(action)}"
            : $"{SoapNames.Media(version)}; charset=utf-8";

    private static bool IsReadable(HttpRequest request, SoapVersion spoken) =>
        !request.Headers.ContainsKey("Content-Encoding") && request.ContentType is { } type && !MediaType.IsMultipart(type)
        && (spoken != SoapVersion.None || MediaType.IsXml(type));

    private static string CharsetOf(HttpRequest request) => MediaType.Parameter(request.ContentType, "charset") ?? "";

    private static async ValueTask<ArraySegment<byte>?> ReadAsync(GatewayRequest request)
    {
        // Once it is read, nothing of it has gone anywhere yet: another member may still have it, whatever its group keeps of bodies.
        request.Body?.KeepUpTo(WholeMessage.Most);
        await FairShare.LeaveAsync();
        var http = request.Http.Request;
        return await WholeMessage.ReadAsync(http.Body, http.ContentLength, request.Http.RequestAborted);
    }
}
