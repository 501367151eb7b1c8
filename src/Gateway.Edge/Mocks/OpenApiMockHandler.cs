using Gateway.Core.Attempts;
using Gateway.Core.Mocks;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Mocks;

/// <summary>Answers a resource with the examples of its definition; no backend is asked, and nothing is computed but the choice.</summary>
internal sealed class OpenApiMockHandler(OpenApiMock mock, DebugHeaders? debug) : IEndpointHandler
{
    public bool IsLeaf => true;

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group) =>
        throw new InvalidOperationException("A mock is no member of a group.");

    public ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request)
    {
        var http = request.Http;
        if (!mock.Operations.TryGetValue(http.Request.Method, out var operation))
        {
            // A HEAD that is not listed goes to the resource that answers GET.
            operation = mock.Operations[HttpMethods.Get];
        }

        var answer = MockChoice.Choose(operation, http.Request.Headers.Accept.ToString(), Preferences.Parse(http.Request.Headers["Prefer"].ToString()));
        if (answer.Refusal != MockRefusal.None)
        {
            return MockAnswers.RefuseAsync(request, MockFaults.Of(answer.Refusal), debug);
        }

        MockAnswers.Begin(request, answer.Status, debug);
        foreach (var header in answer.Headers)
        {
            MockAnswers.SetHeader(http.Response, header.Name, header.Value);
        }

        if (answer.Applied.Length > 0)
        {
            http.Response.Headers["Preference-Applied"] = answer.Applied;
        }

        return answer.Body.Length == 0 ? ValueTask.FromResult(AttemptOutcome.Answered) : MockAnswers.WriteAsync(request, answer.MediaType, answer.Body);
    }
}
