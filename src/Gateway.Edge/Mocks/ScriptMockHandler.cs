using System.Collections.Frozen;
using Gateway.Core.Attempts;
using Gateway.Core.Mocks;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Scripting;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mocks;

/// <summary>Answers a resource with what its script makes; no backend is asked.</summary>
internal sealed class ScriptMockHandler : IEndpointHandler
{
    private readonly ScriptMock _mock;
    private readonly MockMemory? _memory;
    private readonly DebugHeaders? _debug;

    /// <param name="mock">The mock.</param>
    /// <param name="sandbox">Runs its script.</param>
    /// <param name="debug">Null unless wanted.</param>
    public ScriptMockHandler(ScriptMock mock, ScriptSandbox sandbox, DebugHeaders? debug)
    {
        _mock = mock;
        Program = mock.Source is { } source ? sandbox.Prepare(source) : null;
        _memory = mock.IsRepeatable ? new MockMemory() : null;
        _debug = debug;
    }

    /// <summary>Its script made ready; null: it is empty.</summary>
    public ScriptProgram? Program { get; }

    public bool IsLeaf => true;

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group) =>
        throw new InvalidOperationException("A mock is no member of a group.");

    public async ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request)
    {
        if (Program is null)
        {
            MockAnswers.Begin(request, StatusCodes.Status501NotImplemented, _debug);
            return AttemptOutcome.Answered;
        }

        var (text, kind) = ("", PayloadKind.Text);
        if (_mock.ReadsBody)
        {
            try
            {
                if (await MockBody.ReadAsync(request) is not { } body)
                {
                    return await MockAnswers.RefuseAsync(request, MockFaults.BodyTooLarge, _debug);
                }

                (text, kind) = body;
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                return AttemptOutcome.Of(AttemptFact.ClientGone);
            }
        }

        var message = new MockMessage(request, text, kind);
        if (_memory?.Find(message) is { } known)
        {
            return await AnswerAsync(request, known);
        }

        var script = new MessageScript(message);
        var outcome = await Program.RunAsync(script, request.Http.RequestAborted);
        if (outcome.End == ScriptEnd.Gone)
        {
            return AttemptOutcome.Of(AttemptFact.ClientGone);
        }

        if (!outcome.HasCompleted)
        {
            return await MockAnswers.RefuseAsync(request, MockFaults.Of(outcome), _debug);
        }

        var answer = MockAnswer.Of(message, script.HasStopped);
        _memory?.Keep(message.Reads, answer);
        return await AnswerAsync(request, answer);
    }

    private async ValueTask<AttemptOutcome> AnswerAsync(GatewayRequest request, MockAnswer answer)
    {
        MockAnswers.Begin(request, answer.Status, _debug);
        foreach (var (name, value) in answer.Headers ?? FrozenDictionary<string, string>.Empty)
        {
            MockAnswers.SetHeader(request.Http.Response, name, value);
        }

        return answer.Body.Length == 0 ? AttemptOutcome.Answered : await MockAnswers.WriteAsync(request, answer.ContentType, answer.Body);
    }
}
