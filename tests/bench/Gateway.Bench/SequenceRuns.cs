using System.Text;
using BenchmarkDotNet.Attributes;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;

namespace Gateway.Bench;

/// <summary>One run of a sequence; one that looks at headers only is to cost next to nothing.</summary>
[MemoryDiagnoser]
public class SequenceRuns
{
    private readonly SequenceProgram _header = Read("""<filter source="$trp:X-Tenant" regex="gold"><then><property name="X-Class" value="1" scope="transport"/></then></filter>""");
    private readonly SequenceProgram _xpathOfProperties = Read("""<filter xpath="starts-with($trp:X-Tenant, 'g')"><then><property name="X-Class" value="1" scope="transport"/></then></filter>""");
    private readonly SequenceProgram _json = Read("""<property name="p" expression="json-eval($.items[99].name)"/>""");
    private readonly SequenceProgram _xpath = Read("""<property name="p" expression="//items[99]/name"/>""");

    private readonly byte[] _body = Encoding.UTF8.GetBytes(
        $"{{\"items\":[{string.Join(',', Enumerable.Range(0, 200).Select(i => $"{{\"id\":{i},\"name\":\"thing number {i}\",\"x\":true}}"))}]}}");

    [Benchmark(Description = "filter by a header, set one", Baseline = true)]
    public MediationEffect Header() => Run(_header);

    [Benchmark(Description = "filter by an XPath over properties")]
    public MediationEffect XPathOfProperties() => Run(_xpathOfProperties);

    [Benchmark(Description = "JSONPath over 10 KB")]
    public MediationEffect Json() => Run(_json);

    [Benchmark(Description = "XPath over 10 KB of JSON")]
    public MediationEffect XPath() => Run(_xpath);

    private MediationEffect Run(SequenceProgram program)
    {
        var run = new MediationRun(program, new BareMessage(), new MessageBody());
        while (true)
        {
            var effect = run.Next();
            if (effect is not MediationEffect.ReadBody)
            {
                return effect;
            }

            run.GiveBody(_body);
        }
    }

    private static SequenceProgram Read(string xml)
    {
        var toml = "[[endpoint]]\nname = \"e\"\nurl = \"http://e\"\n[[api]]\nname = \"A\"\ncontext = \"/a\"\nversion = \"1\"\nendpoint = \"e\"\nin_sequence = \"in.xml\"\n"
            + $"[[file]]\npath = \"in.xml\"\ntext = \'\'\'{xml}\'\'\'\n";
        return CatalogReader.Read("bench", toml).Value!.Sequences[0]!.Api.In;
    }

    private sealed class BareMessage : IMediatedMessage
    {
        private string? _class;

        public DateTimeOffset Now => default;

        public string Method => "POST";

        public string Path => "/a/1/x";

        public string Query => "";

        public int PostfixStart => 4;

        public string ApiName => "A";

        public string ApiVersion => "1";

        public string ApiContext => "/a/1";

        public string Resource => "/*";

        public bool IsSandbox => false;

        public string Scheme => "http";

        public string RemoteAddress => "";

        public string RequestId => "";

        public int Status => 0;

        public IEnumerable<KeyValuePair<string, string>> Headers => [];

        public string? Variable(string name) => null;

        public string? Header(string name) => name == "X-Tenant" ? "gold" : name == "Content-Type" ? "application/json" : _class;

        public void SetHeader(string name, string? value) => _class = value;
    }
}
