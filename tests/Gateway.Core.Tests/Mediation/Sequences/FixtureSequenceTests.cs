using System.Text;
using Gateway.Core.Mediation;
using Gateway.Core.Mediation.Expressions;
using Gateway.Core.Mediation.Sequences;

namespace Gateway.Core.Tests.Mediation.Sequences;

/// <summary>Sequences from WSO2's own repositories, run as WSO2 runs them.</summary>
public sealed class FixtureSequenceTests
{
    [Fact]
    public void The_policy_that_sets_the_destination_sets_it()
    {
        var ended = Flow.Run(Text("sequence-set_default_endpoint_destination.xml"));

        Assert.IsType<MediationEffect.Done>(ended.Effect);
        Assert.Equal(new TargetAddress("http://nodebackend:3001/jaxrs_basic/services/customers/customerservice/customers/123", IsComputed: false), ended.Run.To);
        Assert.False(ended.HasReadBody);
    }

    [Fact]
    public void REST_becomes_SOAP_with_the_help_of_a_script()
    {
        var message = new FakeMessage("""{"CheckPhoneNumbers":{"PhoneNumbers":["18006785432","18006785433"],"LicenseKey":"0 & 1"}}""", "application/json; charset=UTF-8");
        var ended = Flow.Run(Text("sequence-rest-to-soap-in.xml"), message);

        var script = Assert.IsType<MediationEffect.Run>(ended.Effect).Script;
        Assert.Contains("JSON.parse(payload)", script.Source.Text, StringComparison.Ordinal);
        Assert.Equal("0 & 1", ended.Property("req.var.CheckPhoneNumbers.LicenseKey"));

        // What the script does, until there is one to run it.
        ended.Run.SetProperty(PropertyScope.Default, "req.var.CheckPhoneNumbers.PhoneNumbers.string", "<web:string xmlns:web='http://ws.cdyne.com/PhoneVerify/query'>18006785432</web:string><web:string xmlns:web='http://ws.cdyne.com/PhoneVerify/query'>18006785433</web:string>");
        ended = Flow.Resume(ended.Run, message);

        Assert.IsType<MediationEffect.Done>(ended.Effect);
        Assert.Equal(
            """<soapenv:Envelope xmlns:soapenv="http://www.w3.org/2003/05/soap-envelope" xmlns:web="http://ws.cdyne.com/PhoneVerify/query"><soapenv:Header /><soapenv:Body><web:CheckPhoneNumbers xmlns:web="http://ws.cdyne.com/PhoneVerify/query"><web:PhoneNumbers><web:string xmlns:web="http://ws.cdyne.com/PhoneVerify/query">18006785432</web:string><web:string xmlns:web="http://ws.cdyne.com/PhoneVerify/query">18006785433</web:string></web:PhoneNumbers><web:LicenseKey>0 &amp; 1</web:LicenseKey></web:CheckPhoneNumbers></soapenv:Body></soapenv:Envelope>""",
            Encoding.UTF8.GetString(ended.Run.Body.Write(ended.Run.OutgoingMedia)));
        Assert.Equal(("application/soap+xml", "http://ws.cdyne.com/PhoneVerify/query/CheckPhoneNumbers", true, ""),
            (message.Header("Content-Type"), message.Header("SOAPAction"), ended.Run.IsPostfixChanged, ended.Run.Postfix));
    }

    [Fact]
    public void REST_that_is_no_JSON_is_answered_by_the_sequence()
    {
        var ended = Flow.Run(Text("sequence-rest-to-soap-in.xml"), new FakeMessage("a=b", "text/xml"));

        // The first property looks into the body, which is no XML.
        Assert.IsType<MediationEffect.Failed>(ended.Effect);

        ended = Flow.Run(Text("sequence-rest-to-soap-in.xml"), new FakeMessage("<a/>", "text/xml"));
        Assert.Equal(new MediationEffect.Respond(RunsOut: false), ended.Effect);
        Assert.Equal((400, """{"error": "Invalid Content-Type detected"}"""), (ended.Run.Status, ended.Body));
    }

    [Fact]
    public void A_Synapse_configuration_sends_to_its_failover_group_and_has_its_error_handler()
    {
        var read = Flow.Read("in_sequence = \"synapse_sample_53.xml\"", ("synapse_sample_53.xml", Text("synapse_sample_53.xml")));
        Assert.True(read.Value is not null, string.Join('\n', read.Problems));
        var flows = read.Value!.Sequences[0]!.Api;

        var group = Assert.IsType<Gateway.Core.Endpoints.FailoverEndpoint>(
            read.Value.Endpoints[Assert.IsType<MediationEffect.Send>(Flow.Run(flows.In, new FakeMessage()).Effect).To.Endpoint]);
        Assert.Equal(
            ["http://localhost:9001/services/LBService1 60", "http://localhost:9002/services/LBService1 60", "http://localhost:9003/services/LBService1 60"],
            group.Members.Select(member => (Gateway.Core.Endpoints.AddressEndpoint)read.Value.Endpoints[member]).Select(leaf => $"{leaf.Url} {leaf.Settings.Suspend.Initial.TotalSeconds}"));
        var fault = Flow.Run(flows.Fault, new FakeMessage("", "text/xml"));
        Assert.Contains("<faultstring>COULDN'T SEND THE MESSAGE TO THE SERVER.</faultstring>", fault.Body, StringComparison.Ordinal);
        Assert.Equal(new MediationEffect.Respond(RunsOut: false), fault.Effect);
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Mediation", "Sequences", "Fixtures", name));
}
