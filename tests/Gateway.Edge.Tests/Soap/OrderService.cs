using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Text;
using Gateway.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SoapCore;

namespace Gateway.Edge.Tests.Soap;

/// <summary>What the service can do, for service and client alike.</summary>
[ServiceContract(Namespace = "urn:orders")]
public interface IOrders
{
    /// <summary>Says what was placed.</summary>
    [OperationContract]
    string Place(string id);

    /// <summary>Fails with this reason.</summary>
    [OperationContract]
    string Fail(string reason);
}

/// <summary>The same with something to optimize.</summary>
[ServiceContract(Namespace = "urn:files")]
public interface IFiles
{
    /// <summary>Turns a file round.</summary>
    [OperationContract]
    byte[] Turn(byte[] file);
}

/// <summary>
/// A SOAP service as SoapCore has them, under <c>/v11</c> and <c>/v12</c> for one version each and under <c>/any</c> for both; and under
/// <c>/mtom</c> one that speaks MTOM by the encoder of System.ServiceModel, because SoapCore has none.
/// </summary>
internal sealed class OrderService : IAsyncDisposable
{
    private static readonly SoapEncoderOptions Soap11 = new() { MessageVersion = MessageVersion.Soap11, WriteEncoding = Encoding.UTF8 };

    private static readonly SoapEncoderOptions Soap12 = new()
    {
        MessageVersion = MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None),
        WriteEncoding = Encoding.UTF8,
    };

    private readonly FreePorts _ports = new();
    private readonly WebApplication _host;

    private OrderService()
    {
        Url = $"http://127.0.0.1:{_ports.Next()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url);
        builder.Services.AddSoapCore();
        builder.Services.AddSingleton<IOrders, Orders>();
        _host = builder.Build();
        Map("/v11", Soap11);
        Map("/v12", Soap12);
        Map("/any", Soap11, Soap12);
        _host.MapPost("/mtom", TurnAsync);
    }

    public string Url { get; }

    /// <summary>Content types of what came to <c>/mtom</c>.</summary>
    public List<string> MtomTypes { get; } = [];

    public static async Task<OrderService> StartAsync()
    {
        var service = new OrderService();
        await service._host.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _ports.Dispose();
    }

    private void Map(string path, params SoapEncoderOptions[] encoders) => ((IApplicationBuilder)_host).UseSoapEndpoint<IOrders>(options =>
    {
        options.Path = path;
        options.EncoderOptions = encoders;
        options.SoapSerializer = SoapSerializer.DataContractSerializer;
    });

    private async Task TurnAsync(HttpContext context)
    {
        var binding = new MtomMessageEncodingBindingElement(MessageVersion.Soap11, Encoding.UTF8) { MaxBufferSize = int.MaxValue };
        System.Xml.XmlDictionaryReaderQuotas.Max.CopyTo(binding.ReaderQuotas);
        var encoder = binding.CreateMessageEncoderFactory().Encoder;
        MtomTypes.Add(context.Request.ContentType!);
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        body.Position = 0;
        var request = await encoder.ReadMessageAsync(body, 64 * 1024, context.Request.ContentType!);
        byte[] file;
        using (var reader = request.GetReaderAtBodyContents())
        {
            reader.ReadStartElement("Turn", "urn:files");
            file = reader.ReadElementContentAsBase64();
        }

        Array.Reverse(file);
        var answer = Message.CreateMessage(MessageVersion.Soap11, (string?)null, new TurnedWriter(file));
        var package = new MemoryStream();
        await encoder.WriteMessageAsync(answer, package);

        // The encoder writes the package's own head first, as mail has it: here it belongs into HTTP's.
        var text = Encoding.Latin1.GetString(package.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        context.Response.ContentType = text[..end].Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n")
            .First(line => line.StartsWith("Content-Type:", StringComparison.Ordinal))["Content-Type:".Length..].Trim();
        await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(text[(end + 4)..]));
    }

    private sealed class Orders : IOrders
    {
        public string Place(string id) => $"placed {id}";

        public string Fail(string reason) => throw new FaultException(reason);
    }

    private sealed class TurnedWriter(byte[] file) : BodyWriter(isBuffered: true)
    {
        protected override void OnWriteBodyContents(System.Xml.XmlDictionaryWriter writer)
        {
            writer.WriteStartElement("TurnResponse", "urn:files");
            writer.WriteStartElement("TurnResult", "urn:files");
            writer.WriteBase64(file, 0, file.Length);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
    }
}
