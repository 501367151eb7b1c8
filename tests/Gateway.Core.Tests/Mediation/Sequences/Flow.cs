using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Mediation.Messages;
using Gateway.Core.Mediation.Sequences;

namespace Gateway.Core.Tests.Mediation.Sequences;

/// <summary>Sequences as a configuration names them, read and run without a network.</summary>
internal static class Flow
{
    private const string Head = "[[endpoint]]\nname = \"e\"\nurl = \"http://e\"\n[[endpoint]]\nname = \"other\"\nurl = \"http://o\"\n[[api]]\nname = \"A\"\ncontext = \"/a\"\nversion = \"1\"\nendpoint = \"e\"\n";

    /// <summary>Reads a catalog whose API has these keys, and these files.</summary>
    public static ReadResult<Catalog> Read(string keys, params (string Path, string Text)[] files)
    {
        var toml = new StringBuilder(Head).Append(keys).Append('\n');
        foreach (var (path, text) in files)
        {
            toml.Append("[[file]]\npath = ").Append(CanonicalToml.Quoted(path)).Append("\ntext = ").Append(CanonicalToml.Quoted(text)).Append('\n');
        }

        return CatalogReader.Read("catalog", toml.ToString());
    }

    /// <summary>What is said of a sequence as in_sequence, the files' part only.</summary>
    public static string[] Problems(string xml) =>
        [.. Read("in_sequence = \"in.xml\"", ("in.xml", xml)).Problems.Select(problem => problem.ToString())];

    /// <summary>The programs of a sequence that is good, in the flow of that key.</summary>
    public static SequenceProgram Program(string xml, string key = "in_sequence", params (string Path, string Text)[] more)
    {
        var read = Read($"{key} = \"in.xml\"", [("in.xml", xml), .. more]);
        Assert.True(read.Value is not null, string.Join('\n', read.Problems));
        var flows = read.Value!.Sequences[0]!.Api;
        return key switch { "out_sequence" => flows.Out, "fault_sequence" => flows.Fault, _ => flows.In };
    }

    /// <summary>Runs a sequence to its end, or to the first thing that is to be done outside, bodies and log lines aside.</summary>
    public static Ended Run(string xml, FakeMessage? message = null, string key = "in_sequence", params (string Path, string Text)[] more) =>
        Run(Program(xml, key, more), message ?? new FakeMessage());

    /// <inheritdoc cref="Run(string, FakeMessage?, string, ValueTuple{string, string}[])"/>
    public static Ended Run(SequenceProgram program, FakeMessage message)
    {
        var run = new MediationRun(program, message, new MessageBody());
        return Resume(run, message);
    }

    /// <summary>Lets a run go on.</summary>
    public static Ended Resume(MediationRun run, FakeMessage message)
    {
        var ended = new Ended(run);
        while (true)
        {
            switch (run.Next())
            {
                case MediationEffect.ReadBody:
                    ended.HasReadBody = true;
                    run.GiveBody(Encoding.UTF8.GetBytes(message.Body));
                    break;
                case MediationEffect.Log log:
                    ended.Lines.Add($"{log.Category}: {log.Text}");
                    break;
                case var effect:
                    ended.Effect = effect;
                    return ended;
            }
        }
    }
}

/// <summary>How a run ended.</summary>
internal sealed class Ended(MediationRun run)
{
    public MediationRun Run { get; } = run;

    public MediationEffect Effect { get; set; } = MediationEffect.Done.Instance;

    public bool HasReadBody { get; set; }

    public List<string> Lines { get; } = [];

    /// <summary>The body as it would be sent.</summary>
    public string Body => Encoding.UTF8.GetString(Run.Body.Write(Run.OutgoingMedia));

    public MediationFailure Failure => Assert.IsType<MediationEffect.Failed>(Effect).Failure;

    public string? Property(string name) => MediationRun.TextOf(Run.Property(Gateway.Core.Mediation.Expressions.PropertyScope.Default, name));
}

/// <summary>A message without a network.</summary>
internal sealed class FakeMessage : IMediatedMessage
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    public FakeMessage(string body = "", string? contentType = null)
    {
        Body = body;
        if (contentType is not null)
        {
            _headers["Content-Type"] = contentType;
        }
    }

    public string Body { get; }

    public DateTimeOffset Now { get; init; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public string Method { get; init; } = "POST";

    public string Path { get; init; } = "/a/1/orders/42";

    public string Query { get; init; } = "?q=blue+sky&Z=%2F";

    public int PostfixStart => 4;

    public string ApiName => "A";

    public string ApiVersion => "1";

    public string ApiContext => "/a/1";

    public string Resource => "/orders/{id}";

    public bool IsSandbox { get; init; }

    public string Scheme => "https";

    public string RemoteAddress => "10.1.2.3";

    public string RequestId => "r-1";

    public int Status { get; init; }

    public IEnumerable<KeyValuePair<string, string>> Headers => _headers;

    public FakeMessage With(string name, string value)
    {
        _headers[name] = value;
        return this;
    }

    public string? Variable(string name) => name switch { "uri.var.id" => "42", "query.param.q" => "blue sky", _ => null };

    public string? Header(string name) => _headers.GetValueOrDefault(name);

    public void SetHeader(string name, string? value)
    {
        if (value is null)
        {
            _headers.Remove(name);
        }
        else
        {
            _headers[name] = value;
        }
    }
}
