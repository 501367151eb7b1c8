using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Management.Listener;

/// <summary>An error as RFC 9457 tells it.</summary>
/// <param name="Type">Always <c>about:blank</c>: the status says what kind it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">Fact and remedy.</param>
internal sealed record ProblemAnswer(string Type, string Title, int Status, string Detail)
{
    /// <summary>Answers with a problem.</summary>
    public static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ProblemAnswer("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail),
            AnswerJson.Types.ProblemAnswer,
            "application/problem+json",
            context.RequestAborted);
    }
}
