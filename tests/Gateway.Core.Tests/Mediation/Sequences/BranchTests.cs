using Gateway.Core.Mediation.Sequences;

namespace Gateway.Core.Tests.Mediation.Sequences;

/// <summary><c>filter</c>, <c>switch</c>, <c>sequence</c>, and how a flow ends.</summary>
public sealed class BranchTests
{
    [Theory]
    [InlineData("source=\"$trp:X-Tenant\" regex=\"gold\"", "gold", "then")]
    [InlineData("source=\"$trp:X-Tenant\" regex=\"gold\"", "golden", "else")]
    [InlineData("source=\"$trp:X-Tenant\" regex=\"gold.*\"", "golden", "then")]
    [InlineData("source=\"$trp:X-Tenant\" regex=\"a|gold\"", "gold", "then")]
    [InlineData("source=\"$trp:X-Tenant\" regex=\".*\"", null, "else")]
    [InlineData("xpath=\"$trp:X-Tenant\"", "x", "then")]
    [InlineData("xpath=\"$trp:X-Tenant\"", null, "else")]
    [InlineData("xpath=\"$trp:X-Tenant = 'gold'\"", "gold", "then")]
    [InlineData("xpath=\"not($trp:X-Tenant = 'gold') and contains($trp:X-Tenant, 'ol')\"", "cold", "then")]
    [InlineData("xpath=\"boolean(get-property('transport', 'X-Tenant'))\"", null, "else")]
    [InlineData("xpath=\"get-property('RESPONSE')\"", "x", "else")]
    public void A_filter_takes_the_branch_that_WSO2_takes(string condition, string? header, string branch)
    {
        var message = new FakeMessage();
        if (header is not null)
        {
            message.With("X-Tenant", header);
        }

        var ended = Flow.Run($"<filter {condition}><then><property name=\"b\" value=\"then\"/></then><else><property name=\"b\" value=\"else\"/></else></filter><property name=\"after\" value=\"1\"/>", message);

        Assert.Equal((branch, "1"), (ended.Property("b"), ended.Property("after")));
    }

    [Theory]
    [InlineData("x", "1")]
    [InlineData("y", null)]
    public void A_filter_without_branches_runs_its_children_or_goes_on(string header, string? inner)
    {
        var ended = Flow.Run("<filter source=\"$trp:H\" regex=\"x\"><property name=\"b\" value=\"1\"/></filter><property name=\"after\" value=\"1\"/>", new FakeMessage().With("H", header));

        Assert.Equal((inner, "1"), (ended.Property("b"), ended.Property("after")));
    }

    [Theory]
    [InlineData("red", "first")]
    [InlineData("blue", "second")]
    [InlineData("blues", "default")]
    [InlineData("", "default")]
    public void A_switch_takes_the_first_case_that_matches_as_a_whole(string value, string branch)
    {
        var ended = Flow.Run("""
            <switch source="$trp:H">
              <case regex="red|green"><property name="b" value="first"/></case>
              <case regex="blue"><property name="b" value="second"/></case>
              <case regex="b.ue"><property name="b" value="never"/></case>
              <default><property name="b" value="default"/></default>
            </switch><property name="after" value="1"/>
            """, new FakeMessage().With("H", value));

        Assert.Equal((branch, "1"), (ended.Property("b"), ended.Property("after")));
    }

    [Fact]
    public void Branches_nest()
    {
        var ended = Flow.Run("""
            <filter xpath="true()"><then>
              <switch source="'x'"><case regex="x"><filter xpath="false()"><then><drop/></then><else><property name="b" value="1"/></else></filter></case></switch>
            </then><else><drop/></else></filter>
            """);

        Assert.IsType<MediationEffect.Done>(ended.Effect);
        Assert.Equal("1", ended.Property("b"));
    }

    [Fact]
    public void A_sequence_is_found_by_its_key_as_a_file_beside_the_one_that_names_it()
    {
        var ended = Flow.Run(
            """<sequence xmlns="http://ws.apache.org/ns/synapse"><sequence key="more"/><filter xpath="true()"><then sequence="conf:deep/last"/></filter></sequence>""",
            more: [("more.xml", "<property name=\"a\" value=\"1\"/>"), ("deep/last.xml", "<sequence xmlns=\"http://ws.apache.org/ns/synapse\"><property name=\"b\" value=\"2\"/></sequence>")]);

        Assert.Equal(("1", "2"), (ended.Property("a"), ended.Property("b")));
    }

    [Theory]
    [InlineData("<in><property name=\"b\" value=\"in\"/></in><out><property name=\"b\" value=\"out\"/></out>", "in_sequence", "in")]
    [InlineData("<in><property name=\"b\" value=\"in\"/></in><out><property name=\"b\" value=\"out\"/></out>", "out_sequence", "out")]
    public void In_and_out_run_in_their_flow(string xml, string key, string branch) => Assert.Equal(branch, Flow.Run(xml, key: key).Property("b"));

    [Fact]
    public void Flows_end_by_what_ends_them_and_nothing_behind_runs()
    {
        Assert.IsType<MediationEffect.Drop>(Flow.Run("<drop/><respond/>").Effect);
        Assert.Equal(new MediationEffect.Respond(RunsOut: false), Flow.Run("<respond/><drop/>").Effect);
        Assert.Equal(new MediationEffect.Respond(RunsOut: true), Flow.Run("<loopback/>").Effect);
        Assert.Equal(new MediationEffect.Send(SendTarget.OfApi), Flow.Run("<send/>").Effect);
        Assert.Equal(new MediationEffect.Send(new SendTarget("other")), Flow.Run("<send><endpoint key=\"other\"/></send>").Effect);
        Assert.Equal(new MediationEffect.Call(new SendTarget("other")), Flow.Run("<call blocking=\"true\"><endpoint key=\"other\"/></call>").Effect);
        Assert.Equal(new MediationEffect.Respond(RunsOut: false), Flow.Run("<send/>", key: "out_sequence").Effect);
    }

    [Fact]
    public void An_endpoint_written_out_becomes_one_of_the_catalog_and_survives_the_bundle()
    {
        var read = Flow.Read("in_sequence = \"s/in.xml\"", ("s/in.xml", "<send><endpoint><http uri-template=\"http://b/{uri.var.id}\"/></endpoint></send>"));
        var again = CatalogReaderOf(read.Value!.Bundle.Text);

        Assert.Equal(["e", "other", "s.in.xml:1:8"], read.Value.Endpoints.Keys.Order());
        Assert.Equal(["s.in.xml:1:8"], read.Value.Sequences[0]!.Endpoints);
        Assert.Equal(read.Value.Bundle, again.Bundle);
    }

    [Fact]
    public void An_error_that_is_thrown_fails_the_flow()
    {
        var ended = Flow.Run("<throwError type=\"LIMIT\" errorMessage=\"{fn:concat('no ', $ctx:REST_METHOD)}\"/><drop/>");

        Assert.Equal(new MediationFailure("LIMIT", "no POST", "in.xml:1:2"), ended.Failure);
    }

    private static Gateway.Core.Configuration.Catalog CatalogReaderOf(string bundle)
    {
        var read = Gateway.Core.Configuration.CatalogReader.Read("again", bundle);
        Assert.True(read.Value is not null, string.Join('\n', read.Problems));
        return read.Value!;
    }
}
