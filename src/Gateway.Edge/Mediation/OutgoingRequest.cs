using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Routing;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Edge.Mediation;

/// <summary>Makes a request what its sequences have said: it goes on through endpoints and groups as if it had come so.</summary>
internal static class OutgoingRequest
{
    /// <summary>Where it goes.</summary>
    public static void Address(GatewayRequest request, MediationRun run)
    {
        request.To = run.To;
        if (run.IsPostfixChanged)
        {
            request.Postfix = run.OutgoingPostfix;
        }

        foreach (var (name, value) in run.TemplateVariables)
        {
            (request.Variables ??= new RequestVariables())[name] = value;
        }
    }

    /// <summary>Its verb and its body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="run">What its sequences have said.</param>
    /// <param name="raw">The body as it came; null: it was not read.</param>
    public static void Message(GatewayRequest request, MediationRun run, byte[]? raw)
    {
        var http = request.Http.Request;
        if (run.Method is { } method)
        {
            http.Method = method;
        }

        if (run.IsWithoutBody || (run.Method is not null && (HttpMethods.IsGet(run.Method) || HttpMethods.IsHead(run.Method))))
        {
            if (request.HasBody)
            {
                Body(request, []);
                http.Headers.Remove("Content-Type");
            }
        }
        else if (run.MustWriteBody)
        {
            Body(request, Bytes(run));
        }
        else if (raw is not null)
        {
            Forget(request);
            http.Body = new MemoryStream(raw, writable: false);
            http.Headers.Remove("Expect");
        }
        else if (run.Body is { IsChanged: true, Kind: BodyKind.None })
        {
            Body(request, []);
        }
    }

    /// <summary>The body in the coding that is sent, with the header that says so.</summary>
    public static byte[] Bytes(MediationRun run)
    {
        var bytes = run.Body.Write(run.OutgoingMedia);
        var type = run.Message.Header("Content-Type");
        var charset = ContentTypes.CharsetOf(type);
        var media = ContentTypes.MediaOf(type) is { Length: > 0 } said ? said : run.OutgoingMedia;
        if (type is null || (charset.Length > 0 && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            || (charset.Length == 0 && ContentTypes.KindOf(media) is BodyKind.Xml or BodyKind.Text))
        {
            run.Message.SetHeader("Content-Type", ContentTypes.KindOf(media) is BodyKind.Xml or BodyKind.Text ? $"{media}; charset=UTF-8" : media);
        }

        run.Message.SetHeader("Content-Encoding", null);
        return bytes;
    }

    /// <summary>Puts another body in the place of the request's.</summary>
    public static void Body(GatewayRequest request, byte[] bytes)
    {
        Forget(request);
        var http = request.Http;
        http.Request.Body = new MemoryStream(bytes, writable: false);
        http.Request.Headers.TransferEncoding = default;
        http.Request.Headers.Remove("Expect");
        http.Request.ContentLength = bytes.Length > 0 ? bytes.Length : null;
        http.Features.Set<IHttpRequestBodyDetectionFeature>(new KnownBody(bytes.Length > 0));
    }

    // What was kept of the body that came: a group keeps the one that is there now.
    private static void Forget(GatewayRequest request)
    {
        request.Body?.Dispose();
        request.Body = null;
    }
}
